/** The Linux x86-64 ABI on top of the core. Knows no host. */
module isthmus.linux {
    requires transitive isthmus.core;

    exports isthmus.linux;
    exports isthmus.linux.boot;
    exports isthmus.linux.calls;
    exports isthmus.linux.elf;
    exports isthmus.linux.ipc;
    exports isthmus.linux.console;
    exports isthmus.linux.proc;
    exports isthmus.linux.pseudo;
    exports isthmus.linux.signal;
    exports isthmus.linux.task;
    exports isthmus.linux.trace;
    exports isthmus.linux.tty;
}
