/** Archives as a base that is read in place: an index is made once, the contents stay where they are. */
package isthmus.core.files.tar;
