/** The entry point of the command. */
package isthmus.app;
