package isthmus.app.engine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a file is, by its first bytes and never by its name. */
public enum FileFormat {
    ELF,
    SCRIPT,
    EMPTY,
    /** Text without {@code #!}. */
    TEXT,
    WINDOWS_PROGRAM,
    MAC_PROGRAM,
    JAVA_CLASS,
    WEB_ASSEMBLY,
    LLVM_BITCODE,
    /** An archive of {@code ar}: a static library. */
    STATIC_LIBRARY,
    DEBIAN_PACKAGE,
    RPM_PACKAGE,
    ZIP,
    GZIP,
    BZIP2,
    XZ,
    ZSTD,
    TAR,
    SQUASHFS,
    DISK_IMAGE,
    PDF,
    PICTURE,
    UNKNOWN;

    /** So many bytes decide. */
    public static final int BYTES = 2048;

    private static final int TEXT_BYTES = 512;

    /** @param start the first {@link #BYTES} of the file, or all of them */
    public static FileFormat of(ByteBuffer start) {
        if (start.limit() == 0) {
            return EMPTY;
        }
        FileFormat byMagic = byMagic(start);
        return byMagic != null ? byMagic : isText(start) ? TEXT : UNKNOWN;
    }

    private static FileFormat byMagic(ByteBuffer b) {
        FileFormat program = program(b);
        return program != null ? program : container(b);
    }

    private static FileFormat program(ByteBuffer b) {
        if (is(b, 0, "\u007fELF")) {
            return ELF;
        }
        if (is(b, 0, "#!")) {
            return SCRIPT;
        }
        if (is(b, 0, "MZ")) {
            return WINDOWS_PROGRAM;
        }
        if (is(b, 0, "\u00ca\u00fe\u00ba\u00be")
                && b.limit() >= 8) { // a Java class has its version where a fat Mach-O has a small count
            return (b.get(6) & 0xff) == 0 && (b.get(7) & 0xff) < 40 ? MAC_PROGRAM : JAVA_CLASS;
        }
        if (is(b, 0, "\u00cf\u00fa\u00ed\u00fe")
                || is(b, 0, "\u00ce\u00fa\u00ed\u00fe")
                || is(b, 0, "\u00fe\u00ed\u00fa\u00cf")
                || is(b, 0, "\u00fe\u00ed\u00fa\u00ce")) {
            return MAC_PROGRAM;
        }
        return is(b, 0, "\0asm") ? WEB_ASSEMBLY : is(b, 0, "BC\u00c0\u00de") ? LLVM_BITCODE : null;
    }

    private static FileFormat container(ByteBuffer b) {
        if (is(b, 0, "!<arch>\n")) {
            return is(b, 8, "debian-binary") ? DEBIAN_PACKAGE : STATIC_LIBRARY;
        }
        if (is(b, 0, "PK\3\4") || is(b, 0, "PK\5\6")) {
            return ZIP;
        }
        if (is(b, 0, "\u001f\u008b")) {
            return GZIP;
        }
        if (is(b, 0, "\u00fd7zXZ\0")) {
            return XZ;
        }
        if (is(b, 0, "(\u00b5/\u00fd")) {
            return ZSTD;
        }
        if (is(b, 0, "BZh")) {
            return BZIP2;
        }
        if (is(b, 257, "ustar")) {
            return TAR;
        }
        if (is(b, 0, "\u00ed\u00ab\u00ee\u00db")) {
            return RPM_PACKAGE;
        }
        if (is(b, 0, "hsqs")) {
            return SQUASHFS;
        }
        if (is(b, 510, "U\u00aa") || is(b, 0x438, "S\u00ef") || is(b, 0, "QFI\u00fb") || is(b, 0, "vhdxfile")) {
            return DISK_IMAGE;
        }
        if (is(b, 0, "%PDF-")) {
            return PDF;
        }
        return is(b, 0, "\u0089PNG") || is(b, 0, "\u00ff\u00d8\u00ff") || is(b, 0, "GIF8") ? PICTURE : null;
    }

    private static boolean is(ByteBuffer bytes, int at, String magic) {
        if (bytes.limit() < at + magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((bytes.get(at + i) & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** UTF-8 without control characters but those of text; the last character may be cut off. */
    private static boolean isText(ByteBuffer bytes) {
        int length = Math.min(TEXT_BYTES, bytes.limit());
        int whole = length;
        for (int back = 1; length < bytes.limit() && back <= 3 && back <= length; back++) {
            int b = bytes.get(length - back) & 0xff;
            if (b >= 0xc0) {
                whole = length - back;
                break;
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.slice(0, whole))
                    .toString();
            return text.chars().allMatch(c -> c >= 0x20 && c != 0x7f || c >= 7 && c <= 13 || c == 0x1b);
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
