package isthmus.core.files;

import static isthmus.core.files.World.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.files.tmpfs.Tmpfs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespaceTest {
    private final World world = World.inMemory();
    private final Namespace namespace = world.namespace;

    @BeforeEach
    void makeTree() {
        world.mkdir("/a");
        world.mkdir("/a/b");
        world.mkdir("/a/b/c");
        world.write("/a/file", "data");
        world.symlink("a/b", "/rel");
        world.symlink("/a/b", "/abs");
        world.symlink("b/../file", "/a/dots");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private PathNode walk(PathNode start, String path, WalkOptions options) {
        return world.vfs.walk(world.root, start, path, options);
    }

    private PathNode walk(String path) {
        return walk(namespace.root(), path, WalkOptions.FOLLOW);
    }

    private String pathOf(PathNode node) {
        return namespace.pathOf(node, namespace.root());
    }

    @Test
    void pathsAreWalked() {
        assertEquals("/a/b/c", pathOf(walk("/a//b/./c/")));
        assertEquals("/a/b", pathOf(walk("/a/b/c/..")));
        assertEquals("/", pathOf(walk("/../../a/..")));
        assertEquals("/a/b/c", pathOf(walk("/rel/c")));
        assertEquals("/a/file", pathOf(walk("/a/dots")));
        assertEquals("/a/file", pathOf(walk(walk("/a/b"), "../file", WalkOptions.FOLLOW)));
        assertEquals(walk("/a"), walk("/abs/.."));
        assertSame(walk("/a/b").dentry(), walk("/rel").dentry());
    }

    @Test
    void badPathsFail() {
        fails(Errno.ENOENT, () -> walk(""));
        fails(Errno.ENOENT, () -> walk("/none/x"));
        fails(Errno.ENOTDIR, () -> walk("/a/file/x"));
        fails(Errno.ENOTDIR, () -> walk("/a/file/"));
        fails(Errno.ENOTDIR, () -> walk("/a/file/."));
        fails(Errno.ENAMETOOLONG, () -> walk("/" + "x".repeat(256)));
        fails(Errno.ENOENT, () -> walk("/" + "x".repeat(255)));
        fails(Errno.ENAMETOOLONG, () -> walk("/a".repeat(2048)));
    }

    @Test
    void linksEndSomewhere() {
        world.symlink("loop", "/loop");
        fails(Errno.ELOOP, () -> walk("/loop"));
        assertTrue(walk(namespace.root(), "/loop", WalkOptions.NOFOLLOW)
                .inode()
                .stat()
                .isSymlink());
        fails(Errno.ELOOP, () -> walk(namespace.root(), "/loop/", WalkOptions.NOFOLLOW));
        world.symlink("/a", "/l0");
        for (int i = 1; i <= 40; i++) {
            world.symlink("/l" + (i - 1), "/l" + i);
        }
        assertEquals("/a", pathOf(walk("/l39")));
        fails(Errno.ELOOP, () -> walk("/l40"));
    }

    @Test
    void aChangedRootIsNotLeft() {
        PathNode jail = walk("/a");
        Actor prisoner = new Actor(jail, world.root.credentials(), 0, null);
        assertEquals(jail, world.vfs.walk(prisoner, jail, "../../..", WalkOptions.FOLLOW));
        assertEquals(walk("/a/b"), world.vfs.walk(prisoner, jail, "/b", WalkOptions.FOLLOW));
        fails(Errno.ENOENT, () -> world.vfs.walk(prisoner, walk("/a/b"), "/a/b", WalkOptions.FOLLOW));
        assertEquals("/b", namespace.pathOf(walk("/a/b"), jail));
        assertEquals("(unreachable)/", namespace.pathOf(namespace.root(), jail));
    }

    @Test
    void openat2KeepsBeneath() {
        PathNode a = walk("/a");
        WalkOptions beneath = WalkOptions.ofResolve(WalkOptions.RESOLVE_BENEATH, true);
        assertEquals("/a/file", pathOf(walk(a, "b/../file", beneath)));
        fails(Errno.EXDEV, () -> walk(a, "..", beneath));
        fails(Errno.EXDEV, () -> walk(a, "b/../..", beneath));
        fails(Errno.EXDEV, () -> walk(a, "/a/b", beneath));
        world.symlink("/a/b", "/a/out");
        world.symlink("../a/b", "/a/up");
        fails(Errno.EXDEV, () -> walk(a, "out", beneath));
        fails(Errno.EXDEV, () -> walk(a, "up", beneath));
    }

    @Test
    void openat2StaysInItsRoot() {
        PathNode a = walk("/a");
        WalkOptions inRoot = WalkOptions.ofResolve(WalkOptions.RESOLVE_IN_ROOT, true);
        world.symlink("/../b/c", "/a/in");
        assertEquals("/a/b/c", pathOf(walk(a, "in", inRoot)));
        assertEquals("/a/b", pathOf(walk(a, "/../../b", inRoot)));
    }

    @Test
    void openat2RefusesLinks() {
        WalkOptions none = WalkOptions.ofResolve(WalkOptions.RESOLVE_NO_SYMLINKS, true);
        fails(Errno.ELOOP, () -> walk(namespace.root(), "rel/c", none));
        fails(Errno.ELOOP, () -> walk(namespace.root(), "rel", none));
        assertTrue(walk(namespace.root(), "rel", none.withFollowLast(false))
                .inode()
                .stat()
                .isSymlink());
    }

    @Test
    void searchingNeedsPermission() {
        world.chmod("/a", 0700);
        fails(Errno.EACCES, () -> world.vfs.walk(world.user, namespace.root(), "/a/file", WalkOptions.FOLLOW));
        world.chmod("/a", 0711);
        world.vfs.walk(world.user, namespace.root(), "/a/file", WalkOptions.FOLLOW);
    }

    @Test
    void mountsCoverAndDotDotCrossesThem() {
        Tmpfs other = new Tmpfs(world.services, World.LIMIT, 0755, 0, 0);
        namespace.mount(walk("/a/b"), other, "tmpfs", 0);
        fails(Errno.ENOENT, () -> walk("/a/b/c"));
        world.mkdir("/a/b/d");
        assertEquals("/a/b/d", pathOf(walk("/a/b/d")));
        assertEquals("/a", pathOf(walk("/a/b/d/../..")));
        assertEquals("/a/b", pathOf(walk("/rel")));
        assertEquals(other.dev(), walk("/a/b").inode().stat().dev());
        fails(Errno.EXDEV, () -> walk(walk("/a"), "b/d", WalkOptions.ofResolve(WalkOptions.RESOLVE_NO_XDEV, true)));
        fails(Errno.EXDEV, () -> walk(walk("/a/b"), "..", WalkOptions.ofResolve(WalkOptions.RESOLVE_NO_XDEV, true)));
        fails(Errno.EBUSY, () -> world.rmdir("/a/b"));
        fails(Errno.EBUSY, () -> world.rename("/a/b", "/x"));
        fails(Errno.EXDEV, () -> world.rename("/a/file", "/a/b/file"));
        fails(Errno.EXDEV, () -> world.link("/a/file", "/a/b/file"));

        PathNode inside = walk("/a/b/d");
        namespace.unmount(walk("/a/b"), false);
        assertEquals("/a/b/c", pathOf(walk("/a/b/c")));
        assertEquals("(unreachable)/d", pathOf(inside));
        fails(Errno.EINVAL, () -> namespace.unmount(walk("/a/b"), false));
    }

    @Test
    void mountsStack() {
        namespace.mount(walk("/a"), new Tmpfs(world.services, World.LIMIT, 0755, 0, 0), "one", 0);
        world.write("/a/1", "");
        namespace.mount(walk("/a"), new Tmpfs(world.services, World.LIMIT, 0755, 0, 0), "two", Mount.MS_RDONLY);
        assertEquals(0, world.list("/a").size());
        fails(Errno.EROFS, () -> world.write("/a/x", ""));
        assertEquals("/", pathOf(walk("/a/..")));
        assertEquals(3, namespace.mounts().size());
        namespace.unmount(walk("/a"), false);
        assertTrue(world.exists("/a/1"));
        namespace.unmount(walk("/a"), false);
        assertTrue(world.exists("/a/file"));
    }

    @Test
    void bindMountsShowTheSameFiles() {
        world.mkdir("/view");
        namespace.bind(walk("/view"), walk("/a/b"), 0);
        world.write("/view/c/new", "x");
        assertEquals("x", world.read("/a/b/c/new"));
        assertEquals("/view/c", pathOf(walk("/view/c")));
        assertEquals("/", pathOf(walk("/view/..")));
        assertNotEquals(walk("/view/c"), walk("/a/b/c"));
        PathNode seen = walk("/view/c/new");
        world.rename("/a/b/c", "/a/b/e");
        assertEquals("/view/e/new", pathOf(seen));
        fails(Errno.EXDEV, () -> world.rename("/view/e", "/a/b/f"));
        fails(Errno.ENOTDIR, () -> namespace.bind(walk("/view"), walk("/a/file"), 0));
    }

    @Test
    void pathsFollowRenames() {
        PathNode deep = walk("/a/b/c");
        PathNode file = walk("/a/file");
        world.rename("/a/b", "/moved");
        assertEquals("/moved/c", pathOf(deep));
        world.rename("/a", "/moved/c/a");
        assertEquals("/moved/c/a/file", pathOf(file));
        assertEquals("/moved/c", pathOf(walk(deep, ".", WalkOptions.FOLLOW)));
        assertEquals("/moved", pathOf(walk(deep, "..", WalkOptions.FOLLOW)));
        fails(Errno.EINVAL, () -> world.rename("/moved", "/moved/c/x"));
        fails(Errno.EINVAL, () -> world.rename("/moved", "/moved/x"));
        fails(Errno.ENOTEMPTY, () -> world.rename("/moved/c/a/file", "/moved"));
    }

    @Test
    void removedPathsSaySo() {
        PathNode c = walk("/a/b/c");
        PathNode file = walk("/a/file");
        world.rmdir("/a/b/c");
        world.unlink("/a/file");
        assertEquals("/a/b/c (deleted)", pathOf(c));
        assertEquals("/a/file (deleted)", pathOf(file));
        world.write("/a/file", "new");
        assertEquals("/a/file (deleted)", pathOf(file));
        assertEquals("/a/file", pathOf(walk("/a/file")));
        fails(Errno.ENOENT, () -> world.vfs.names().mkdir(world.root, c, "x", 0777));
        fails(Errno.ENOENT, () -> walk(c, "x", WalkOptions.FOLLOW));
        assertEquals("/a/b", pathOf(walk(c, "..", WalkOptions.FOLLOW)));
        world.write("/over", "");
        PathNode over = walk("/over");
        world.rename("/a/file", "/over");
        assertEquals("/over (deleted)", pathOf(over));
    }

    @Test
    void exchangedNamesAreBothRight() {
        PathNode b = walk("/a/b");
        PathNode file = walk("/a/file");
        world.rename("/a/b", "/a/file", RenameOperation.RENAME_EXCHANGE);
        assertEquals("/a/file", pathOf(b));
        assertEquals("/a/b", pathOf(file));
        assertEquals("data", world.read("/a/b"));
        assertSame(b.dentry(), walk("/a/file").dentry());
        assertSame(file.dentry(), walk("/a/b").dentry());
    }

    @Test
    void theLastComponentMayLack() {
        WalkResult place = namespace.walkParent(
                namespace.root(), namespace.root(), world.root.credentials(), "/a/new/", WalkOptions.NOFOLLOW);
        assertEquals("new", place.name());
        assertEquals(walk("/a"), place.parent());
        assertNull(place.existing());
        assertTrue(place.trailingSlash());
        world.symlink("a/target", "/dangling");
        WalkResult followed = namespace.walkParent(
                namespace.root(), namespace.root(), world.root.credentials(), "/dangling", WalkOptions.FOLLOW);
        assertEquals("target", followed.name());
        assertEquals(walk("/a"), followed.parent());
    }

    @Test
    void filesWithoutAPlaceHaveNames() {
        AnonymousFileSystem pipes = new AnonymousFileSystem("pipefs", 15, 0, world.clock, 1);
        PathNode pipe = PathNode.anonymous(pipes.create(0600, 0, 0), "pipe:[7]");
        assertEquals("pipe:[7]", pathOf(pipe));
        assertNull(pipe.parent());
    }
}
