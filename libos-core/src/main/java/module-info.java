/** What an operating system is made of, and the South interface it stands on. Knows neither host nor guest ABI. */
module isthmus.core {
    requires org.apache.commons.compress;
    requires org.tukaani.xz;
    requires com.github.luben.zstd_jni;

    exports isthmus.core;
    exports isthmus.core.asm;
    exports isthmus.core.asm.decode;
    exports isthmus.core.files;
    exports isthmus.core.files.devices;
    exports isthmus.core.files.host;
    exports isthmus.core.files.overlay;
    exports isthmus.core.files.tar;
    exports isthmus.core.files.tmpfs;
    exports isthmus.core.handoff;
    exports isthmus.core.inotify;
    exports isthmus.core.memory;
    exports isthmus.core.patch;
    exports isthmus.core.pipe;
    exports isthmus.core.poll;
    exports isthmus.core.socket;
    exports isthmus.core.south;
    exports isthmus.core.time;
    exports isthmus.core.wait;
}
