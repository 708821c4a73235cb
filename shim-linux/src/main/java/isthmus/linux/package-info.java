/** The Linux x86-64 system call interface. */
package isthmus.linux;
