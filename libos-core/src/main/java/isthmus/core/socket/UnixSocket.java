package isthmus.core.socket;

import static isthmus.core.socket.SocketType.RCV_SHUTDOWN;
import static isthmus.core.socket.SocketType.SEND_SHUTDOWN;
import static isthmus.core.socket.SocketType.SHUTDOWN_MASK;
import static isthmus.core.socket.SocketType.SOCK_DGRAM;
import static isthmus.core.socket.SocketType.SOCK_SEQPACKET;
import static isthmus.core.socket.SocketType.SOCK_STREAM;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.AnonymousInode;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.core.wait.WaitQueue;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A socket of the Unix family (unix(7)). How data flows is in {@link StreamFlow} and {@link DatagramFlow}.
 *
 * <p>A socket's monitor guards what others put into it: its messages, pending connections, waiting senders, and changes
 * of {@code shutdown} and {@code dead}. Nobody holds two monitors. {@link #transitions} guards the way from one state to
 * another (bind, listen, connect) and is taken before a monitor, its own or a listener's. Wait queues are woken with or
 * without a monitor held. No file is released with any of these locks held.
 */
public final class UnixSocket extends OpenFile {
    /** As {@code sk_state}. */
    enum State {
        CLOSE,
        LISTEN,
        ESTABLISHED
    }

    private static final int FIONREAD = 0x541b, SIOCOUTQ = 0x5411;
    /** net.unix.max_dgram_qlen: so many datagrams may wait, and one more. */
    private static final int DATAGRAM_BACKLOG = 10;

    private static final int WRITABLE = PollEvents.WRITABLE | PollEvents.POLLWRBAND;
    private static final int EVERYTHING =
            PollEvents.READABLE | WRITABLE | PollEvents.POLLRDHUP | PollEvents.POLLHUP | PollEvents.POLLERR;

    private final int type;
    private final UnixNames names;
    private final AnonymousInode inode;
    private final SocketOptions options = new SocketOptions();
    private final WaitQueue queue = new WaitQueue();
    private final ReentrantLock transitions = new ReentrantLock();
    private final AtomicReference<Errno> error = new AtomicReference<>();
    /** Of the send buffer, what is not yet read at the other end. */
    private final AtomicInteger sendMemory = new AtomicInteger();

    // Changed under transitions, or before anyone else knows this socket.
    private volatile State state = State.CLOSE;
    private volatile UnixAddress address = UnixAddress.UNNAMED;
    private volatile UnixSocket peer;
    private volatile Ucred peerCredentials = Ucred.NO_PEER;
    private volatile int[] peerGroups;
    private Inode boundTo;
    private Ucred listener = Ucred.NO_PEER;
    private int[] listenerGroups;

    // Changed under the monitor.
    private volatile int shutdown;
    private volatile boolean dead;
    private boolean embryo;
    private int backlog = DATAGRAM_BACKLOG;
    final Deque<Message> messages = new ArrayDeque<>();
    private final Deque<UnixSocket> pending = new ArrayDeque<>(0);
    private final Set<UnixSocket> waitingSenders = new LinkedHashSet<>(0);

    /** @param inode its own, of {@code sockfs} */
    public UnixSocket(int type, UnixNames names, AnonymousInode inode, int flags) {
        super(OpenFlags.O_RDWR | flags);
        this.type = type;
        this.names = names;
        this.inode = inode;
    }

    /** SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET. */
    public int type() {
        return type;
    }

    public SocketOptions options() {
        return options;
    }

    public UnixAddress address() {
        return address;
    }

    public boolean isListening() {
        return state == State.LISTEN;
    }

    boolean isConnected() {
        return state == State.ESTABLISHED;
    }

    UnixSocket peer() {
        return peer;
    }

    int shutdownState() {
        return shutdown;
    }

    boolean isDead() {
        return dead;
    }

    /** ENOTCONN. */
    public UnixAddress peerAddress() {
        UnixSocket other = peer;
        if (other == null) {
            throw Errno.ENOTCONN.exception();
        }
        return other.address;
    }

    /** SO_PEERCRED. */
    public Ucred peerCredentials() {
        return peerCredentials;
    }

    /** SO_PEERGROUPS; ENODATA without a peer. */
    public int[] peerGroups() {
        if (peerGroups == null) {
            throw Errno.ENODATA.exception();
        }
        return peerGroups;
    }

    /** SO_ERROR: null if there is none; it is gone then. */
    public Errno takeError() {
        return error.getAndSet(null);
    }

    void throwError() {
        Errno found = takeError();
        if (found != null) {
            throw found.exception();
        }
    }

    // --- names ----------------------------------------------------------------------------------------------------

    /**
     * bind(2). EINVAL if it has a name; EADDRINUSE.
     *
     * @param wanted an abstract name, or unnamed to get one unless it has one, or a path
     * @param node the new socket inode of the path, else null
     */
    public void bind(UnixAddress wanted, Inode node) {
        transitions.lock();
        try {
            if (wanted.isUnnamed()) {
                address = address.isUnnamed() ? names.autobind(this) : address;
                return;
            }
            checkUnbound();
            if (wanted.isAbstract()) {
                names.bind(wanted, this);
                address = wanted;
            } else {
                boundTo = node;
                node.state().setAttachment(this);
                address = wanted;
            }
        } finally {
            transitions.unlock();
        }
    }

    /** EINVAL if it has a name. */
    public void checkUnbound() {
        if (!address.isUnnamed()) {
            throw Errno.EINVAL.exception();
        }
    }

    /** Senders that tell who they are need an address to tell. */
    public void autobindIfPassing() {
        if (options.passCredentials && address.isUnnamed()) {
            transitions.lock();
            try {
                if (address.isUnnamed()) {
                    address = names.autobind(this);
                }
            } finally {
                transitions.unlock();
            }
        }
    }

    /** The socket that is bound to a socket inode. ECONNREFUSED, EPROTOTYPE. */
    public static UnixSocket boundTo(Inode node, int type) {
        if ((node.mode() & Mode.S_IFMT) != Mode.S_IFSOCK
                || !(node.state().attachment() instanceof UnixSocket socket)
                || socket.dead) {
            throw Errno.ECONNREFUSED.exception();
        }
        if (socket.type != type) {
            throw Errno.EPROTOTYPE.exception();
        }
        return socket;
    }

    public UnixNames names() {
        return names;
    }

    // --- connections ----------------------------------------------------------------------------------------------

    /** socketpair(2): connects two fresh sockets. */
    public static void connectPair(UnixSocket one, UnixSocket other, Ucred self, int[] groups) {
        one.established(other, self, groups);
        other.established(one, self, groups);
    }

    private void established(UnixSocket other, Ucred credentials, int[] groups) {
        peer = other;
        peerCredentials = credentials;
        peerGroups = groups;
        state = State.ESTABLISHED;
    }

    /** listen(2). EOPNOTSUPP, EINVAL. */
    public void listen(int length, Ucred self, int[] groups) {
        if (type == SOCK_DGRAM) {
            throw Errno.EOPNOTSUPP.exception();
        }
        transitions.lock();
        try {
            if (address.isUnnamed() || state == State.ESTABLISHED) {
                throw Errno.EINVAL.exception();
            }
            synchronized (this) {
                backlog = length;
                listener = self;
                listenerGroups = groups;
                state = State.LISTEN;
                wakeSenders();
            }
        } finally {
            transitions.unlock();
        }
    }

    /**
     * connect(2) of a stream or a sequence of packets. ECONNREFUSED, EISCONN, EINVAL; EAGAIN while the backlog is full, and
     * then this socket's queue is woken when it may no longer be.
     */
    public void connect(UnixSocket target, Ucred self, int[] groups) {
        transitions.lock();
        try {
            synchronized (target) {
                if (target.dead || target.state != State.LISTEN || (target.shutdown & RCV_SHUTDOWN) != 0) {
                    throw Errno.ECONNREFUSED.exception();
                }
                if (target.pending.size() > target.backlog) {
                    target.waitingSenders.add(this);
                    throw Errno.EAGAIN.exception();
                }
                if (state != State.CLOSE) {
                    throw (state == State.ESTABLISHED ? Errno.EISCONN : Errno.EINVAL).exception();
                }
                UnixSocket other =
                        new UnixSocket(type, names, inode.fileSystem().create(Mode.S_IFSOCK | 0777, 0, 0), 0);
                other.embryo = true;
                other.address = target.address;
                other.established(this, self, groups);
                established(other, target.listener, target.listenerGroups);
                target.pending.add(other);
            }
            target.queue.wake(PollEvents.READABLE);
        } finally {
            transitions.unlock();
        }
    }

    /** connect(2) of a datagram socket; null dissolves the connection. EPERM if the target is connected to another. */
    public void connectDatagrams(UnixSocket target) {
        UnixSocket old;
        transitions.lock();
        try {
            if (target != null && !maySend(target)) {
                throw Errno.EPERM.exception();
            }
            old = peer;
            peer = target;
            state = target == null ? State.CLOSE : State.ESTABLISHED;
        } finally {
            transitions.unlock();
        }
        if (old != null && old != target) {
            leaveDatagramPeer(old);
        }
    }

    /** What came from the former peer is lost, and it hears of that. */
    private void leaveDatagramPeer(UnixSocket old) {
        List<Message> lost = takeMessages();
        if (!lost.isEmpty() && !old.dead && old.peer == this) {
            old.error.set(Errno.ECONNRESET);
            old.queue.wake(PollEvents.POLLERR);
        }
        lost.forEach(this::drop);
    }

    boolean maySend(UnixSocket target) {
        UnixSocket its = target.peer;
        return its == null || its == this;
    }

    /** A datagram could not be delivered because the peer is gone. */
    void forgetPeer(UnixSocket gone) {
        transitions.lock();
        try {
            if (peer != gone) {
                return;
            }
            peer = null;
            state = State.CLOSE;
        } finally {
            transitions.unlock();
        }
        leaveDatagramPeer(gone);
    }

    /** accept(2); the reference is the caller's. EAGAIN, EINVAL, EOPNOTSUPP. */
    public UnixSocket accept(int flags, int uid, int gid) {
        if (type == SOCK_DGRAM) {
            throw Errno.EOPNOTSUPP.exception();
        }
        UnixSocket accepted;
        synchronized (this) {
            if (state != State.LISTEN) {
                throw Errno.EINVAL.exception();
            }
            throwError();
            accepted = pending.poll();
            if (accepted == null) {
                throw ((shutdown & RCV_SHUTDOWN) != 0 ? Errno.EINVAL : Errno.EAGAIN).exception();
            }
            wakeSenders();
        }
        synchronized (accepted) {
            accepted.embryo = false;
        }
        accepted.inode.setOwner(uid, gid);
        accepted.setStatusFlags(flags);
        accepted.options.passCredentials = options.passCredentials;
        return accepted;
    }

    /** Whether a message to this socket carries its sender's credentials. */
    boolean wantsCredentials() {
        return options.passCredentials || embryo;
    }

    /**
     * shutdown(2).
     *
     * @param how RCV_SHUTDOWN, SEND_SHUTDOWN or both
     */
    public void shutdown(int how) {
        addShutdown(how);
        UnixSocket other = peer;
        if (other != null && type != SOCK_DGRAM) {
            other.addShutdown(
                    (how & RCV_SHUTDOWN) != 0 ? SEND_SHUTDOWN : 0, (how & SEND_SHUTDOWN) != 0 ? RCV_SHUTDOWN : 0);
        }
    }

    private void addShutdown(int... bits) {
        synchronized (this) {
            for (int bit : bits) {
                shutdown |= bit;
            }
            wakeSenders();
        }
        queue.wake(EVERYTHING & ~(PollEvents.POLLERR | PollEvents.POLLHUP)
                | (shutdown == SHUTDOWN_MASK ? PollEvents.POLLHUP : 0));
    }

    // --- room -----------------------------------------------------------------------------------------------------

    boolean hasSendRoom() {
        return sendMemory.get() < options.sendBuffer();
    }

    void charge(int bytes) {
        sendMemory.addAndGet(bytes);
    }

    private void discharge(int bytes) {
        if (sendMemory.addAndGet(-bytes) << 2 <= options.sendBuffer()) {
            queue.wake(WRITABLE);
        }
    }

    private boolean isWritable() {
        return state != State.LISTEN && sendMemory.get() << 2 <= options.sendBuffer();
    }

    /** Whether a datagram from {@code sender} finds the queue full; it is woken when that may have changed. With the monitor held. */
    boolean isFullFor(UnixSocket sender) {
        if (sender == this || peer == sender || messages.size() <= backlog) {
            return false;
        }
        waitingSenders.add(sender);
        return true;
    }

    /** With the monitor held. */
    void wakeSenders() {
        if (!waitingSenders.isEmpty()) {
            for (UnixSocket sender : waitingSenders) {
                sender.queue.wake(WRITABLE);
            }
            waitingSenders.clear();
        }
    }

    // --- messages -------------------------------------------------------------------------------------------------

    /** With the monitor held. */
    void enqueue(Message message) {
        if (message.carriesSockets) {
            names.inFlight().sent(message.files());
        }
        messages.add(message);
        if (message.carriesSockets) {
            names.inFlight().end();
        }
        queue.wake(PollEvents.READABLE);
    }

    /** The references are the caller's. With the monitor held, or once nobody else has the message. */
    List<OpenFile> takeFiles(Message message) {
        List<OpenFile> taken = message.removeFiles();
        if (message.carriesSockets && !taken.isEmpty()) {
            names.inFlight().taken(taken);
            names.inFlight().end();
        }
        return taken;
    }

    /** For MSG_PEEK: retains each. With the monitor held. */
    void copyFiles(Message message, List<OpenFile> target) {
        names.inFlight().begin();
        message.files().forEach(file -> target.add(file.retain()));
        names.inFlight().end();
    }

    /** The sockets in messages to this one, or, if it listens, to those that it has not accepted yet. No lock is held. */
    List<UnixSocket> queuedSockets() {
        List<UnixSocket> found = new ArrayList<>();
        for (UnixSocket socket : withPending()) {
            synchronized (socket) {
                for (Message message : socket.messages) {
                    message.files().forEach(file -> {
                        if (file instanceof UnixSocket inside) {
                            found.add(inside);
                        }
                    });
                }
            }
        }
        return found;
    }

    /** Takes all files out of those messages: nobody can receive them. No lock is held. */
    void takeQueuedFiles(List<OpenFile> target) {
        for (UnixSocket socket : withPending()) {
            synchronized (socket) {
                socket.messages.forEach(message -> target.addAll(takeFiles(message)));
            }
        }
    }

    private synchronized List<UnixSocket> withPending() {
        List<UnixSocket> all = new ArrayList<>(pending);
        all.add(this);
        return all;
    }

    /** The message has been read, and its files have been passed on. */
    void consumed(Message message) {
        message.sender.discharge(message.size);
    }

    private synchronized List<Message> takeMessages() {
        List<Message> taken = new ArrayList<>(messages);
        messages.clear();
        wakeSenders();
        return taken;
    }

    /** Nobody will read it. No lock is held. */
    private void drop(Message message) {
        consumed(message);
        names.releaseAll(takeFiles(message));
    }

    /**
     * send(2), without an address. Says EAGAIN until all is sent.
     *
     * @return how much was sent in all
     */
    public long send(Send send) {
        names.inFlight().collectIfMany();
        return switch (type) {
            case SOCK_STREAM -> StreamFlow.send(this, send);
            case SOCK_SEQPACKET -> DatagramFlow.sendPacket(this, send);
            default -> DatagramFlow.send(this, peer, send, false);
        };
    }

    /** sendto(2) with an address, of a datagram socket. */
    public long sendTo(UnixSocket target, Send send) {
        return DatagramFlow.send(this, target, send, true);
    }

    /** What sendto(2) with an address says on a stream. */
    public ErrnoException addressRefused() {
        return (state == State.ESTABLISHED ? Errno.EISCONN : Errno.EOPNOTSUPP).exception();
    }

    /** recv(2): the value that it returns. */
    public long receive(Receive receive) {
        return switch (type) {
            case SOCK_STREAM -> StreamFlow.receive(this, receive);
            case SOCK_SEQPACKET -> DatagramFlow.receivePacket(this, receive);
            default -> DatagramFlow.receive(this, receive);
        };
    }

    // --- as a file ------------------------------------------------------------------------------------------------

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public String description() {
        return "socket:[" + inode.ino() + "]";
    }

    @Override
    public int read(ByteBuffer target) {
        if (!target.hasRemaining()) {
            return 0;
        }
        Receive receive = new Receive(
                target.remaining(),
                isNonBlocking() ? SocketType.MSG_DONTWAIT : 0,
                (at, bytes, offset, count) -> target.put(bytes, offset, count));
        long count = receive(receive);
        names.releaseAll(receive.files());
        return (int) count;
    }

    @Override
    public int write(ByteBuffer source) {
        try (Send send = new Send(source.remaining(), count -> copy(source, count), names.caller(), null, List.of())) {
            try {
                return (int) send(send);
            } catch (ErrnoException e) {
                if (send.sent() == 0) {
                    throw e;
                }
                return (int) send.sent();
            }
        }
    }

    private static byte[] copy(ByteBuffer source, int count) {
        byte[] bytes = new byte[count];
        source.get(bytes);
        return bytes;
    }

    @Override
    public boolean isMessageOriented() {
        return type != SOCK_STREAM;
    }

    @Override
    public boolean brokenPipeSignals() {
        return type == SOCK_STREAM;
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    @Override
    public long awaitRead(Sleeper sleeper, LongSupplier attempt) {
        return await(sleeper, PollEvents.READABLE | PollEvents.POLLRDHUP, options.receiveTimeout, attempt);
    }

    @Override
    public long awaitWrite(Sleeper sleeper, LongSupplier attempt) {
        return await(sleeper, WRITABLE, options.sendTimeout, attempt);
    }

    /** A call with a time-out is not restarted (signal(7)). */
    private long await(Sleeper sleeper, int mask, long timeout, LongSupplier attempt) {
        if (timeout == Sleeper.FOREVER) {
            return sleeper.until(queue, mask, Sleeper.FOREVER, attempt);
        }
        try {
            return sleeper.until(queue, mask, System.nanoTime() + timeout, attempt);
        } catch (ErrnoException e) {
            throw e.errno() == Errno.ERESTARTSYS ? Errno.EINTR.exception() : e;
        }
    }

    @Override
    public int poll() {
        int events = error.get() != null ? PollEvents.POLLERR : 0;
        int down = shutdown;
        if (down == SHUTDOWN_MASK || type != SOCK_DGRAM && state == State.CLOSE) {
            events |= PollEvents.POLLHUP;
        }
        if ((down & RCV_SHUTDOWN) != 0) {
            events |= PollEvents.POLLRDHUP | PollEvents.READABLE;
        }
        synchronized (this) {
            if (!messages.isEmpty() || !pending.isEmpty()) {
                events |= PollEvents.READABLE;
            }
        }
        return isWritable() && !isPeerFull() ? events | WRITABLE : events;
    }

    private boolean isPeerFull() {
        UnixSocket other = peer;
        if (type == SOCK_STREAM || other == null || other.peer == this) {
            return false;
        }
        synchronized (other) {
            return other.isFullFor(this);
        }
    }

    @Override
    public long ioctl(int request, long argument, GuestMemory memory, Object caller) {
        switch (request) {
            case FIONREAD -> memory.writeInt(argument, readable());
            case SIOCOUTQ -> {
                if (state == State.LISTEN) {
                    throw Errno.EINVAL.exception();
                }
                memory.writeInt(argument, sendMemory.get());
            }
            default -> throw Errno.ENOTTY.exception();
        }
        return 0;
    }

    private synchronized int readable() {
        if (state == State.LISTEN) {
            throw Errno.EINVAL.exception();
        }
        if (type == SOCK_DGRAM) {
            return messages.isEmpty() ? 0 : messages.peek().remaining();
        }
        return messages.stream().mapToInt(Message::remaining).sum();
    }

    // --- the end --------------------------------------------------------------------------------------------------

    @Override
    protected void closed() {
        List<UnixSocket> embryos;
        boolean lost;
        synchronized (this) {
            dead = true;
            shutdown = SHUTDOWN_MASK;
            embryos = new ArrayList<>(pending);
            pending.clear();
            lost = embryo || !messages.isEmpty();
        }
        unbind();
        List<Message> unread = takeMessages();
        UnixSocket other = peer;
        if (other != null && type != SOCK_DGRAM) {
            other.peerClosed(lost);
        }
        unread.forEach(this::drop);
        embryos.forEach(OpenFile::release);
        names.inFlight().socketClosed();
    }

    private void unbind() {
        if (address.isAbstract()) {
            names.unbind(address, this);
        } else if (boundTo != null && boundTo.state().attachment() == this) {
            boundTo.state().setAttachment(null);
        }
    }

    private void peerClosed(boolean lost) {
        synchronized (this) {
            shutdown = SHUTDOWN_MASK;
            wakeSenders();
        }
        if (lost) {
            error.set(Errno.ECONNRESET);
        }
        queue.wake(EVERYTHING);
    }
}
