/** The isthmus command. Finds its platform with ServiceLoader, never by name. */
@SuppressWarnings("requires-automatic") // JLine 3 has a module name but no descriptor.
module isthmus.app {
    requires isthmus.core;
    requires isthmus.linux;
    requires info.picocli;
    requires org.jline.terminal;
    requires jdk.unsupported; // sun.misc.Signal, through which JLine catches the host's signals

    uses isthmus.core.south.PlatformProvider;
}
