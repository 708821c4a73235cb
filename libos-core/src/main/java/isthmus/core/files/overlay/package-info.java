/**
 * A read-only base with everything that is changed kept in memory. Locks as in {@link isthmus.core.files.tmpfs}; what a
 * base locks comes after them.
 */
package isthmus.core.files.overlay;
