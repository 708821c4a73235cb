package isthmus.core.files.host;

import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Removing and renaming as POSIX has it, on hosts that are stricter: that refuse it for files which may not be written, keep
 * the name of a file that is open until it is closed, and replace nothing that is open and no directory. Called with names
 * locked for writing.
 */
final class HostMoves {
    private static final String READ_ONLY = "dos:readonly";
    /** Names that no guest sees, see {@link HostNamesFile#isName}. */
    private static final String ASIDE = HostNamesFile.NAME + ".";

    private static final AtomicLong MADE = new AtomicLong();

    private HostMoves() {}

    /** Removes what is there; its name is free afterwards. */
    static void delete(Path path, Stat now) throws IOException {
        if (now.isDirectory()) {
            Files.delete(path);
            return;
        }
        boolean wasReadOnly = makeWritable(path, now);
        Path gone;
        try {
            gone = aside(path);
        } catch (IOException e) {
            restore(path, wasReadOnly);
            throw e;
        }
        try {
            Files.delete(gone);
        } catch (IOException e) {
            Files.move(gone, path, StandardCopyOption.ATOMIC_MOVE);
            restore(path, wasReadOnly);
            throw e;
        }
    }

    /** @param replaced what is at the target, or null */
    static void move(Path source, Path target, Stat replaced) throws IOException {
        if (replaced == null) {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } else if (source.equals(target)) {
            recase(source, target);
        } else if (replaced.isDirectory()) {
            Files.delete(target);
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            replace(source, target, replaced);
        }
    }

    /** Another spelling of the same name, by way of a third name. */
    private static void recase(Path source, Path target) throws IOException {
        Path between = aside(source);
        try {
            Files.move(between, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(between, source, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
    }

    private static void replace(Path source, Path target, Stat replaced) throws IOException {
        boolean wasReadOnly = makeWritable(target, replaced);
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AccessDeniedException e) {
            replaceOpen(source, target, wasReadOnly);
        } catch (IOException e) {
            restore(target, wasReadOnly);
            throw e;
        }
    }

    private static void replaceOpen(Path source, Path target, boolean wasReadOnly) throws IOException {
        Path gone;
        try {
            gone = aside(target);
        } catch (IOException e) {
            restore(target, wasReadOnly);
            throw e;
        }
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(gone, target, StandardCopyOption.ATOMIC_MOVE);
            restore(target, wasReadOnly);
            throw e;
        }
        Files.delete(gone);
    }

    private static Path aside(Path path) throws IOException {
        Path gone = path.resolveSibling(
                ASIDE + ProcessHandle.current().pid() + "." + Long.toString(MADE.getAndIncrement(), 36));
        Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
        return gone;
    }

    /** Whether it was not before. */
    private static boolean makeWritable(Path path, Stat now) throws IOException {
        boolean readOnly = Mode.isRegular(now.mode()) && (now.mode() & 0222) == 0;
        if (readOnly) {
            Files.setAttribute(path, READ_ONLY, false, LinkOption.NOFOLLOW_LINKS);
        }
        return readOnly;
    }

    private static void restore(Path path, boolean wasReadOnly) throws IOException {
        if (wasReadOnly) {
            Files.setAttribute(path, READ_ONLY, true, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
