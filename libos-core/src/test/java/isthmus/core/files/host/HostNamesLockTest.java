package isthmus.core.files.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Several locks on one file take the parts of several JVMs; where a JVM must end, it is a real one. */
@Timeout(60)
class HostNamesLockTest {
    private static final String WRITE = "write";

    /** Some hosts delete no file that is mapped, as ours is until the JVM ends. */
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        if (!OS.WINDOWS.isCurrentOs()) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private HostNamesLock lock() throws IOException {
        return new HostNamesLock(HostNamesFile.open(folder));
    }

    private static void assertWaits(Future<?> future) {
        assertThrows(TimeoutException.class, () -> future.get(100, TimeUnit.MILLISECONDS));
    }

    private Future<?> whileReading(HostNamesLock lock) {
        return threads.submit(() -> lock.reading(() -> null));
    }

    private Future<?> whileWriting(HostNamesLock lock) {
        return threads.submit(() -> lock.writing(() -> null));
    }

    @Test
    void readersShareAndWritersDoNot() throws Exception {
        HostNamesLock one = lock();
        HostNamesLock two = lock();
        one.lockRead();
        two.lockRead();
        Future<?> writer = whileWriting(two);
        assertWaits(writer);
        two.unlockRead();
        assertWaits(writer);
        one.unlockRead();
        writer.get();
        one.lockWrite();
        Future<?> reader = whileReading(two);
        Future<?> other = whileWriting(two);
        assertWaits(reader);
        assertWaits(other);
        one.unlockWrite();
        reader.get();
        other.get();
    }

    @Test
    void theSameThreadMayHaveItTwice() throws Exception {
        HostNamesLock one = lock();
        HostNamesLock two = lock();
        one.lockRead();
        Future<?> writer = whileWriting(two);
        assertWaits(writer);
        one.lockRead(); // although a writer waits
        one.unlockRead();
        assertWaits(writer);
        one.unlockRead();
        writer.get();
        one.writing(() -> one.reading(() -> one.writing(() -> null)));
        whileWriting(two).get();
    }

    @Test
    void nobodyReadsWhileAnotherWrites() throws Exception {
        List<HostNamesLock> locks = List.of(lock(), lock(), lock());
        AtomicInteger readers = new AtomicInteger();
        AtomicInteger writers = new AtomicInteger();
        AtomicInteger writes = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        for (HostNamesLock lock : locks) {
            all.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    lock.reading(() -> {
                        readers.incrementAndGet();
                        assertEquals(0, writers.get());
                        return readers.decrementAndGet();
                    });
                }
                return null;
            }));
            all.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    lock.writing(() -> {
                        assertEquals(1, writers.incrementAndGet());
                        assertEquals(0, readers.get());
                        writers.decrementAndGet();
                        return writes.incrementAndGet();
                    });
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        assertTrue(writes.get() > 0);
    }

    @Test
    void aWriterComesInBetweenReadersOfWhomOneIsAlwaysInside() throws Exception {
        HostNamesLock reading = lock();
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(threads.submit(() -> {
                while (!stop.get()) {
                    reading.reading(() -> {
                        LockSupport.parkNanos(3_000_000);
                        return null;
                    });
                }
                return null;
            }));
        }
        HostNamesLock writing = lock();
        for (int i = 0; i < 20; i++) {
            threads.submit(() -> writing.writing(() -> null)).get(5, TimeUnit.SECONDS);
        }
        stop.set(true);
        for (Future<?> reader : readers) {
            reader.get();
        }
    }

    @Test
    void anInterruptEndsNoWaitingAndIsKept() throws Exception {
        HostNamesLock one = lock();
        HostNamesLock two = lock();
        one.lockWrite();
        AtomicInteger kept = new AtomicInteger();
        List<Thread> waiting = new ArrayList<>();
        for (HostNamesLock.Action<Object> wait : List.<HostNamesLock.Action<Object>>of(
                () -> two.reading(() -> null), () -> two.writing(() -> null), () -> lock())) {
            Thread thread = new Thread(() -> {
                try {
                    Thread.currentThread().interrupt();
                    wait.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                kept.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
            });
            thread.start();
            waiting.add(thread);
        }
        for (Thread thread : waiting) {
            thread.join(50);
            assertTrue(thread.isAlive());
            thread.interrupt();
        }
        one.unlockWrite();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertEquals(3, kept.get());
        whileWriting(two).get();
    }

    // --- JVMs that end
    // ---------------------------------------------------------------------------------------------------------

    /** Takes the lock in the folder {@code words[0]}, for writing or reading, says so, and stays. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] words) throws Exception {
            HostNamesLock lock = new HostNamesLock(HostNamesFile.open(Path.of(words[0])));
            if (words[1].equals(WRITE)) {
                lock.lockWrite();
            } else {
                lock.lockRead();
            }
            System.out.println("inside");
            Thread.sleep(60_000);
        }
    }

    private Process holder(String how) throws IOException, URISyntaxException {
        List<String> classes = new ArrayList<>();
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            if (System.getProperty(property) != null) {
                classes.add(System.getProperty(property));
            }
        }
        for (Class<?> type : List.of(HostNamesLock.class, Holder.class)) {
            classes.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        String.join(File.pathSeparator, classes),
                        Holder.class.getName(),
                        folder.toString(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("inside", output.readLine());
        return process;
    }

    @Test
    void aJvmThatEndsWhileWritingHoldsNobodyUp() throws Exception {
        HostNamesLock one = lock();
        Process other = holder(WRITE);
        Future<?> reader = whileReading(one);
        Future<?> writer = whileWriting(one);
        assertWaits(reader);
        assertWaits(writer);
        other.destroyForcibly().waitFor();
        reader.get(5, TimeUnit.SECONDS);
        writer.get(5, TimeUnit.SECONDS);
        holder(WRITE).destroyForcibly().waitFor();
        whileReading(one).get(5, TimeUnit.SECONDS);
    }

    @Test
    void aJvmThatEndsWhileReadingHoldsNobodyUp() throws Exception {
        Process other = holder("read");
        HostNamesLock one = lock();
        HostNamesLock two = lock();
        whileReading(one).get();
        Future<?> writer = whileWriting(one);
        assertWaits(writer);
        Future<?> reader = whileReading(two);
        Future<HostNamesLock> starting = threads.submit(this::lock);
        assertWaits(reader);
        assertWaits(starting);
        other.destroyForcibly().waitFor();
        writer.get(5, TimeUnit.SECONDS);
        reader.get(5, TimeUnit.SECONDS);
        starting.get(5, TimeUnit.SECONDS);
    }

    // --- the folder
    // ------------------------------------------------------------------------------------------------------------

    @Test
    @EnabledOnOs(OS.LINUX)
    void theFolderIsOursAlone() throws IOException {
        Path made = HostNamesFolder.in(folder);
        assertEquals(made, HostNamesFolder.in(folder));
        Map<String, Object> found = Files.readAttributes(made, "unix:uid,permissions");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        assertEquals("isthmus-" + found.get("uid"), made.getFileName().toString());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(made), left.toList());
        }
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-x---"));
        assertRefused("is open to other users");
        Files.move(made, folder.resolve("elsewhere"));
        Files.createSymbolicLink(made, folder.resolve("elsewhere"));
        assertRefused("is not a directory");
        Files.delete(made);
        Files.createFile(made);
        assertRefused("is not a directory");
        Files.delete(made);
        Files.createDirectory(made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (found.get("uid").equals(0)) {
            Files.setAttribute(made, "unix:uid", 65534);
            assertRefused("belongs to another user");
        }
    }

    private void assertRefused(String why) {
        IOException e = assertThrows(IOException.class, () -> HostNamesFolder.in(folder));
        assertTrue(e.getMessage().endsWith(why), e.getMessage());
    }

    @Test
    void namesThatMeanTheFileOnSomeHost() {
        for (String name : List.of("isthmus.lck", "ISTHMUS.LCK", "isthmus.lck.", "isthmus.lck::$DATA")) {
            assertTrue(HostNamesFile.isName(name), name);
        }
        for (String name : List.of("isthmus.lc", "isthmus", "my-isthmus.lck", "")) {
            assertFalse(HostNamesFile.isName(name), name);
        }
    }

    @Test
    void aPlaceIsFreeAgainWhenItsJvmEnded() throws Exception {
        HostNamesFile first = HostNamesFile.open(folder);
        assertTrue(first.tryRead());
        first.die();
        HostNamesLock next = lock(); // takes the place over
        next.reading(() -> null);
        HostNamesLock writing = lock();
        whileWriting(writing).get(5, TimeUnit.SECONDS);
    }
}
