/** A host without a host: deterministic guest processes for unit tests, whose guest code is the test. */
package isthmus.core.south.mock;
