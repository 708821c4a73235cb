/** Starting programs: the start page, the run dialog, recent runs. */
package isthmus.app.window.start;
