/** The window: its composition root, its frame, and what its places share. */
package isthmus.app.window;
