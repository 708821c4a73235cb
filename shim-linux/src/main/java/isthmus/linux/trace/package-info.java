/** What a run shows of its system calls. */
package isthmus.linux.trace;
