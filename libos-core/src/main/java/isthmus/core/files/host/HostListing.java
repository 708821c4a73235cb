package isthmus.core.files.host;

import isthmus.core.files.overlay.LowerNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@link HostBase} knows of one directory. Guarded by its monitor. */
final class HostListing {
    /** Null values are names that do not exist. */
    final Map<String, HostNode> known = new HashMap<>();
    /** All entries, once they were listed. */
    List<LowerNode.Entry> all;
    /** What the base counts for this. */
    int counted;
}
