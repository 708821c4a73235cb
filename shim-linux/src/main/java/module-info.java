/** The Linux x86-64 ABI on top of the core. Knows no host. */
module isthmus.linux {
    requires transitive isthmus.core;

    exports isthmus.linux;
    exports isthmus.linux.calls;
    exports isthmus.linux.signal;
    exports isthmus.linux.task;
    exports isthmus.linux.trace;
}
