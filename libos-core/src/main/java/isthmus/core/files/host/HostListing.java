package isthmus.core.files.host;

import isthmus.core.files.overlay.LowerNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a {@link HostBase} knows of one directory. Guarded by its monitor. */
final class HostListing {
    /** Null values are names that do not exist. */
    final Map<String, HostNode> known = new HashMap<>();
    /** All entries, once they were listed. */
    List<LowerNode.Entry> all;
    /** The names of all entries, on hosts where that is not the same as whether they are found. */
    Set<String> names;
    /** What the base counts for this. */
    int counted;
}
