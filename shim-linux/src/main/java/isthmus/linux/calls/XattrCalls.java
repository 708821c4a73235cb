package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.PathNode;
import isthmus.core.files.XattrOperations;
import isthmus.linux.task.Task;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** setxattr(2), getxattr(2), listxattr(2), removexattr(2). */
public final class XattrCalls {
    public static final List<SystemCall> ROWS = List.of(
            row(188, "setxattr", XattrCalls::set, true, ArgType.BUFFER_IN, ArgType.SIZE, ArgType.HEX),
            row(189, "lsetxattr", XattrCalls::set, false, ArgType.BUFFER_IN, ArgType.SIZE, ArgType.HEX),
            row(190, "fsetxattr", XattrCalls::set, ArgType.STRING, ArgType.BUFFER_IN, ArgType.SIZE, ArgType.HEX),
            row(191, "getxattr", XattrCalls::get, true, ArgType.BUFFER_OUT, ArgType.SIZE),
            row(192, "lgetxattr", XattrCalls::get, false, ArgType.BUFFER_OUT, ArgType.SIZE),
            row(193, "fgetxattr", XattrCalls::get, ArgType.STRING, ArgType.BUFFER_OUT, ArgType.SIZE),
            SystemCall.full(
                    194,
                    "listxattr",
                    (task, args) -> list(task, args, Paths.find(task, args.n(0), true)),
                    ArgType.PATH,
                    ArgType.BUFFER_OUT,
                    ArgType.SIZE),
            SystemCall.full(
                    195,
                    "llistxattr",
                    (task, args) -> list(task, args, Paths.find(task, args.n(0), false)),
                    ArgType.PATH,
                    ArgType.BUFFER_OUT,
                    ArgType.SIZE),
            row(196, "flistxattr", XattrCalls::list, ArgType.BUFFER_OUT, ArgType.SIZE),
            row(197, "removexattr", XattrCalls::remove, true),
            row(198, "lremovexattr", XattrCalls::remove, false),
            row(199, "fremovexattr", XattrCalls::remove, ArgType.STRING));

    private XattrCalls() {}

    /** What is done once the file is found. */
    @FunctionalInterface
    private interface Operation {
        long apply(Task task, Args args, PathNode node);
    }

    private static SystemCall row(int number, String name, Operation operation, boolean follow, ArgType... more) {
        ArgType[] arguments = new ArgType[more.length + 2];
        arguments[0] = ArgType.PATH;
        arguments[1] = ArgType.STRING;
        System.arraycopy(more, 0, arguments, 2, more.length);
        return SystemCall.full(
                number,
                name,
                (task, args) -> operation.apply(task, args, Paths.find(task, args.n(0), follow)),
                arguments);
    }

    private static SystemCall row(int number, String name, Operation operation, ArgType... more) {
        ArgType[] arguments = new ArgType[more.length + 1];
        arguments[0] = ArgType.FD;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return SystemCall.full(
                number,
                name,
                (task, args) -> OpenFiles.use(task, args.i(0), file -> operation.apply(task, args, Paths.ofFile(file))),
                arguments);
    }

    private static String name(Task task, long address) {
        return task.memory().readString(address, XattrOperations.XATTR_NAME_MAX + 1, Errno.ERANGE);
    }

    private static long set(Task task, Args args, PathNode node) {
        String name = name(task, args.n(1));
        long size = args.n(3);
        if (Long.compareUnsigned(size, XattrOperations.XATTR_SIZE_MAX) > 0) {
            throw Errno.E2BIG.exception();
        }
        byte[] value = task.memory().readBytes(args.n(2), (int) size);
        task.kernel().vfs().xattrs().set(Paths.actor(task), node, name, value, args.i(4));
        return 0;
    }

    private static long get(Task task, Args args, PathNode node) {
        String name = name(task, args.n(1));
        return give(task, args.n(2), args.n(3), task.kernel().vfs().xattrs().get(Paths.actor(task), node, name));
    }

    private static long list(Task task, Args args, PathNode node) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String name : task.kernel().vfs().xattrs().list(Paths.actor(task), node)) {
            names.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
            names.write(0);
        }
        return give(task, args.n(1), args.n(2), names.toByteArray());
    }

    /** Size 0 asks how much there is; ERANGE where it does not fit. */
    private static long give(Task task, long address, long size, byte[] value) {
        if (size != 0) {
            if (Long.compareUnsigned(value.length, size) > 0) {
                throw Errno.ERANGE.exception();
            }
            task.memory().write(address, value);
        }
        return value.length;
    }

    private static long remove(Task task, Args args, PathNode node) {
        task.kernel().vfs().xattrs().remove(Paths.actor(task), node, name(task, args.n(1)));
        return 0;
    }
}
