/** The parts of an operating system that depend on no host and on no guest ABI. */
package isthmus.core;
