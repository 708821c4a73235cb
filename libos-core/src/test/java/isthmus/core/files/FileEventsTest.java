package isthmus.core.files;

import static isthmus.core.files.World.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileEventsTest {
    private final World world = World.inMemory();
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void makeTree() {
        world.mkdir("/d");
        world.mkdir("/e");
        world.write("/d/f", "x");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void watch(String path, String tag) {
        world.at(path)
                .inode()
                .state()
                .addWatch((mask, cookie, name) -> events.add(tag + ":" + Integer.toHexString(mask)
                        + (cookie == 0 ? "" : "#") + (name == null ? "" : " " + name)));
    }

    private void told(String... expected) {
        assertEquals(List.of(expected), events);
        events.clear();
    }

    @Test
    void directoriesHearOfTheirEntries() {
        watch("/d", "d");
        world.write("/d/g", "x");
        told("d:100 g", "d:20 g", "d:8 g");
        world.read("/d/f");
        told("d:20 f", "d:10 f");
        world.mkdir("/d/s");
        told("d:40000100 s");
        world.chmod("/d/f", 0600);
        told("d:4 f");
        world.open("/d/g", OpenFlags.O_WRONLY | OpenFlags.O_TRUNC).release();
        told("d:2 g", "d:20 g", "d:8 g");
        world.unlink("/d/g");
        told("d:200 g");
        world.rmdir("/d/s");
        told("d:40000200 s");
        OpenFile file = world.open("/d/f", OpenFlags.O_RDWR);
        file.write(bytes("y"));
        FileEvents.at(file, FileEvents.IN_MODIFY);
        told("d:20 f", "d:2 f");
        world.chmod("/d", 0700);
        told("d:40000004");
    }

    @Test
    void movesHaveACookie() {
        watch("/d", "d");
        watch("/e", "e");
        watch("/d/f", "f");
        world.rename("/d/f", "/e/g");
        told("d:40# f", "e:80# g", "f:800");
    }

    @Test
    void deletionWaitsForTheLastUser() {
        watch("/d/f", "f");
        OpenFile file = world.open("/d/f", OpenFlags.O_RDONLY);
        told("f:20");
        world.link("/d/f", "/e/l");
        told("f:4");
        world.unlink("/d/f");
        told("f:4");
        world.unlink("/e/l");
        told("f:4");
        file.release();
        told("f:10", "f:400", "f:8000");
        watch("/e", "e");
        world.rmdir("/e");
        told("e:400", "e:8000");
    }

    @Test
    void replacedFilesAreDeleted() {
        world.write("/d/g", "");
        watch("/d/g", "g");
        world.rename("/d/f", "/d/g");
        told("g:4", "g:400", "g:8000");
    }
}
