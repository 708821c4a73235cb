package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import isthmus.core.files.tar.TarPeek;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file or folder of the host is that a person brings: by what is in it, never by its name. Asks the host, so it may take its time. */
public sealed interface RootKind {
    Path path();

    /**
     * A folder that looks like a root file system.
     *
     * @param distribution what it calls itself, such as {@code Debian GNU/Linux 13 (trixie)}; empty if it does not
     */
    record Root(Path path, String distribution) implements RootKind {}

    /** A folder of another kind. */
    record Folder(Path path) implements RootKind {}

    /**
     * A tar archive that can be a root as it is.
     *
     * @param packed GZIP, BZIP2, XZ, ZSTD, or TAR if it is not packed
     * @param isRoot whether its first members look like those of a root file system
     */
    record Archive(Path path, FileFormat packed, boolean isRoot) implements RootKind {}

    /**
     * A container image, as {@code docker save} writes it or in the OCI's layout: layers, not files. To be refused;
     * {@code docker export} of a container makes an archive that can be used.
     */
    record Image(Path path) implements RootKind {}

    /** An ELF file or a script. */
    record Program(Path path, FileFormat format) implements RootKind {}

    /** Another file, which is neither a root nor a program. */
    record Other(Path path, FileFormat format) implements RootKind {}

    /** It is not there or may not be read; why, as the host says. */
    record Unreadable(Path path, String why) implements RootKind {}

    /** What is at a path of the host. */
    static RootKind of(Path path) {
        try {
            return Look.at(path);
        } catch (IOException e) {
            String why = e.getMessage();
            return new Unreadable(path, why == null ? e.getClass().getSimpleName() : why);
        }
    }

    /** The looking. */
    final class Look {
        private static final int MEMBERS = 200, NAME_BYTES = 1 << 16;
        /** What the root of a Linux system has; any two of them will do. */
        private static final List<String> PARTS = List.of("bin", "usr", "lib", "lib64", "etc", "sbin", "var", "root");

        private static final Set<FileFormat> PACKED = Set.of(
                FileFormat.TAR, FileFormat.GZIP, FileFormat.BZIP2, FileFormat.XZ, FileFormat.ZSTD, FileFormat.UNKNOWN);
        private static final Pattern LAYER = Pattern.compile("(\\./)?[0-9a-f]{64}(/.*|\\.json|\\.tar)");
        private static final Pattern LAYOUT =
                Pattern.compile("(\\./)?(oci-layout|manifest\\.json|repositories|blobs/sha256/.*)");

        private Look() {}

        private static RootKind at(Path path) throws IOException {
            if (Files.isDirectory(path)) {
                return folder(path);
            }
            if (!Files.isRegularFile(path)) {
                return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                        ? new Other(path, FileFormat.UNKNOWN)
                        : new Unreadable(path, "there is no such file or folder");
            }
            FileFormat format;
            try (InputStream in = Files.newInputStream(path)) {
                format = FileFormat.of(
                        ByteBuffer.wrap(in.readNBytes(FileFormat.BYTES)).order(ByteOrder.LITTLE_ENDIAN));
            }
            if (format == FileFormat.ELF || format == FileFormat.SCRIPT) {
                return new Program(path, format);
            }
            return PACKED.contains(format) ? archive(path, format) : new Other(path, format);
        }

        private static RootKind folder(Path path) throws IOException {
            if (Files.isRegularFile(path.resolve("oci-layout"))) {
                return new Image(path);
            }
            long parts = PARTS.stream()
                    .filter(part -> Files.exists(path.resolve(part), LinkOption.NOFOLLOW_LINKS))
                    .count();
            boolean programs = Files.exists(path.resolve("bin"), LinkOption.NOFOLLOW_LINKS)
                    || Files.isDirectory(path.resolve("usr/bin"));
            return programs && parts >= 2 ? new Root(path, distribution(path)) : new Folder(path);
        }

        /** PRETTY_NAME of os-release(5). */
        private static String distribution(Path root) throws IOException {
            for (String place : List.of("etc/os-release", "usr/lib/os-release")) {
                Path file = root.resolve(place);
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < NAME_BYTES) {
                    try {
                        for (String line : Files.readAllLines(file, UTF_8)) {
                            if (line.startsWith("PRETTY_NAME=")) {
                                return line.substring(12).replaceAll("^[\"']|[\"']$", "");
                            }
                        }
                    } catch (MalformedInputException e) {
                        return "";
                    }
                }
            }
            return "";
        }

        private static RootKind archive(Path path, FileFormat format) throws IOException {
            List<String> names = TarPeek.names(path, MEMBERS);
            if (names.isEmpty()) {
                return new Other(path, format);
            }
            if (names.stream()
                    .anyMatch(name -> LAYER.matcher(name).matches()
                            || LAYOUT.matcher(name).matches())) {
                return new Image(path);
            }
            long parts = names.stream()
                    .map(name -> name.startsWith("./") ? name.substring(2) : name)
                    .map(name -> name.startsWith("/") ? name.substring(1) : name)
                    .map(name -> name.indexOf('/') < 0 ? name : name.substring(0, name.indexOf('/')))
                    .distinct()
                    .filter(PARTS::contains)
                    .count();
            return new Archive(path, format == FileFormat.UNKNOWN ? FileFormat.TAR : format, parts >= 1);
        }
    }
}
