package isthmus.app.run;

import isthmus.core.files.Actor;
import isthmus.core.files.Credentials;
import isthmus.core.files.FdTable;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.linux.Kernel;
import isthmus.linux.console.HostInput;
import isthmus.linux.console.HostOutput;
import isthmus.linux.tty.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** Descriptors 0, 1 and 2 of the first program. */
final class StandardStreams {
    private StandardStreams() {}

    /** The host's own streams, byte for byte. */
    static FdTable ofHost(Kernel kernel, Credentials user) {
        FdTable files = new FdTable();
        files.replace(0, new HostInput(inode(kernel, user), new FileInputStream(FileDescriptor.in)), false);
        files.replace(1, new HostOutput(inode(kernel, user), new FileOutputStream(FileDescriptor.out)), false);
        files.replace(2, new HostOutput(inode(kernel, user), new FileOutputStream(FileDescriptor.err)), false);
        return files;
    }

    private static Inode inode(Kernel kernel, Credentials user) {
        return kernel.pipeFs().create(Mode.S_IFIFO | 0600, user.euid(), user.egid());
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
