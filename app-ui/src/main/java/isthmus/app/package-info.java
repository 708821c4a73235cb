/** The command line. */
package isthmus.app;
