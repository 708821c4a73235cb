package isthmus.core.files;

import isthmus.core.Errno;
import java.util.ArrayList;
import java.util.List;

/** xattr(7): getxattr(2), setxattr(2), listxattr(2), removexattr(2), with the rules of the name spaces. */
public final class XattrOperations {
    public static final int XATTR_CREATE = 1, XATTR_REPLACE = 2;
    public static final int XATTR_SIZE_MAX = 65536, XATTR_NAME_MAX = 255, XATTR_LIST_MAX = 65536;
    static final String CAPABILITY = "security.capability";
    private static final int CAP_SETFCAP = 31;

    XattrOperations() {}

    /** ENODATA, EOPNOTSUPP, EACCES, ERANGE for a bad length of the name. */
    public byte[] get(Actor actor, PathNode node, String name) {
        checkName(name);
        Inode inode = node.inode();
        if (name.startsWith("user.")) {
            if (!carriesUserAttributes(inode)) {
                throw Errno.ENODATA.exception();
            }
            Permissions.check(inode, actor.credentials(), Permissions.MAY_READ);
        } else if (name.startsWith("trusted.") && !actor.credentials().has(Credentials.CAP_SYS_ADMIN)) {
            throw Errno.ENODATA.exception();
        }
        return inode.getXattr(name);
    }

    /** EEXIST, ENODATA (by flags), EPERM, EACCES, EROFS, E2BIG, ENOSPC. */
    public void set(Actor actor, PathNode node, String name, byte[] value, int flags) {
        if ((flags & ~(XATTR_CREATE | XATTR_REPLACE)) != 0) {
            throw Errno.EINVAL.exception();
        }
        checkName(name);
        if (value.length > XATTR_SIZE_MAX) {
            throw Errno.E2BIG.exception();
        }
        checkChange(actor, node, name);
        node.inode().setXattr(name, value, flags);
        FileEvents.at(node.dentry(), FileEvents.IN_ATTRIB);
    }

    public void remove(Actor actor, PathNode node, String name) {
        checkName(name);
        checkChange(actor, node, name);
        node.inode().removeXattr(name);
        FileEvents.at(node.dentry(), FileEvents.IN_ATTRIB);
    }

    /** The names that the caller may know of. */
    public List<String> list(Actor actor, PathNode node) {
        boolean all = actor.credentials().has(Credentials.CAP_SYS_ADMIN);
        List<String> names = new ArrayList<>();
        for (String name : node.inode().listXattrs()) {
            if (all || !name.startsWith("trusted.")) {
                names.add(name);
            }
        }
        return names;
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > XATTR_NAME_MAX) {
            throw Errno.ERANGE.exception();
        }
        for (String space : new String[] {"user.", "trusted.", "security."}) {
            if (name.startsWith(space)) {
                if (name.length() == space.length()) {
                    throw Errno.EINVAL.exception();
                }
                return;
            }
        }
        throw Errno.EOPNOTSUPP.exception();
    }

    private static boolean carriesUserAttributes(Inode inode) {
        return Mode.isRegular(inode.mode()) || inode.isDirectory();
    }

    private static void checkChange(Actor actor, PathNode node, String name) {
        Inode inode = node.inode();
        Credentials who = actor.credentials();
        NameOperations.checkWritable(node);
        if (name.startsWith("user.")) {
            boolean sticky = inode.isDirectory() && (inode.mode() & Mode.S_ISVTX) != 0;
            if (!carriesUserAttributes(inode) || sticky && !Permissions.isOwner(inode, who)) {
                throw Errno.EPERM.exception();
            }
            Permissions.check(inode, who, Permissions.MAY_WRITE);
        } else if (!who.has(name.equals(CAPABILITY) ? CAP_SETFCAP : Credentials.CAP_SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
    }
}
