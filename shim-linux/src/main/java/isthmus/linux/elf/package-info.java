/** Programs on their way into memory: ELF files, {@code #!} scripts, the first stack (elf(5), execve(2), the System V ABI). */
package isthmus.linux.elf;
