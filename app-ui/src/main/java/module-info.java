/** The isthmus command. Finds its platform with ServiceLoader, never by name. */
@SuppressWarnings("requires-automatic") // JLine 3 has a module name but no descriptor.
module isthmus.app {
    requires isthmus.core;
    requires isthmus.linux;
    requires info.picocli;
    requires org.jline.terminal;

    uses isthmus.core.south.PlatformProvider;
}
