package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.UtsNames;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The system as a whole: uname(2), sethostname(2), sysinfo(2), getrandom(2), and what only the host's owner may do. */
public final class SystemCalls {
    private static final String NO_POWER = "the run has no power to switch off; capabilities do not change that";

    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(63, "uname", (t, a) -> uname(t, a.n(0)), ArgType.ADDRESS),
            SystemCall.full(
                    170, "sethostname", (t, a) -> setName(t, a.n(0), a.i(1), true), ArgType.STRING, ArgType.SIZE),
            SystemCall.full(
                    171, "setdomainname", (t, a) -> setName(t, a.n(0), a.i(1), false), ArgType.STRING, ArgType.SIZE),
            SystemCall.full(99, "sysinfo", (t, a) -> sysinfo(t, a.n(0)), ArgType.ADDRESS),
            SystemCall.full(
                    318,
                    "getrandom",
                    (t, a) -> getrandom(t, a.n(0), a.n(1), a.i(2)),
                    ArgType.BUFFER_OUT,
                    ArgType.SIZE,
                    ArgType.GETRANDOM_FLAGS),
            SystemCall.refused(
                    169, "reboot", Errno.EPERM, NO_POWER, ArgType.HEX, ArgType.HEX, ArgType.HEX, ArgType.ADDRESS),
            SystemCall.refused(
                    175,
                    "init_module",
                    Errno.EPERM,
                    "there is no Linux kernel to extend",
                    ArgType.ADDRESS,
                    ArgType.SIZE,
                    ArgType.STRING),
            SystemCall.refused(
                    313,
                    "finit_module",
                    Errno.EPERM,
                    "there is no Linux kernel to extend",
                    ArgType.FD,
                    ArgType.STRING,
                    ArgType.HEX),
            SystemCall.refused(
                    176,
                    "delete_module",
                    Errno.EPERM,
                    "there is no Linux kernel to extend",
                    ArgType.STRING,
                    ArgType.HEX),
            SystemCall.refused(
                    246,
                    "kexec_load",
                    Errno.EPERM,
                    "there is no Linux kernel to replace",
                    ArgType.LONG,
                    ArgType.LONG,
                    ArgType.ADDRESS,
                    ArgType.HEX),
            SystemCall.refused(
                    320,
                    "kexec_file_load",
                    Errno.EPERM,
                    "there is no Linux kernel to replace",
                    ArgType.FD,
                    ArgType.FD,
                    ArgType.SIZE,
                    ArgType.STRING,
                    ArgType.HEX),
            SystemCall.refused(
                    103, "syslog", Errno.EPERM, "there is no kernel log", ArgType.INT, ArgType.BUFFER_OUT, ArgType.INT),
            SystemCall.refused(172, "iopl", Errno.EPERM, "no access to devices of the host", ArgType.INT),
            SystemCall.refused(
                    173,
                    "ioperm",
                    Errno.EPERM,
                    "no access to devices of the host",
                    ArgType.LONG,
                    ArgType.LONG,
                    ArgType.INT),
            SystemCall.refused(153, "vhangup", Errno.EPERM, "as for an ordinary user"));

    private static final int NAME_LENGTH = 64;
    private static final int FIELD = 65;
    private static final int GRND_NONBLOCK = 1, GRND_RANDOM = 2, GRND_INSECURE = 4;
    /** Linux gives no more than this at once. */
    private static final long RANDOM_LIMIT = Integer.MAX_VALUE & -4096;

    private static final int RANDOM_CHUNK = 64 << 10;

    private SystemCalls() {}

    private static long uname(Task task, long address) {
        UtsNames names = task.kernel().uts();
        ByteBuffer b = ByteBuffer.allocate(6 * FIELD);
        String[] fields = {
            UtsNames.SYSNAME, names.nodeName(), UtsNames.RELEASE, UtsNames.VERSION, UtsNames.MACHINE, names.domainName()
        };
        for (int i = 0; i < fields.length; i++) {
            b.put(i * FIELD, fields[i].getBytes(StandardCharsets.ISO_8859_1));
        }
        task.memory().write(address, b);
        return 0;
    }

    private static long setName(Task task, long address, int length, boolean host) {
        if (!task.credentials().has(Credentials.CAP_SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
        if (length < 0 || length > NAME_LENGTH) {
            throw Errno.EINVAL.exception();
        }
        String name = new String(task.memory().readBytes(address, length), StandardCharsets.ISO_8859_1);
        int end = name.indexOf(0);
        String cut = end < 0 ? name : name.substring(0, end);
        if (host) {
            task.kernel().uts().setNodeName(cut);
        } else {
            task.kernel().uts().setDomainName(cut);
        }
        return 0;
    }

    private static long sysinfo(Task task, long address) {
        long total = task.kernel().memoryLimit();
        long free = Math.max(0, total - task.kernel().platform().residentBytes());
        ByteBuffer b = ByteBuffer.allocate(112).order(ByteOrder.LITTLE_ENDIAN);
        b.putLong(0, task.kernel().uptimeNanos() / 1_000_000_000L);
        b.putLong(32, total);
        b.putLong(40, free);
        b.putShort(80, (short) Math.min(task.kernel().tree().pids().taskCount(), 0xffff));
        b.putInt(104, 1); // unit of the sizes: bytes
        task.memory().write(address, b);
        return 0;
    }

    private static long getrandom(Task task, long address, long count, int flags) {
        int known = GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE;
        boolean contradiction = (flags & (GRND_RANDOM | GRND_INSECURE)) == (GRND_RANDOM | GRND_INSECURE);
        if ((flags & ~known) != 0 || contradiction) {
            throw Errno.EINVAL.exception();
        }
        long wanted = count < 0 ? RANDOM_LIMIT : Math.min(count, RANDOM_LIMIT);
        GuestMemory memory = task.memory();
        byte[] chunk = new byte[(int) Math.min(wanted, RANDOM_CHUNK)];
        long done = 0;
        while (done < wanted) {
            int part = (int) Math.min(wanted - done, chunk.length);
            task.kernel().random().nextBytes(chunk);
            try {
                memory.write(address + done, chunk, 0, part);
            } catch (isthmus.core.ErrnoException e) {
                if (done == 0) {
                    throw e;
                }
                return done;
            }
            done += part;
            if (done < wanted && task.mustReturn()) {
                return done;
            }
        }
        return done;
    }
}
