package isthmus.core.socket;

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
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A socket of the Unix family (unix(7)). How data flows is in {@link StreamFlow} and {@link DatagramFlow}, how sockets
 * are connected in {@link UnixConnections}, what waits in one in {@link SocketQueue}.
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

    private final int type;
    private final UnixNames names;
    private final AnonymousInode inode;
    private final SocketOptions options = new SocketOptions();
    private final WaitQueue queue = new WaitQueue();
    final ReentrantLock transitions = new ReentrantLock();
    final AtomicReference<Errno> error = new AtomicReference<>();
    final SendBuffer sendBuffer = new SendBuffer(options);

    // Changed under transitions, or before anyone else knows this socket.
    volatile State state = State.CLOSE;
    volatile UnixSocket peer;
    volatile Ucred peerCredentials = Ucred.NO_PEER;
    volatile int[] peerGroups;
    Ucred listener = Ucred.NO_PEER;
    int[] listenerGroups;
    final UnixBinding binding = new UnixBinding(this);

    // Changed under the monitor.
    volatile int shutdown;
    volatile boolean dead;
    volatile boolean embryo;
    final SocketQueue inbox = new SocketQueue(this);

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
        return binding.address();
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
        return other.address();
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
            binding.bind(wanted, node);
        } finally {
            transitions.unlock();
        }
    }

    /** EINVAL if it has a name. */
    public void checkUnbound() {
        binding.checkUnbound();
    }

    /** Senders that tell who they are need an address to tell. */
    public void autobindIfPassing() {
        if (options.passCredentials && address().isUnnamed()) {
            transitions.lock();
            try {
                binding.autobind();
            } finally {
                transitions.unlock();
            }
        }
    }

    /** The socket that is bound to a socket inode. ECONNREFUSED, EPROTOTYPE. */
    public static UnixSocket boundTo(Inode node, int type) {
        return UnixBinding.find(node, type);
    }

    public UnixNames names() {
        return names;
    }

    // --- connections ----------------------------------------------------------------------------------------------

    /** socketpair(2): connects two fresh sockets. */
    public static void connectPair(UnixSocket one, UnixSocket other, Ucred self, int[] groups) {
        UnixConnections.connectPair(one, other, self, groups);
    }

    /** listen(2). EOPNOTSUPP, EINVAL. */
    public void listen(int length, Ucred self, int[] groups) {
        UnixConnections.listen(this, length, self, groups);
    }

    /**
     * connect(2) of a stream or a sequence of packets. ECONNREFUSED, EISCONN, EINVAL; EAGAIN while the backlog is full, and
     * then this socket's queue is woken when it may no longer be.
     */
    public void connect(UnixSocket target, Ucred self, int[] groups) {
        UnixConnections.connect(this, target, self, groups);
    }

    /** The other end of a new connection to a listener with this address. */
    UnixSocket embryo(UnixAddress listening) {
        UnixSocket other = new UnixSocket(type, names, inode.fileSystem().create(Mode.S_IFSOCK | 0777, 0, 0), 0);
        other.embryo = true;
        other.binding.inherit(listening);
        return other;
    }

    /** connect(2) of a datagram socket; null dissolves the connection. EPERM if the target is connected to another. */
    public void connectDatagrams(UnixSocket target) {
        UnixConnections.connectDatagrams(this, target);
    }

    boolean maySend(UnixSocket target) {
        UnixSocket its = target.peer;
        return its == null || its == this;
    }

    /** accept(2); the reference is the caller's. EAGAIN, EINVAL, EOPNOTSUPP. */
    public UnixSocket accept(int flags, int uid, int gid) {
        return UnixConnections.accept(this, flags, uid, gid);
    }

    void accepted(int flags, int uid, int gid, boolean passCredentials) {
        inode.setOwner(uid, gid);
        setStatusFlags(flags);
        options.passCredentials = passCredentials;
        synchronized (this) {
            embryo = false; // last, so that each message has its credentials
        }
    }

    /** Whether a message to this socket carries its sender's credentials. */
    boolean wantsCredentials() {
        return embryo || options.passCredentials; // in this order: see accepted()
    }

    /**
     * shutdown(2).
     *
     * @param how RCV_SHUTDOWN, SEND_SHUTDOWN or both
     */
    public void shutdown(int how) {
        UnixConnections.shutdown(this, how);
    }

    // --- room -----------------------------------------------------------------------------------------------------

    /** Whether a datagram from {@code sender} finds the queue full; it is woken when that may have changed. With the monitor held. */
    boolean isFullFor(UnixSocket sender) {
        if (sender == this || peer == sender || inbox.messages.size() <= inbox.backlog) {
            return false;
        }
        inbox.addWaitingSender(sender);
        return true;
    }

    // --- messages -------------------------------------------------------------------------------------------------

    /** The message has been read, and its files have been passed on. */
    void consumed(Message message) {
        if (message.sender.sendBuffer.discharge(message.size)) {
            message.sender.queue.wake(UnixReadiness.WRITABLE);
        }
    }

    synchronized List<Message> takeMessages() {
        return inbox.takeMessages();
    }

    /** Nobody will read it. No lock is held. */
    void drop(Message message) {
        consumed(message);
        names.releaseAll(inbox.takeFiles(message));
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
        try (Send send =
                new Send(source.remaining(), count -> Send.next(source, count), names.caller(), null, List.of())) {
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
        return SocketOptions.await(
                sleeper, queue, PollEvents.READABLE | PollEvents.POLLRDHUP, options.receiveTimeout, attempt);
    }

    @Override
    public long awaitWrite(Sleeper sleeper, LongSupplier attempt) {
        return SocketOptions.await(sleeper, queue, UnixReadiness.WRITABLE, options.sendTimeout, attempt);
    }

    @Override
    public int poll() {
        return UnixReadiness.poll(this);
    }

    @Override
    public long ioctl(int request, long argument, GuestMemory memory, Object caller) {
        switch (request) {
            case FIONREAD -> memory.writeInt(argument, UnixReadiness.readable(this));
            case SIOCOUTQ -> memory.writeInt(argument, UnixReadiness.unsent(this));
            default -> throw Errno.ENOTTY.exception();
        }
        return 0;
    }

    // --- the end --------------------------------------------------------------------------------------------------

    @Override
    protected void closed() {
        UnixConnections.close(this);
        names.inFlight().socketClosed();
    }
}
