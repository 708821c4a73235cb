package isthmus.linux.proc;

import isthmus.core.files.Mount;
import isthmus.core.files.Namespace;
import isthmus.core.files.PathNode;
import isthmus.linux.Kernel;
import isthmus.linux.task.Task;

/** /proc/PID/mounts and mountinfo. */
final class MountsText {
    private MountsText() {}

    static String mounts(Kernel kernel, Task reader) {
        StringBuilder text = new StringBuilder();
        for (Mount mount : kernel.vfs().namespace().mounts()) {
            text.append(escape(mount.source())).append(' ').append(escape(point(kernel, mount, reader)));
            text.append(' ').append(mount.fileSystem().type()).append(' ').append(options(mount));
            text.append(mount.fileSystem().mountOptions()).append(" 0 0\n");
        }
        return text.toString();
    }

    static String mountinfo(Kernel kernel, Task reader) {
        StringBuilder text = new StringBuilder();
        for (Mount mount : kernel.vfs().namespace().mounts()) {
            int parent = mount.mountPoint() == null
                    ? mount.id()
                    : mount.mountPoint().mount().id();
            long dev = mount.fileSystem().dev();
            text.append(mount.id()).append(' ').append(parent).append(' ');
            text.append(isthmus.core.files.DeviceNumbers.major(dev))
                    .append(':')
                    .append(isthmus.core.files.DeviceNumbers.minor(dev));
            text.append(" / ")
                    .append(escape(point(kernel, mount, reader)))
                    .append(' ')
                    .append(options(mount));
            text.append(" - ")
                    .append(mount.fileSystem().type())
                    .append(' ')
                    .append(escape(mount.source()))
                    .append(' ');
            text.append(mount.readOnly() ? "ro" : "rw")
                    .append(mount.fileSystem().mountOptions())
                    .append('\n');
        }
        return text.toString();
    }

    private static String point(Kernel kernel, Mount mount, Task reader) {
        Namespace namespace = kernel.vfs().namespace();
        PathNode root = reader == null ? namespace.root() : reader.fs().root();
        return mount.mountPoint() == null ? "/" : namespace.pathOf(mount.mountPoint(), root);
    }

    private static String options(Mount mount) {
        StringBuilder text = new StringBuilder(mount.readOnly() ? "ro" : "rw");
        text.append(mount.has(Mount.MS_NOSUID) ? ",nosuid" : "");
        text.append(mount.has(Mount.MS_NODEV) ? ",nodev" : "");
        text.append(mount.has(Mount.MS_NOEXEC) ? ",noexec" : "");
        return text.append(",relatime").toString();
    }

    private static String escape(String text) {
        return text.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
