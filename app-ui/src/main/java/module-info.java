/**
 * The isthmus command and its window. The command starts without the window's modules, so they are static. Finds its
 * platform with ServiceLoader, never by name.
 */
@SuppressWarnings("requires-automatic") // JLine 3 has a module name but no descriptor.
module isthmus.app {
    requires isthmus.core;
    requires isthmus.linux;
    requires info.picocli;
    requires org.jline.terminal;
    requires jdk.unsupported; // sun.misc.Signal, through which JLine catches the host's signals
    requires static javafx.controls;
    requires static atlantafx.base;
    requires static org.kordamp.ikonli.javafx;
    requires static org.kordamp.ikonli.feather;
    requires static org.controlsfx.controls;

    uses isthmus.core.south.PlatformProvider;
}
