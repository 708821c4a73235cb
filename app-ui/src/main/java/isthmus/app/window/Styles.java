package isthmus.app.window;

import javafx.css.PseudoClass;

/** What the style sheets and the code both name. */
public final class Styles {
    /** A field shows a list of proposals below it. */
    public static final PseudoClass PROPOSING = PseudoClass.getPseudoClass("proposing");
    /** What a field has in it cannot be. */
    public static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    /** Something is being dragged over it that it would take. */
    public static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");

    private Styles() {}
}
