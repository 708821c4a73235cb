/** The standard streams of a run's first program, where they are the host's own. */
package isthmus.linux.console;
