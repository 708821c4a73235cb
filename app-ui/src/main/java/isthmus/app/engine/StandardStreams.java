package isthmus.app.engine;

import isthmus.core.files.Actor;
import isthmus.core.files.AnonymousFileSystem;
import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import isthmus.core.files.OpenFile;
import isthmus.linux.Kernel;
import isthmus.linux.console.HostInput;
import isthmus.linux.console.HostOutput;
import isthmus.linux.tty.Console;

/** Descriptors 0, 1 and 2 of the first program. */
final class StandardStreams {
    private StandardStreams() {}

    /** The caller's streams, byte for byte. */
    static FdTable plain(Kernel kernel, RunStreams.Plain streams, Credentials user) {
        AnonymousFileSystem pipes = kernel.pipeFs();
        int uid = user.euid();
        int gid = user.egid();
        FdTable files = new FdTable();
        files.replace(0, new HostInput(pipes, streams.in(), uid, gid).open(), false);
        files.replace(1, new HostOutput(pipes, streams.out(), uid, gid).open(), false);
        files.replace(2, new HostOutput(pipes, streams.err(), uid, gid).open(), false);
        return files;
    }

    /** One terminal for all three. */
    static FdTable ofTerminal(Kernel kernel, Console console, Credentials user) {
        Actor actor = new Actor(kernel.vfs().namespace().root(), user, 022, null);
        OpenFile terminal = console.open(kernel.vfs(), actor);
        FdTable files = new FdTable();
        files.replace(0, terminal, false);
        files.replace(1, terminal.retain(), false);
        files.replace(2, terminal.retain(), false);
        return files;
    }
}
