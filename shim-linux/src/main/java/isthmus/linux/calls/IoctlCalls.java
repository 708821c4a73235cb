package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.task.Task;
import java.util.List;

/** ioctl(2): what holds for all files; the rest is the files' own. */
public final class IoctlCalls {
    public static final List<SystemCall> ROWS =
            List.of(SystemCall.full(16, "ioctl", IoctlCalls::ioctl, ArgType.FD, ArgType.IOCTL_REQUEST, ArgType.HEX));

    private static final int FIGETBSZ = 2, FIONREAD = 0x541b, FIONBIO = 0x5421, FIONCLEX = 0x5450, FIOCLEX = 0x5451;
    private static final int FIOASYNC = 0x5452, FIOQSIZE = 0x5460;
    private static final int FICLONE = 0x40049409, FICLONERANGE = 0x4020940d;

    private IoctlCalls() {}

    private static long ioctl(Task task, Args args) {
        int request = args.i(1);
        switch (request) {
            case FIOCLEX, FIONCLEX -> {
                OpenFiles.checkNotPath(task.files().peek(args.i(0)));
                task.files().setCloseOnExec(args.i(0), request == FIOCLEX);
                return 0;
            }
            default -> {
                return OpenFiles.use(task, args.i(0), file -> onFile(task, file, args.i(0), request, args.n(2)));
            }
        }
    }

    private static long onFile(Task task, OpenFile file, int descriptor, int request, long argument) {
        switch (request) {
            case FIONBIO -> {
                setFlag(file, OpenFlags.O_NONBLOCK, task.memory().readInt(argument) != 0);
                return 0;
            }
            case FIOASYNC -> {
                boolean on = task.memory().readInt(argument) != 0;
                FileSignalCalls.setAsync(task, file, descriptor, on);
                setFlag(file, OpenFlags.O_ASYNC, on);
                return 0;
            }
            case FIOQSIZE -> {
                int mode = file.inode().mode();
                if (!Mode.isRegular(mode) && !Mode.isDirectory(mode) && !Mode.isSymlink(mode)) {
                    throw Errno.ENOTTY.exception();
                }
                task.memory().writeLong(argument, file.inode().stat().blocks() * 512);
                return 0;
            }
            case FIGETBSZ -> {
                task.memory()
                        .writeInt(argument, file.inode().fileSystem().statFs().blockSize());
                return 0;
            }
            case FICLONE, FICLONERANGE -> throw Errno.EOPNOTSUPP.exception();
            case FIONREAD -> {
                if (!Mode.isRegular(file.inode().mode())) {
                    return file.ioctl(request, argument, task.memory(), task);
                }
                long left = file.inode().stat().size() - file.lseek(0, SeekCalls.SEEK_CUR);
                task.memory().writeInt(argument, (int) left);
                return 0;
            }
            default -> {
                return file.ioctl(request, argument, task.memory(), task);
            }
        }
    }

    private static void setFlag(OpenFile file, int flag, boolean on) {
        file.setStatusFlags(on ? file.flags() | flag : file.flags() & ~flag);
    }
}
