/** The South interface on a Windows host, through JNA. Has no provider yet. */
module isthmus.platform.windows {
    requires isthmus.core;
    requires com.sun.jna;
}
