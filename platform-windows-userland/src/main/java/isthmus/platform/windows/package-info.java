/** The South interface for a Windows host. */
package isthmus.platform.windows;
