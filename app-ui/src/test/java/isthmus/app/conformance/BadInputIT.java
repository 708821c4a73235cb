package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be run is refused with one sentence, which says what is wrong, and the status that shells know. */
class BadInputIT {
    private static final Machines MACHINES = Machines.ofThisUser();
    private static final int SECONDS = 60;

    private static Path folder;

    /** A folder with one bad file of each kind; the tests call it {@code @}. */
    @BeforeAll
    static void makeBadFiles() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("isthmus-bad-input");
        String script = """
                set -e
                echo 'int main(void) { return 0; }' > good.c
                gcc good.c -o good; gcc -Wl,--dynamic-linker=/lib/nowhere.so good.c -o no-interpreter
                patch() { cp good "$1"; printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
                patch narrow 4 '\\001'; printf '\\003' | dd of=narrow bs=1 seek=18 conv=notrunc status=none
                patch arm 18 '\\267'; patch damaged 32 '\\377\\377\\377\\377\\377\\377'; head -c 100 good > short
                echo text > text; printf '#!/no/where\\n' > script; printf '#!\\n' > nameless; : > empty
                chmod 755 short text script nameless empty; cp good not-executable; chmod 644 not-executable
                mkdir directory; mkfifo fifo; ln -s loop loop
                seq 5000 | gzip -n > no-tar.gz; tar cf whole.tar good good.c; head -c 9000 whole.tar > short.tar
                gzip -nk whole.tar; head -c 1000 whole.tar.gz > short.tar.gz
                xz -k whole.tar; head -c 1000 whole.tar.xz > short.tar.xz
                zstd -q whole.tar; head -c 1000 whole.tar.zst > short.tar.zst
                """;
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(folder.toFile());
        assertEquals(new Outcome(0, "", ""), Outcome.of(builder, SECONDS));
    }

    @AfterAll
    static void removeBadFiles() throws IOException, InterruptedException {
        Outcome.of(new ProcessBuilder("rm", "-rf", folder.toString()), SECONDS);
    }

    private static void refused(Machines machines, int status, String sentence, List<String> words)
            throws IOException, InterruptedException {
        Outcome outcome = Outcome.of(machines.isthmus(words.toArray(String[]::new)), SECONDS);
        assertEquals(new Outcome(status, "", "isthmus: " + sentence + "\n"), outcome);
    }

    private static String named(String text) {
        return text.replace("@", folder.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "no-such-program | 127 | no directory of the guest's PATH has such a program",
                "@/none | 127 | there is no such program in the guest",
                "@/good/x | 127 | there is no such program in the guest",
                "@/text | 126 | it is neither an ELF program nor a script that begins with #!",
                "@/empty | 126 | it is empty",
                "@/short | 126 | its ELF headers are damaged, or it is no program",
                "@/damaged | 126 | its ELF headers are damaged, or it is no program",
                "@/narrow | 126 | it is a 32-bit program; Isthmus runs 64-bit ones",
                "@/arm | 126 | it is a program for 64-bit ARM (AArch64), not for x86-64",
                "@/no-interpreter | 126 | its interpreter /lib/nowhere.so is not there; the root file system lacks the"
                        + " libraries that the program was built for",
                "@/script | 126 | its interpreter /no/where is not there",
                "@/nameless | 126 | its first line begins with #! and names no interpreter",
                "@/not-executable | 126 | it is not executable; chmod +x would change that",
                "@/directory | 126 | it is a directory",
                "@/loop | 126 | too many symbolic links or interpreters (ELOOP)",
            })
    void programs(String program, int status, String why) throws IOException, InterruptedException {
        String name = named(program);
        refused(MACHINES, status, "cannot run " + name + ": " + why, List.of("--rootfs", "/", "--", name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--rootfs @/none | --rootfs @/none: there is no such file or directory on the host; check the path",
                "--rootfs @/text | --rootfs @/text is neither a directory nor a tar file (plain, .gz, .xz or .zst); name one"
                        + " that holds a root file system",
                "--rootfs @/fifo | --rootfs @/fifo is neither a directory nor a tar file (plain, .gz, .xz or .zst); name one"
                        + " that holds a root file system",
                "--rootfs @/short.tar | the archive '@/short.tar' is truncated; make the file again, or fetch it again",
                "--rootfs @/short.tar.gz | the archive '@/short.tar.gz' is truncated; make the file again, or fetch it again",
                "--rootfs @/short.tar.xz | the archive '@/short.tar.xz' is truncated; make the file again, or fetch it again",
                "--rootfs @/short.tar.zst | the archive '@/short.tar.zst' is truncated; make the file again, or fetch it again",
                "--rootfs @/no-tar.gz | the archive '@/no-tar.gz' is not a tar file; make the file again, or fetch it again",
                "--volume x | --volume x is not HOST:GUEST or HOST:GUEST:ro; GUEST is an absolute path",
                "--volume @:x | --volume @:x is not HOST:GUEST or HOST:GUEST:ro; GUEST is an absolute path",
                "--volume :/x | --volume :/x is not HOST:GUEST or HOST:GUEST:ro; GUEST is an absolute path",
                "--volume @:/x:no | --volume @:/x:no ends in an unknown mode no; write HOST:GUEST or HOST:GUEST:ro",
                "--volume @/none:/x | --volume @/none: there is no such file or directory on the host; check the path",
                "--volume @/text:/x | --volume @/text is no directory; share the directory that it is in",
                "--volume @:/etc/passwd | --volume @:/etc/passwd cannot be shown at /etc/passwd: a part of that path is no"
                        + " directory; choose another place in the guest",
                "--volume @:/proc/x | --volume @:/proc/x cannot be shown at /proc/x: EACCES; choose another place in the guest",
                "--user me | --user me is not UID or UID:GID; write numbers, such as 1000:1000 (names are not looked up)",
                "--user 1:-1 | --user 1:-1 is not UID or UID:GID; write numbers, such as 1000:1000 (names are not looked up)",
                "--user 4294967295 | --user 4294967295 is not UID or UID:GID; write numbers, such as 1000:1000 (names are not"
                        + " looked up)",
                "--memory much | --memory much is not a size; write a number of bytes or one with K, M, G or T after it,"
                        + " such as 512M",
                "--memory 1K | --memory 1K is too little for any program; give it at least 1M",
                "--env x | --env x is not K=V; write a name, an equals sign and a value",
                "--env =x | --env =x is not K=V; write a name, an equals sign and a value",
                "--hostname a_b | --hostname a_b is not a host name; use up to 64 letters, digits, dots and hyphens",
                "--workdir x | --workdir x is not an absolute path of the guest; begin it with a slash",
                "--workdir /no/such | cannot start in /no/such: no such file or directory (ENOENT); name another directory"
                        + " with --workdir",
                "--workdir @/text | cannot start in @/text: a part of the path is no directory (ENOTDIR); name another"
                        + " directory with --workdir",
                "--trace=@/no/file | --trace=@/no/file cannot be written (@/no/file); name a file in a directory that you may"
                        + " write to",
                "--no-such-option | unknown option --no-such-option for 'isthmus run'; 'isthmus run --help' says what there is",
                "--tty | there is no terminal to take over (Unable to create a terminal); use --no-tty, or run it in a terminal",
            })
    void options(String options, String sentence) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(Arrays.asList(named(options).split(" ")));
        words.addAll(List.of("--", "/bin/true"));
        refused(MACHINES, 125, named(sentence), words);
    }

    @Test
    void whatTheUserMayNotRead() throws IOException, InterruptedException {
        boolean root = DebianRoot.isRoot();
        Machines ordinary = root ? new Machines(Machines.NOBODY) : MACHINES;
        for (String name : List.of("directory", "whole.tar")) {
            Path hidden = Files.createTempDirectory("isthmus-hidden").resolve(name);
            Outcome.of(new ProcessBuilder("cp", "-r", folder.resolve(name).toString(), hidden.toString()), SECONDS);
            Outcome.of(new ProcessBuilder("chmod", "0", hidden.toString()), SECONDS);
            Outcome.of(new ProcessBuilder("chmod", "755", hidden.getParent().toString()), SECONDS);
            String why = hidden + ": you may not read it; check its permissions";
            refused(ordinary, 125, "--rootfs " + why, List.of("--rootfs", hidden.toString(), "--", "/bin/true"));
            refused(ordinary, 125, "--volume " + why, List.of("--volume", hidden + ":/x", "--", "/bin/true"));
            Outcome.of(new ProcessBuilder("rm", "-rf", hidden.getParent().toString()), SECONDS);
        }
    }

    @Test
    void aProgramThatTheGuestsUserMayNotReach() throws IOException, InterruptedException {
        Outcome outcome =
                Outcome.of(MACHINES.isthmus("--user", "65534", "--workdir", "/", "--", "/root/program"), SECONDS);
        assertEquals(new Outcome(126, "", "isthmus: cannot run /root/program: permission denied (EACCES)\n"), outcome);
    }

    @Test
    void aRootWithoutTheProgramsLibraries() throws IOException, InterruptedException {
        Outcome outcome = Outcome.of(
                MACHINES.isthmus("--rootfs", folder.resolve("whole.tar.zst").toString(), "--", "/good"), SECONDS);
        assertEquals(126, outcome.status());
        assertTrue(
                outcome.error()
                        .startsWith("isthmus: cannot run /good: its interpreter /lib64/ld-linux-x86-64.so.2 is not"),
                outcome::error);
    }
}
