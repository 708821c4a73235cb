package isthmus.core.files.devices;

import isthmus.core.files.PathNode;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** random(4) and urandom(4), which are the same since Linux 5.6. What is written is mixed in. */
final class RandomDevice extends CharacterDevice {
    private static final int PIECE = 4096;

    private final SecureRandom random;

    RandomDevice(PathNode path, int flags, SecureRandom random) {
        super(path, flags);
        this.random = random;
    }

    @Override
    int fill(ByteBuffer target) {
        int length = target.remaining();
        byte[] piece = new byte[Math.min(PIECE, length)];
        while (target.hasRemaining()) {
            random.nextBytes(piece);
            target.put(piece, 0, Math.min(piece.length, target.remaining()));
        }
        return length;
    }

    @Override
    int consume(ByteBuffer source) {
        int length = source.remaining();
        byte[] seed = new byte[Math.min(PIECE, length)];
        source.duplicate().get(seed);
        random.setSeed(seed);
        source.position(source.limit());
        return length;
    }
}
