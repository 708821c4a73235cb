/** The system calls of a run, as a table. */
package isthmus.app.window.trace;
