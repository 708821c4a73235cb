package isthmus.core.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.AnonymousInode;
import isthmus.core.time.Clocks;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class EpollTest {
    private static final int IN = PollEvents.POLLIN, OUT = PollEvents.POLLOUT;

    private final AnonymousInode inode =
            new AnonymousFileSystem("anon_inodefs", 1, 1, Clocks.ofHost(0), 1).create(0600, 0, 0);
    private final Epoll epoll = new Epoll(inode);
    private final EventFd event = new EventFd(inode, 0, false, 0);

    private static void assertErrno(Errno errno, Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    private static List<Long> collect(Epoll epoll, int maximum) {
        List<Long> data = new ArrayList<>();
        int count = epoll.collect(maximum, (index, events, datum) -> data.add(datum));
        assertEquals(count, data.size());
        return data;
    }

    private static void drain(EventFd file) {
        file.read(ByteBuffer.allocate(8));
    }

    @Test
    void levelTriggeredStaysUntilDrained() {
        epoll.add(event, 3, IN, 7);
        assertEquals(List.of(), collect(epoll, 9));
        event.signal(1);
        assertEquals(List.of(7L), collect(epoll, 9));
        assertEquals(List.of(7L), collect(epoll, 9));
        drain(event);
        assertEquals(List.of(), collect(epoll, 9));
    }

    @Test
    void edgeTriggeredTellsOncePerWake() {
        epoll.add(event, 3, IN | EpollEvents.EPOLLET, 7);
        event.signal(1);
        assertEquals(List.of(7L), collect(epoll, 9));
        assertEquals(List.of(), collect(epoll, 9));
        event.signal(1);
        assertEquals(List.of(7L), collect(epoll, 9));
        drain(event);
        assertEquals(List.of(), collect(epoll, 9), "room was made, but nobody asked for that");
    }

    @Test
    void oneShotNeedsModification() {
        epoll.add(event, 3, IN | EpollEvents.EPOLLONESHOT, 7);
        event.signal(1);
        assertEquals(List.of(7L), collect(epoll, 9));
        event.signal(1);
        assertEquals(List.of(), collect(epoll, 9));
        epoll.modify(event, 3, IN | EpollEvents.EPOLLONESHOT, 8);
        assertEquals(List.of(8L), collect(epoll, 9));
    }

    @Test
    void everyoneGetsItsTurn() {
        for (int i = 0; i < 3; i++) {
            epoll.add(new EventFd(inode, 1, false, 0), i, IN, i);
        }
        assertEquals(List.of(0L), collect(epoll, 1));
        assertEquals(List.of(1L, 2L), collect(epoll, 2));
        assertEquals(List.of(0L, 1L), collect(epoll, 2));
    }

    @Test
    void aFaultLosesNothing() {
        event.signal(1);
        epoll.add(event, 3, IN | EpollEvents.EPOLLET, 7);
        assertErrno(
                Errno.EFAULT,
                () -> epoll.collect(1, (index, events, data) -> {
                    throw Errno.EFAULT.exception();
                }));
        assertEquals(List.of(7L), collect(epoll, 1));
    }

    @Test
    void rules() {
        epoll.add(event, 3, IN, 0);
        assertErrno(Errno.EEXIST, () -> epoll.add(event, 3, IN, 0));
        epoll.add(event, 4, IN, 0);
        assertErrno(Errno.ENOENT, () -> epoll.modify(event, 5, IN, 0));
        assertErrno(Errno.EINVAL, () -> epoll.add(epoll, 5, IN, 0));
        assertErrno(Errno.EINVAL, () -> epoll.modify(event, 3, IN | EpollEvents.EPOLLEXCLUSIVE, 0));
        assertErrno(
                Errno.EINVAL, () -> epoll.add(event, 5, IN | EpollEvents.EPOLLEXCLUSIVE | EpollEvents.EPOLLONESHOT, 0));
        epoll.delete(event, 4);
        assertErrno(Errno.ENOENT, () -> epoll.delete(event, 4));
        assertEquals(1, epoll.statusLines().lines().count());
    }

    @Test
    void closingTheLastReferenceEndsTheWatch() {
        event.retain();
        event.signal(1);
        epoll.add(event, 3, IN, 7);
        event.release();
        assertEquals(List.of(7L), collect(epoll, 9));
        event.release();
        assertEquals(List.of(), collect(epoll, 9));
        assertTrue(event.waitQueue().isEmpty());
        epoll.add(new EventFd(inode, 1, false, 0), 3, IN, 8);
        epoll.release();
        assertEquals("", epoll.statusLines());
    }

    @Test
    void nestsWithoutLoopsFourDeep() {
        Epoll outer = new Epoll(inode);
        outer.add(epoll, 9, IN, 1);
        epoll.add(event, 3, IN, 2);
        assertEquals(0, outer.poll());
        event.signal(1);
        assertEquals(PollEvents.READABLE, outer.poll());
        assertEquals(List.of(1L), collect(outer, 5));
        drain(event);
        assertEquals(List.of(), collect(outer, 5));
        assertErrno(Errno.ELOOP, () -> epoll.add(outer, 5, IN, 0));
        Epoll top = outer;
        for (int i = 0; i < 3; i++) {
            Epoll next = new Epoll(inode);
            next.add(top, 1, IN, 0);
            top = next;
        }
        Epoll last = top;
        assertErrno(Errno.ELOOP, () -> new Epoll(inode).add(last, 1, IN, 0));
        event.signal(1);
        assertEquals(PollEvents.READABLE, last.poll());
    }

    @Test
    void exclusiveWakesOneWhoWaits() {
        Epoll other = new Epoll(inode);
        epoll.add(event, 3, IN | EpollEvents.EPOLLEXCLUSIVE | EpollEvents.EPOLLET, 1);
        other.add(event, 3, IN | EpollEvents.EPOLLEXCLUSIVE | EpollEvents.EPOLLET, 2);
        event.signal(1);
        assertEquals(2, collect(epoll, 5).size() + collect(other, 5).size());
        int[] wakes = new int[2];
        other.callers().add(new WaitEntry(IN, events -> wakes[1]++));
        event.signal(1);
        assertEquals(1, wakes[1]);
        assertEquals(2, collect(epoll, 5).size() + collect(other, 5).size());
        epoll.callers().add(new WaitEntry(IN, events -> wakes[0]++));
        event.signal(1);
        assertEquals(1, wakes[0]);
        assertEquals(1, wakes[1]);
        assertEquals(1, collect(epoll, 5).size() + collect(other, 5).size());
    }

    @Test
    void eventCounts() {
        EventFd semaphore = new EventFd(inode, 2, true, 0);
        assertEquals(IN | OUT, semaphore.poll());
        drain(semaphore);
        drain(semaphore);
        assertErrno(Errno.EAGAIN, () -> drain(semaphore));
        ByteBuffer nearlyFull = ByteBuffer.allocate(8).putLong(0, Long.reverseBytes(-2L));
        event.write(nearlyFull);
        assertEquals(IN, event.poll());
        assertErrno(Errno.EAGAIN, () -> event.write(ByteBuffer.allocate(8).put(0, (byte) 1)));
        assertErrno(Errno.EINVAL, () -> event.write(ByteBuffer.allocate(8).putLong(0, -1L)));
        assertErrno(Errno.EINVAL, () -> event.read(ByteBuffer.allocate(7)));
        event.signal(5);
        assertEquals(IN | PollEvents.POLLERR, event.poll());
    }
}
