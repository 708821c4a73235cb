package isthmus.app.window;

/**
 * What is asked before something is done that cannot be undone.
 *
 * @param title a short question
 * @param text what happens then
 * @param yes the label of the button that does it; the other is "Cancel"
 */
public record Question(String title, String text, String yes) {}
