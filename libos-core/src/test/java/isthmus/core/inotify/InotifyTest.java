package isthmus.core.inotify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.AnonymousInode;
import isthmus.core.files.Dentry;
import isthmus.core.files.FileEvents;
import isthmus.core.files.PathNode;
import isthmus.core.time.Clocks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InotifyTest {
    private static final int HEADER = 16;

    private final AnonymousFileSystem files = new AnonymousFileSystem("test", 1, 0, Clocks.ofHost(0), 1);
    private final AnonymousInode watched = files.create(0600, 0, 0);
    private final Dentry place = PathNode.anonymous(watched, "watched").dentry();
    private final Inotify inotify = new Inotify(files.create(0600, 0, 0), 0);

    private static Errno errno(Supplier<?> action) {
        return assertThrows(ErrnoException.class, action::get).errno();
    }

    private ByteBuffer read(int room) {
        ByteBuffer target = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
        inotify.read(target);
        return target.flip();
    }

    @Test
    void anEventIsReadOnceWithItsWatchAndMask() {
        int watch = inotify.watch(watched, FileEvents.IN_MODIFY);
        FileEvents.at(place, FileEvents.IN_ACCESS);
        assertEquals(Errno.EAGAIN, errno(() -> read(100)));
        FileEvents.at(place, FileEvents.IN_MODIFY);
        ByteBuffer event = read(100);
        assertEquals(HEADER, event.remaining());
        assertEquals(watch, event.getInt(0));
        assertEquals(FileEvents.IN_MODIFY, event.getInt(4));
        assertEquals(0, event.getInt(12));
        assertEquals(0, inotify.poll());
    }

    @Test
    void equalEventsInARowAreOne() {
        inotify.watch(watched, Inotify.IN_ALL_EVENTS);
        FileEvents.at(place, FileEvents.IN_MODIFY);
        FileEvents.at(place, FileEvents.IN_MODIFY);
        FileEvents.at(place, FileEvents.IN_ACCESS);
        FileEvents.at(place, FileEvents.IN_MODIFY);
        assertEquals(3 * HEADER, read(1000).remaining());
    }

    @Test
    void aNameIsPaddedWithAtLeastOneNul() {
        assertEquals(32, new InotifyEvent(1, 2, 3, "fifteen-letters").bytes());
        assertEquals(48, new InotifyEvent(1, 2, 3, "sixteen--letters").bytes());
        ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        new InotifyEvent(1, 2, 3, "ab").put(bytes);
        assertEquals(HEADER, bytes.getInt(12));
        byte[] name = new byte[HEADER];
        bytes.get(HEADER, name);
        assertArrayEquals(new byte[] {'a', 'b', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, name);
    }

    @Test
    void tooSmallABufferTakesNothing() {
        inotify.watch(watched, Inotify.IN_ALL_EVENTS);
        FileEvents.at(place, FileEvents.IN_OPEN);
        assertEquals(Errno.EINVAL, errno(() -> read(HEADER - 1)));
        assertEquals(HEADER, read(HEADER).remaining());
    }

    @Test
    void theMaskOfAWatchIsReplacedOrExtended() {
        int watch = inotify.watch(watched, FileEvents.IN_OPEN);
        assertEquals(watch, inotify.watch(watched, FileEvents.IN_MODIFY | Inotify.IN_MASK_ADD));
        FileEvents.at(place, FileEvents.IN_OPEN);
        FileEvents.at(place, FileEvents.IN_MODIFY);
        assertEquals(2 * HEADER, read(1000).remaining());
        inotify.watch(watched, FileEvents.IN_MODIFY);
        FileEvents.at(place, FileEvents.IN_OPEN);
        assertEquals(Errno.EAGAIN, errno(() -> read(100)));
        assertEquals(Errno.EEXIST, errno(() -> inotify.watch(watched, Inotify.IN_MASK_CREATE | FileEvents.IN_OPEN)));
    }

    @Test
    void anEndedWatchSaysSoAndItsNumberIsNotUsedAgain() {
        int first = inotify.watch(watched, FileEvents.IN_OPEN | Inotify.IN_ONESHOT);
        FileEvents.at(place, FileEvents.IN_OPEN);
        FileEvents.at(place, FileEvents.IN_OPEN);
        ByteBuffer events = read(1000);
        assertEquals(2 * HEADER, events.remaining());
        assertEquals(FileEvents.IN_IGNORED, events.getInt(HEADER + 4));
        int second = inotify.watch(watched, FileEvents.IN_OPEN);
        assertEquals(first + 1, second);
        inotify.unwatch(second);
        assertEquals(FileEvents.IN_IGNORED, read(100).getInt(4));
        assertEquals(Errno.EINVAL, errno(() -> {
            inotify.unwatch(second);
            return 0;
        }));
    }

    @Test
    void tooManyEventsBecomeOneOverflow() {
        inotify.watch(watched, Inotify.IN_ALL_EVENTS);
        for (int i = 0; i < 10_000; i++) {
            FileEvents.at(place, FileEvents.IN_OPEN);
            FileEvents.at(place, FileEvents.IN_MODIFY);
        }
        ByteBuffer events = read(HEADER * 20_000);
        assertEquals((16_384 + 1) * HEADER, events.remaining());
        assertEquals(-1, events.getInt(16_384 * HEADER));
        assertEquals(FileEvents.IN_Q_OVERFLOW, events.getInt(16_384 * HEADER + 4));
    }

    @Test
    void aClosedInstanceHearsNothing() {
        inotify.watch(watched, Inotify.IN_ALL_EVENTS);
        inotify.release();
        FileEvents.at(place, FileEvents.IN_OPEN);
        assertEquals(0, inotify.poll());
    }
}
