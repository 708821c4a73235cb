package isthmus.core.socket;

import isthmus.core.files.OpenFile;
import isthmus.core.wait.PollEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What others put into a socket: messages, with the files in them, connections, and who waits for room. Guarded by the socket. */
final class SocketQueue {
    /** net.unix.max_dgram_qlen: so many datagrams may wait, and one more. */
    private static final int DATAGRAM_BACKLOG = 10;

    private final UnixSocket socket;
    final Deque<Message> messages = new ArrayDeque<>();
    final Deque<UnixSocket> pending = new ArrayDeque<>(0);
    private final Set<UnixSocket> waitingSenders = new LinkedHashSet<>(0);
    int backlog = DATAGRAM_BACKLOG;

    SocketQueue(UnixSocket socket) {
        this.socket = socket;
    }

    private InFlight inFlight() {
        return socket.names().inFlight();
    }

    // --- room -----------------------------------------------------------------------------------------------------

    /** It is woken when there may be room again. */
    void addWaitingSender(UnixSocket sender) {
        waitingSenders.add(sender);
    }

    void wakeSenders() {
        if (!waitingSenders.isEmpty()) {
            for (UnixSocket sender : waitingSenders) {
                sender.waitQueue().wake(UnixReadiness.WRITABLE);
            }
            waitingSenders.clear();
        }
    }

    // --- messages -------------------------------------------------------------------------------------------------

    void enqueue(Message message) {
        inFlight().charge(message.payer, message.files().size());
        if (message.carriesSockets) {
            inFlight().sent(message.files());
        }
        messages.add(message);
        if (message.carriesSockets) {
            inFlight().end();
        }
        socket.waitQueue().wake(PollEvents.READABLE);
    }

    List<Message> takeMessages() {
        List<Message> taken = new ArrayList<>(messages);
        messages.clear();
        wakeSenders();
        return taken;
    }

    // --- files in messages ----------------------------------------------------------------------------------------

    /** The references are the caller's. Also once nobody else has the message. */
    List<OpenFile> takeFiles(Message message) {
        List<OpenFile> taken = message.removeFiles();
        inFlight().charge(message.payer, -taken.size());
        if (message.carriesSockets && !taken.isEmpty()) {
            inFlight().taken(taken);
            inFlight().end();
        }
        return taken;
    }

    /** For MSG_PEEK: retains each. */
    void copyFiles(Message message, List<OpenFile> target) {
        inFlight().begin();
        message.files().forEach(file -> target.add(file.retain()));
        inFlight().end();
    }

    void addSockets(List<UnixSocket> target) {
        for (Message message : messages) {
            message.files().forEach(file -> {
                if (file instanceof UnixSocket inside) {
                    target.add(inside);
                }
            });
        }
    }

    void takeAllFiles(List<OpenFile> target) {
        messages.forEach(message -> target.addAll(takeFiles(message)));
    }
}
