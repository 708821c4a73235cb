package isthmus.core.poll;

/** The items of an {@link Epoll} that may be ready, oldest first. All state is guarded by this, a leaf lock. */
final class ReadyList {
    private EpollItem first;
    private EpollItem last;
    private int size;

    /** Appends it if it is not there yet and was not removed from the epoll. */
    synchronized void add(EpollItem item) {
        if (item.listed || item.removed) {
            return;
        }
        item.listed = true;
        item.previous = last;
        if (last == null) {
            first = item;
        } else {
            last.next = item;
        }
        last = item;
        size++;
    }

    /** Puts it in front, as one that could not be delivered. */
    synchronized void addFirst(EpollItem item) {
        if (item.listed || item.removed) {
            return;
        }
        item.listed = true;
        item.next = first;
        if (first == null) {
            last = item;
        } else {
            first.previous = item;
        }
        first = item;
        size++;
    }

    /** Takes the oldest out; null if there is none. */
    synchronized EpollItem poll() {
        EpollItem item = first;
        if (item != null) {
            unlink(item);
        }
        return item;
    }

    /** Takes it out for good. */
    synchronized void remove(EpollItem item) {
        item.removed = true;
        if (item.listed) {
            unlink(item);
        }
    }

    private void unlink(EpollItem item) {
        if (item.previous == null) {
            first = item.next;
        } else {
            item.previous.next = item.next;
        }
        if (item.next == null) {
            last = item.previous;
        } else {
            item.next.previous = item.previous;
        }
        item.previous = null;
        item.next = null;
        item.listed = false;
        size--;
    }

    synchronized int size() {
        return size;
    }
}
