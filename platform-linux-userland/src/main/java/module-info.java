/** The South interface on a Linux host, through JNA. */
module isthmus.platform.linux {
    requires isthmus.core;
    requires com.sun.jna;

    provides isthmus.core.south.PlatformProvider with
            isthmus.platform.linux.LinuxPlatformProvider;
}
