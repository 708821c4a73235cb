package isthmus.app.window.start;

import javafx.concurrent.Task;

/** Reads a form, and looks for the files of the host that it names. */
final class FormTask extends Task<FormCheck> {
    private final RunForm form;

    FormTask(RunForm form) {
        this.form = form;
    }

    @Override
    protected FormCheck call() {
        return FormCheck.of(form);
    }
}
