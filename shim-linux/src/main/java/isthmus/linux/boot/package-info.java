/** What a system has before its first program runs: the mounts, /dev, /proc and /sys. */
package isthmus.linux.boot;
