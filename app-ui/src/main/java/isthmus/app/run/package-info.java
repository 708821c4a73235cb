/** {@code isthmus run}. */
package isthmus.app.run;
