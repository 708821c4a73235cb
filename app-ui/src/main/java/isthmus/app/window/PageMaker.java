package isthmus.app.window;

/** Makes the page of a place when it is opened. */
@FunctionalInterface
public interface PageMaker<P extends Place> {
    Page make(P place, Workspace workspace);
}
