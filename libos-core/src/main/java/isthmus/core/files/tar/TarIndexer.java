package isthmus.core.files.tar;

import isthmus.core.files.Mode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Makes a tree of an archive's members. Whatever their names say, they end up below the root: a leading slash means
 * nothing, ".." stops at the root, and links on the way are resolved in the tree itself.
 */
final class TarIndexer {
    private static final int MAX_LINKS = 40, NAME_MAX = 255;

    private final TarBase base;
    private final TarNode root;
    private final TarMember made;
    private long nextIno = 1;

    /** @param now modification time, in nanoseconds, of directories that the archive does not have */
    TarIndexer(TarBase base, long now) {
        this.base = base;
        this.made = new TarMember("", "", '5', 0755, 0, 0, 0, now, now, now, 0, 0, TarData.plain(0, 0), Map.of());
        this.root = new TarNode(base, nextIno++, Mode.S_IFDIR | 0755, made, null);
    }

    TarNode root() {
        return root;
    }

    long nextIno() {
        return nextIno;
    }

    void add(TarMember member) throws TarFormatException {
        Deque<String> names = split(member.name());
        String last = null;
        while (!names.isEmpty()) {
            String name = names.removeLast();
            if (!name.equals("..")) {
                last = name;
                break;
            }
            // "a/.." at the end is the directory "a" is in.
            if (!names.isEmpty()) {
                names.removeLast();
            }
        }
        TarNode parent = directory(names);
        if (last == null) {
            if (member.type() == '5') {
                parent.describe(Mode.S_IFDIR | member.permissions(), member);
            }
            return;
        }
        put(parent, last, member);
    }

    private void put(TarNode parent, String name, TarMember member) throws TarFormatException {
        TarNode old = parent.child(name);
        if (member.type() == '1') {
            TarNode target = find(split(member.linkName()));
            if (target == null || target.isDirectory()) {
                throw new TarFormatException(
                        "has a hard link '" + member.name() + "' to '" + member.linkName() + "', which is not in it");
            }
            if (target != old) {
                parent.put(name, target);
            }
            return;
        }
        int mode = type(member) | member.permissions();
        if (old != null && old.isDirectory() && member.type() == '5') {
            old.describe(mode, member);
        } else {
            parent.put(name, new TarNode(base, nextIno++, mode, member, parent));
        }
    }

    private static int type(TarMember member) {
        return switch (member.type()) {
            case '2' -> Mode.S_IFLNK;
            case '3' -> Mode.S_IFCHR;
            case '4' -> Mode.S_IFBLK;
            case '5' -> Mode.S_IFDIR;
            case '6' -> Mode.S_IFIFO;
            default -> Mode.S_IFREG; // as POSIX says of types one does not know
        };
    }

    private static Deque<String> split(String path) throws TarFormatException {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.length() > NAME_MAX) {
                throw new TarFormatException("has a name of more than 255 bytes");
            }
            if (name.indexOf(0) >= 0) {
                throw new TarFormatException("has a name with a zero byte in it");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    /** The directory of that path; what lacks is made, and what is no directory gives way. */
    private TarNode directory(Deque<String> names) throws TarFormatException {
        TarNode at = root;
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.removeFirst();
            if (name.equals("..")) {
                at = at.parent();
                continue;
            }
            TarNode child = at.child(name);
            if (child != null && child.isSymlink() && ++links <= MAX_LINKS) {
                at = child.readlink().startsWith("/") ? root : at;
                prepend(names, split(child.readlink()));
                continue;
            }
            if (child == null || !child.isDirectory()) {
                child = new TarNode(base, nextIno++, Mode.S_IFDIR | 0755, made, at);
                at.put(name, child);
            }
            at = child;
        }
        return at;
    }

    /** What is at that path, the last component not followed; null if there is nothing. */
    private TarNode find(Deque<String> names) throws TarFormatException {
        TarNode at = root;
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.removeFirst();
            if (!at.isDirectory()) {
                return null;
            }
            if (name.equals("..")) {
                at = at.parent();
                continue;
            }
            TarNode child = at.child(name);
            if (child == null) {
                return null;
            }
            if (child.isSymlink() && !names.isEmpty()) {
                if (++links > MAX_LINKS) {
                    return null;
                }
                at = child.readlink().startsWith("/") ? root : at;
                prepend(names, split(child.readlink()));
            } else {
                at = child;
            }
        }
        return at;
    }

    private static void prepend(Deque<String> names, Deque<String> before) {
        while (!before.isEmpty()) {
            names.addFirst(before.removeLast());
        }
    }
}
