/** The vDSO (vdso(7)): code and data of the kernel in every program, so that reading a clock is no system call. */
package isthmus.linux.vdso;
