/** The South interface on a Windows host, through JNA. */
module isthmus.platform.windows {
    requires isthmus.core;
    requires com.sun.jna;

    provides isthmus.core.south.PlatformProvider with
            isthmus.platform.windows.WindowsPlatformProvider;
}
