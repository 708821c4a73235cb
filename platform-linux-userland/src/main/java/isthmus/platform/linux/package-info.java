/** The South interface for a Linux host. */
package isthmus.platform.linux;
