/** The command line: parsing, messages, statuses. */
package isthmus.app.cli;
