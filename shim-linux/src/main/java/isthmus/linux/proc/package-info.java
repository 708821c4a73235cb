/** /proc (proc(5)) and /sys (sysfs(5)): what programs read about the system and its processes. */
package isthmus.linux.proc;
