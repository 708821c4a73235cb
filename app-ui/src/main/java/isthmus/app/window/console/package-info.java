/**
 * Consoles: the terminal's view, what the user types into it, and the card that tells how a program ended. Classes without
 * JavaFX in their imports do the drawing, in pixels; glyphs are all that the toolkit adds.
 */
package isthmus.app.window.console;
