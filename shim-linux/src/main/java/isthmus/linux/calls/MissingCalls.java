package isthmus.linux.calls;

import java.util.ArrayList;
import java.util.List;

/** The system calls of Linux x86-64 up to 6.10 that no topic has: ENOSYS, by their names in the trace and in docs/syscalls.md. */
final class MissingCalls {
    private static final String NUMBERS_AND_NAMES = "154 modify_ldt 156 _sysctl "
            + "163 acct 167 swapon 168 swapoff 174 create_module 177 get_kernel_syms 178 query_module "
            + "180 nfsservctl 181 getpmsg 182 putpmsg 183 afs_syscall 184 tuxcall 185 security 205 set_thread_area "
            + "211 get_thread_area 214 epoll_ctl_old 215 epoll_wait_old 236 vserver 237 mbind "
            + "238 set_mempolicy "
            + "248 add_key 249 request_key 250 keyctl 256 migrate_pages "
            + "279 move_pages 298 perf_event_open 321 bpf "
            + "447 memfd_secret 448 process_mrelease 450 set_mempolicy_home_node "
            + "453 map_shadow_stack 454 futex_wake 455 futex_wait 456 futex_requeue 459 lsm_get_self_attr "
            + "460 lsm_set_self_attr 461 lsm_list_modules 462 mseal ";

    /** Calls by which programs only ask whether Linux has something: that it has not is an answer that they count on. */
    private static final List<SystemCall> UNNEEDED = List.of(
            SystemCall.unneeded(
                    239,
                    "get_mempolicy",
                    "libnuma asks by it whether there are memory nodes to choose from, and there are none (numa(3))",
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.SIZE,
                    ArgType.ADDRESS,
                    ArgType.HEX),
            SystemCall.unneeded(
                    334,
                    "rseq",
                    "glibc asks for it in each thread, and calls getcpu instead where it is missing",
                    ArgType.ADDRESS,
                    ArgType.UNSIGNED,
                    ArgType.HEX,
                    ArgType.HEX),
            landlock(444, "landlock_create_ruleset", ArgType.ADDRESS, ArgType.SIZE, ArgType.HEX),
            landlock(445, "landlock_add_rule", ArgType.FD, ArgType.INT, ArgType.ADDRESS, ArgType.HEX),
            landlock(446, "landlock_restrict_self", ArgType.FD, ArgType.HEX));

    static final List<SystemCall> ROWS = rows();

    private MissingCalls() {}

    private static SystemCall landlock(int number, String name, ArgType... arguments) {
        String note =
                "programs confine themselves by it where there is Landlock, and go on where there is none (landlock(7))";
        return SystemCall.unneeded(number, name, note, arguments);
    }

    private static List<SystemCall> rows() {
        String[] words = NUMBERS_AND_NAMES.strip().split(" ");
        List<SystemCall> rows = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            rows.add(SystemCall.none(
                    Integer.parseInt(words[i]),
                    words[i + 1],
                    ArgType.HEX,
                    ArgType.HEX,
                    ArgType.HEX,
                    ArgType.HEX,
                    ArgType.HEX,
                    ArgType.HEX));
        }
        rows.addAll(UNNEEDED);
        return List.copyOf(rows);
    }
}
