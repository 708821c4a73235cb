package isthmus.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;

/**
 * What keeps a stub's process from everything but what the kernel gives it: a token without rights and of low integrity, and
 * policies that take away parts of Windows. Hosts differ in what they have: the strictest that works is used.
 */
final class Confinement {
    /**
     * {@code PROCESS_CREATION_MITIGATION_POLICY_…_ALWAYS_OFF} of winbase.h: FORCE_RELOCATE_IMAGES, BOTTOM_UP_ASLR,
     * HIGH_ENTROPY_ASLR, CONTROL_FLOW_GUARD (UpdateProcThreadAttribute() in Microsoft's documentation; two bits each, 2 is off).
     * A user may have them on for all programs; then Windows' stacks, heaps and tables come to lie among the guest's
     * addresses, and the stub's program not at its own.
     */
    static final long PLACES = 2L << 8 | 2L << 16 | 2L << 20 | 2L << 40;
    /**
     * {@code …_ALWAYS_ON}: WIN32K_SYSTEM_CALL_DISABLE, EXTENSION_POINT_DISABLE, FONT_DISABLE, IMAGE_LOAD_NO_REMOTE,
     * IMAGE_LOAD_NO_LOW_LABEL. No win32k calls, no extension points, no fonts, no images from other machines or of low integrity.
     */
    static final long FEWER_POLICIES = 1L << 28 | 1L << 32 | 1L << 48 | 1L << 52 | 1L << 56;
    /**
     * {@code PROCESS_CREATION_MITIGATION_POLICY2_CET_USER_SHADOW_STACKS_ALWAYS_OFF}, in the second word, which hosts before Windows
     * 10 2004 do not take: guests return where they like.
     */
    static final long NO_SHADOW_STACKS = 2L << 28;
    /** {@code …_ALWAYS_ON}: BLOCK_NON_MICROSOFT_BINARIES, IMAGE_LOAD_PREFER_SYSTEM32. No libraries but Windows' own. */
    static final long ALL_POLICIES = FEWER_POLICIES | 1L << 44 | 1L << 60;

    /** How much there is, the strictest first. */
    enum Level {
        /** A token that opens only what everybody may open, of low integrity; and policies. */
        STRICT(true, ALL_POLICIES, "a restricted token of low integrity, all mitigation policies"),
        /** The same where other programs' libraries must be let into each process. */
        STRICT_FEWER(true, FEWER_POLICIES, "a restricted token of low integrity, fewer mitigation policies"),
        /** A token without privileges, of low integrity; and policies. */
        LOW(false, FEWER_POLICIES, "a token of low integrity without privileges, fewer mitigation policies"),
        /** The same without policies. */
        LOW_ONLY(false, 0, "a token of low integrity without privileges, no mitigation policies"),
        /** Only where the user asks for it. */
        NONE(false, 0, "the rights of the user who started Isthmus");

        /** Whether its token opens only what everybody may open. */
        final boolean restricted;

        final long policies;
        final String words;

        Level(boolean restricted, long policies, String words) {
            this.restricted = restricted;
            this.policies = policies;
            this.words = words;
        }
    }

    private static final int EXTENDED_STARTUP = 0x80000;
    private static final int STARTUP_FLAGS = 60, USE_STANDARD_HANDLES = 0x100;
    private static final int STARTUP_BYTES = 112, ATTRIBUTES = 104, LIST_BYTES = 256, PATH_BYTES = 520;
    /** PROC_THREAD_ATTRIBUTE_MITIGATION_POLICY and PROC_THREAD_ATTRIBUTE_CHILD_PROCESS_POLICY. */
    private static final long MITIGATION_POLICY = 0x20007, CHILD_PROCESS_POLICY = 0x2000e;

    private static final int GROUP_INTEGRITY = 0x20;
    /** ProcessSystemCallDisablePolicy. */
    private static final int SYSTEM_CALL_DISABLE = 4;

    final Level level;
    /** 0 for this process's own. */
    private final long token;

    Confinement(Level level) {
        this.level = level;
        this.token = level == Level.NONE ? 0 : makeToken(level);
    }

    private static long makeToken(Level level) {
        long[] own = new long[1];
        if (Advapi32.OpenProcessToken(Nt.THIS_PROCESS, Advapi32.TOKEN_ALL_ACCESS, own) == 0) {
            throw RefusedStart.failure("show its own token");
        }
        SecurityId[] restricting = level.restricted
                ? new SecurityId[] {SecurityId.everyone(), SecurityId.users(), SecurityId.restrictedCode()}
                : new SecurityId[0];
        SecurityId administrators = SecurityId.administrators();
        SecurityId low = SecurityId.integrity(SecurityId.LOW);
        Memory restrictingIds = restricting.length == 0 ? null : SecurityId.entries(0, restricting);
        Memory disabled = SecurityId.entries(0, administrators);
        Memory label = SecurityId.entries(GROUP_INTEGRITY, low);
        long[] made = new long[1];
        boolean done = false;
        try {
            if (Advapi32.CreateRestrictedToken(
                            own[0],
                            Advapi32.DISABLE_MAX_PRIVILEGE,
                            1,
                            disabled,
                            0,
                            null,
                            restricting.length,
                            restrictingIds,
                            made)
                    == 0) {
                throw RefusedStart.failure("make a restricted token");
            }
            if (Advapi32.SetTokenInformation(made[0], Advapi32.TOKEN_INTEGRITY_LEVEL, label, (int) label.size()) == 0) {
                throw RefusedStart.failure("lower the integrity of a token");
            }
            done = true;
            return made[0];
        } finally {
            Nt.NtClose(own[0]);
            if (!done && made[0] != 0) {
                Nt.NtClose(made[0]);
            }
            Reference.reachabilityFence(restricting);
            Reference.reachabilityFence(administrators);
            Reference.reachabilityFence(low);
        }
    }

    /** CreateProcessW(), confined; the same results. Windows keeps a process's folder open in it, so it is none of the user's. */
    int create(Memory program, Memory commandLine, int flags, Memory environment, Memory information) {
        try (Memory startup = new Memory(STARTUP_BYTES);
                Memory list = new Memory(LIST_BYTES);
                Memory policies = new Memory(2 * Long.BYTES);
                Memory noChildren = new Memory(4);
                Memory directory = new Memory(PATH_BYTES)) {
            if (Kernel32.GetSystemDirectoryW(directory, PATH_BYTES / 2) == 0) {
                return 0;
            }
            startup.clear();
            startup.setInt(0, STARTUP_BYTES);
            // No standard handles. Else Wine gives "invalid" ones to a process without a console, and their number, -1,
            // is that of
            // the process that makes it: the stub would have a handle of this one.
            startup.setInt(STARTUP_FLAGS, USE_STANDARD_HANDLES);
            // Two words, of which older hosts know the first only. Where a level has no policies it is still to be said
            // what lies where.
            policies.setLong(0, level.policies | PLACES);
            policies.setLong(Long.BYTES, NO_SHADOW_STACKS);
            noChildren.setInt(0, 1);
            startup.setPointer(ATTRIBUTES, list);
            int made = 0;
            boolean over = false;
            for (long bytes = policies.size(); bytes > 0 && !over; bytes -= Long.BYTES) {
                if (fill(list, policies, bytes, noChildren)) {
                    made = start(
                            program,
                            commandLine,
                            flags | EXTENDED_STARTUP,
                            environment,
                            directory,
                            startup,
                            information);
                    over = made != 0 || RefusedStart.passes(Native.getLastError());
                }
            }
            return made;
        }
    }

    private static boolean fill(Memory list, Memory policies, long policyBytes, Memory noChildren) {
        long[] bytes = {LIST_BYTES};
        return Kernel32.InitializeProcThreadAttributeList(list, 2, 0, bytes) != 0
                && Kernel32.UpdateProcThreadAttribute(list, 0, MITIGATION_POLICY, policies, policyBytes, 0, 0) != 0
                && Kernel32.UpdateProcThreadAttribute(
                                list, 0, CHILD_PROCESS_POLICY, noChildren, noChildren.size(), 0, 0)
                        != 0;
    }

    private int start(
            Pointer program,
            Pointer commandLine,
            int flags,
            Pointer environment,
            Pointer directory,
            Pointer startup,
            Pointer information) {
        return token == 0
                ? Kernel32.CreateProcessW(
                        program, commandLine, 0, 0, 0, flags, environment, directory, startup, information)
                : Advapi32.CreateProcessAsUserW(
                        token, program, commandLine, 0, 0, 0, flags, environment, directory, startup, information);
    }

    // --- what a process has, as Windows tells it --------------------------------------------------------------------

    /** The level of integrity of a process, such as {@link SecurityId#LOW}; -1 if Windows does not tell. */
    static int integrity(long process) {
        long[] its = new long[1];
        if (Advapi32.OpenProcessToken(process, Advapi32.TOKEN_QUERY, its) == 0) {
            return -1;
        }
        try (Memory label = new Memory(LIST_BYTES)) {
            int[] length = new int[1];
            if (Advapi32.GetTokenInformation(its[0], Advapi32.TOKEN_INTEGRITY_LEVEL, label, LIST_BYTES, length) == 0) {
                return -1;
            }
            return SecurityId.lastPart(label.getPointer(0));
        } finally {
            Nt.NtClose(its[0]);
        }
    }

    /** Whether a process is kept from win32k's system calls. */
    static boolean hasPolicies(long process) {
        try (Memory answer = new Memory(8)) {
            answer.clear();
            return Kernel32.GetProcessMitigationPolicy(process, SYSTEM_CALL_DISABLE, answer, 4) != 0
                    && (answer.getInt(0) & 1) != 0;
        }
    }

    static boolean isInJob(long process) {
        int[] answer = new int[1];
        return Kernel32.IsProcessInJob(process, 0, answer) != 0 && answer[0] != 0;
    }

    void close() {
        if (token != 0) {
            Nt.NtClose(token);
        }
    }
}
