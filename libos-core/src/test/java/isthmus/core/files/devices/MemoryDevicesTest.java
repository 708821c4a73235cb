package isthmus.core.files.devices;

import static isthmus.core.files.OpenFlags.O_CREAT;
import static isthmus.core.files.OpenFlags.O_RDONLY;
import static isthmus.core.files.OpenFlags.O_RDWR;
import static isthmus.core.files.OpenFlags.O_TRUNC;
import static isthmus.core.files.OpenFlags.O_WRONLY;
import static isthmus.core.files.World.bytes;
import static isthmus.core.files.World.fails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import isthmus.core.Errno;
import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.Mode;
import isthmus.core.files.Mount;
import isthmus.core.files.OpenFile;
import isthmus.core.files.World;
import isthmus.core.files.tmpfs.Tmpfs;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryDevicesTest {
    private final World world = World.inMemory();

    @BeforeEach
    void makeNodes() {
        MemoryDevices.register(world.services.devices(), new SecureRandom());
        make("/null", MemoryDevices.NULL);
        make("/zero", MemoryDevices.ZERO);
        make("/full", MemoryDevices.FULL);
        make("/urandom", MemoryDevices.URANDOM);
        make("/nothing", 99);
    }

    private void make(String path, int minor) {
        long dev = DeviceNumbers.make(MemoryDevices.MAJOR, minor);
        world.vfs.names().mknod(world.root, world.namespace.root(), path, Mode.S_IFCHR | 0666, dev);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void nullTakesAllAndGivesNothing() {
        OpenFile device = world.open("/null", O_RDWR | O_CREAT | O_TRUNC);
        assertEquals(5, device.write(bytes("hello")));
        assertEquals(0, device.read(ByteBuffer.allocate(5)));
        assertEquals(0, device.lseek(7, 0));
        fails(Errno.EBADF, () -> world.open("/null", O_RDONLY).write(bytes("x")));
        assertFalse(device.supportsEpoll());
    }

    @Test
    void zeroAndFull() {
        byte[] read = new byte[100_000];
        Arrays.fill(read, (byte) 1);
        assertEquals(100_000, world.open("/zero", O_RDONLY).read(ByteBuffer.wrap(read)));
        assertArrayEquals(new byte[100_000], read);
        assertEquals(3, world.open("/zero", O_WRONLY).write(bytes("abc")));
        OpenFile full = world.open("/full", O_RDWR);
        fails(Errno.ENOSPC, () -> full.write(bytes("abc")));
        assertEquals(10, full.read(ByteBuffer.allocate(10)));
    }

    @Test
    void randomIsRandom() {
        OpenFile random = world.open("/urandom", O_RDWR);
        byte[] one = new byte[10_000];
        byte[] two = new byte[10_000];
        random.read(ByteBuffer.wrap(one));
        random.write(bytes("seed"));
        random.read(ByteBuffer.wrap(two), 0);
        assertFalse(Arrays.equals(one, two));
        assertFalse(Arrays.equals(new byte[100], Arrays.copyOfRange(one, 9_900, 10_000)));
    }

    @Test
    void unknownDevicesAndMountsWithoutDevices() {
        fails(Errno.ENXIO, () -> world.open("/nothing", O_RDONLY));
        world.mkdir("/m");
        world.namespace.mount(world.at("/m"), new Tmpfs(world.services, World.LIMIT, 0755, 0, 0), "m", Mount.MS_NODEV);
        make("/m/null", MemoryDevices.NULL);
        fails(Errno.EACCES, () -> world.open("/m/null", O_RDONLY));
    }
}
