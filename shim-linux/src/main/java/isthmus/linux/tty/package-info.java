/** Terminals: pseudo-terminal pairs, the N_TTY line discipline, devpts, controlling terminals, and the host's console. */
package isthmus.linux.tty;
