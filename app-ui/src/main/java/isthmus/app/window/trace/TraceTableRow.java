package isthmus.app.window.trace;

import isthmus.app.record.TraceRow;
import javafx.css.PseudoClass;
import javafx.scene.control.TableRow;

/** A row of the table: tinted if its call failed, is in progress, is none, or is highlighted. */
final class TraceTableRow extends TableRow<TraceRow> {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final PseudoClass UNFINISHED = PseudoClass.getPseudoClass("unfinished");
    private static final PseudoClass EVENT = PseudoClass.getPseudoClass("event");
    private static final PseudoClass HIGHLIGHTED = PseudoClass.getPseudoClass("highlighted");

    private final TraceModel model;

    TraceTableRow(TraceModel model) {
        this.model = model;
    }

    @Override
    protected void updateItem(TraceRow row, boolean empty) {
        super.updateItem(row, empty);
        boolean there = !empty && row != null;
        pseudoClassStateChanged(FAILED, there && row.failed());
        pseudoClassStateChanged(UNFINISHED, there && row.unfinished());
        pseudoClassStateChanged(EVENT, there && row.kind() != TraceRow.Kind.CALL);
        pseudoClassStateChanged(HIGHLIGHTED, there && model.isHighlighted(row));
    }
}
