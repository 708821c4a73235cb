package isthmus.core.files.tar;

import java.util.Map;

/**
 * A member of an archive, as its headers tell. Names are bytes, one char each, as written in the archive.
 *
 * @param type the type flag, such as {@code '0'} for a regular file
 * @param permissions without the type
 * @param size of the contents as a reader sees them
 * @param mtime,atime,ctime nanoseconds since 1970
 * @param data where the contents are in the archive
 */
record TarMember(
        String name,
        String linkName,
        char type,
        int permissions,
        int uid,
        int gid,
        long size,
        long mtime,
        long atime,
        long ctime,
        int major,
        int minor,
        TarData data,
        Map<String, byte[]> xattrs) {}
