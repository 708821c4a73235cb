package isthmus.core.socket;

import isthmus.core.files.OpenFile;
import java.util.List;

/** What was sent in one go, in the queue of its receiver, whose monitor guards it. */
final class Message {
    final byte[] data;
    final UnixSocket sender;
    /** The user whose files are in flight: the sender's real user ID. */
    final int payer;
    /** Null if neither side asked for them at that time. */
    final Ucred credentials;
    /** Of the sender's buffer. */
    final int size;
    /** Bytes already read. */
    int position;
    /** References in flight; emptied when they are received. */
    private List<OpenFile> files;
    /** Whether Unix sockets were among them. */
    final boolean carriesSockets;

    Message(byte[] data, UnixSocket sender, Ucred credentials, Send send, int size) {
        this.data = data;
        this.sender = sender;
        this.credentials = credentials;
        this.files = send.files();
        this.payer = send.self.uid();
        this.size = size;
        this.carriesSockets = files.stream().anyMatch(UnixSocket.class::isInstance);
    }

    List<OpenFile> files() {
        return files;
    }

    /** The references are the caller's now. */
    List<OpenFile> removeFiles() {
        List<OpenFile> removed = files;
        files = List.of();
        return removed;
    }

    int remaining() {
        return data.length - position;
    }
}
