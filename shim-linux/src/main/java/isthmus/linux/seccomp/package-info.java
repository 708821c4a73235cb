/** Filters on system calls that a program puts on itself (seccomp(2)). */
package isthmus.linux.seccomp;
