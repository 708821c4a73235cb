"""Types at a program on a terminal, as a person would, and prints all that the terminal showed.

terminal.py SCENARIO PROGRAM [ARG...]: each step waits until the screen shows a text, and then types. What was shown
is printed line by line with its control characters escaped, and without process numbers; the last line tells how the
program ended. Natively and in Isthmus it must be the same.
"""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

PATIENCE = 60  # seconds that one step may take
PROMPT = "ready> "
UP, DOWN, RIGHT, LEFT, DELETE = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[3~"
BACKSPACE, CTRL_A, CTRL_C, CTRL_D, CTRL_E = "\x7f", "\x01", "\x03", "\x04", "\x05"
CTRL_K, CTRL_R, CTRL_U, CTRL_W, CTRL_Y, CTRL_Z, QUIT = "\x0b", "\x12", "\x15", "\x17", "\x19", "\x1a", "\x1c"


def command(line, *shown):
    """A line that is typed at the prompt; its output must hold these texts."""
    return [("type", line + "\r")] + [("await", text) for text in shown] + [("await", PROMPT)]


def keys(*texts):
    """Key by key, each when the editor has answered the one before."""
    return [("key", text) for text in texts]


START = [("await", PROMPT)]

JOBS = (
    [("type", "sh -c 'echo begun; exec sleep 100'\r"), ("await", "begun\r\n"), ("type", CTRL_C), ("await", "^C"), ("await", PROMPT)]
    + command("echo status $?", "status 130\r\n")
    # Two processes, both there when Ctrl-Z comes: one that is stopped between vfork and exec would hold its parent.
    + [("type", "sh -c 'cat; echo over'\r"), ("await", "\r\n"), ("type", "there\r"), ("await", "there\r\nthere\r\n")]
    + [("type", CTRL_Z), ("await", "Stopped"), ("await", PROMPT)]
    + command("jobs", "Stopped")
    + [("type", "fg\r"), ("await", "echo over"), ("await", "\r\n"), ("type", "again\r"), ("await", "again\r\nagain\r\n")]
    + [("type", CTRL_C), ("await", "^C"), ("await", PROMPT)]
    + command("echo left: $(jobs | wc -l)", "left: 0\r\n")
    + [("type", "sh -c 'echo begun; exec sleep 100'\r"), ("await", "begun\r\n"), ("type", CTRL_Z), ("await", "Stopped"), ("await", PROMPT)]
    + command("bg >/dev/null; kill %1; sleep 0.5")  # so that its end is known, and told, before the next prompt
    + command("wait; echo gone", "gone\r\n")
    + [("type", "sh -c 'echo begun; exec cat'\r"), ("await", "begun\r\n"), ("type", "one line\r"), ("await", "one line\r\none line\r\n")]
    + [("type", "wrong" + CTRL_U + "two words" + CTRL_W + "lines\r"), ("await", "\r\ntwo lines\r\n")]
    + [("type", "thref" + BACKSPACE + "e\r"), ("await", "\r\nthree\r\n"), ("type", CTRL_D), ("await", PROMPT)]
    + command("echo status $?", "status 0\r\n")
)

SIZE = (
    command("stty size", "24 80\r\n")
    + [("type", "sh -c 'trap \"echo resized; stty size; exit\" WINCH; echo waiting; while :; do sleep 0.05; done'\r")]
    + [("await", "waiting\r\n"), ("resize", 40, 100), ("await", "resized\r\n40 100\r\n"), ("await", PROMPT)]
)

BASH = (
    START
    + keys("echo hellp", BACKSPACE, "o", "\r") + [("await", "hello\r\n" + PROMPT)]
    + keys("echo bc", CTRL_A) + keys(*[RIGHT] * 5) + keys("a", "\r") + [("await", "abc\r\n" + PROMPT)]
    + keys("echo xz", LEFT, "y", CTRL_E, "w", "\r") + [("await", "xyzw\r\n" + PROMPT)]
    + keys("echo 1234", LEFT, LEFT, DELETE, "\r") + [("await", "124\r\n" + PROMPT)]
    + keys("echo cut here", LEFT, LEFT, LEFT, LEFT, CTRL_K, CTRL_Y, CTRL_Y, "\r") + [("await", "cut herehere\r\n" + PROMPT)]
    + keys(UP, UP, UP, DOWN, UP, "\r") + [("await", "xyzw\r\n" + PROMPT)]
    + keys(CTRL_R, "hel", "\r") + [("await", "hello\r\n" + PROMPT)]
    + keys("echo never", CTRL_C) + [("await", "^C"), ("await", PROMPT)]
    + command("echo status $?", "status 130\r\n")
    + command("echo > one_long_name")
    + keys("echo one_", "\t", "\r") + [("await", "one_long_name\r\n" + PROMPT)]
    + command("stty -a", "icanon")
    + JOBS
    + [("type", "sh -c 'ulimit -c 0; echo begun; exec sleep 100'\r"), ("await", "begun\r\n"), ("type", QUIT), ("await", "Quit"), ("await", PROMPT)]
    + command("read -t 0.2 x; echo status $?", "status 142\r\n")
    + [("type", "read -n 1 -p 'say: ' x; echo \"<$x>\"\r"), ("await", "\nsay: "), ("pause", 1), ("type", "q"), ("await", "<q>\r\n" + PROMPT)]
    + [("type", "read -s -p 'say: ' x; echo \"<$x>\"\r"), ("await", "\nsay: "), ("pause", 1), ("type", "secret\r"), ("await", "<secret>\r\n" + PROMPT)]
    + [("type", "for i in 1 2; do\r"), ("await", "more> "), ("type", "echo $i; done\r"), ("await", "1\r\n2\r\n" + PROMPT)]
    + command("sleep 0.2 & wait", "Done")
    + SIZE
    + command("echo $LINES $COLUMNS", "40 100\r\n")
    + command("tty | sed 's/[0-9]*$//'; test -t 0 && echo a terminal; echo x > /dev/tty", "a terminal\r\nx\r\n")
    + command("(exit 5)")
    + keys(CTRL_D)
)

SHELL = START + JOBS + SIZE + command("(exit 6)") + keys(CTRL_D)

BUSYBOX = (
    START
    + keys("echo hellp", BACKSPACE, "o", "\r") + [("await", "hello\r\n" + PROMPT)]
    + keys("echo bc", CTRL_A) + keys(*[RIGHT] * 5) + keys("a", "\r") + [("await", "abc\r\n" + PROMPT)]
    + keys(UP, UP, "\r") + [("await", "hello\r\n" + PROMPT)]
    + keys("echo never", CTRL_C) + [("await", "^C"), ("await", PROMPT)]
    + JOBS + SIZE + command("(exit 7)") + keys(CTRL_D)
)

SCENARIOS = {"bash": BASH, "dash": SHELL, "busybox": BUSYBOX}


class Terminal:
    def __init__(self, program):
        self.shown = ""
        self.seen = 0  # how much of it, as plain text, earlier steps waited for
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.execvp(program[0], program)
        self.resize(24, 80)

    def resize(self, rows, columns):
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """Takes what comes in that time; false when the terminal is closed."""
        if not select.select([self.file], [], [], seconds)[0]:
            return True
        try:
            got = os.read(self.file, 65536)
        except OSError:
            got = b""
        self.shown += got.decode("latin-1")
        return bool(got)

    def plain(self):
        """What was shown, without readline's requests to mark what is pasted."""
        return re.sub("\x1b\\[\\?2004(h|l\r?)", "", self.shown)

    def wait_for(self, text):
        end = time.monotonic() + PATIENCE
        while self.plain().find(text, self.seen) < 0:
            if time.monotonic() > end or not self.read(0.1):
                self.fail(f"waited in vain for {text!r}; saw {self.plain()[self.seen:]!r}")
        self.seen = self.plain().find(text, self.seen) + len(text)

    def pause(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.05)

    def type(self, text):
        self.pause(0.05)  # what was typed before has been answered
        os.write(self.file, text.encode("latin-1"))

    def key(self, text):
        """Types, and waits for what it changes on the screen."""
        self.pause(0.05)
        before = len(self.shown)
        os.write(self.file, text.encode("latin-1"))
        answer = text[-1] if text.isprintable() else ""
        end = time.monotonic() + PATIENCE
        while len(self.shown) == before or answer not in self.shown[before:]:
            if not self.read(0.1):
                return  # the last key has ended the program
            if time.monotonic() > end:
                self.fail(f"no answer to the key {text!r}")

    def finish(self):
        end = time.monotonic() + PATIENCE
        while self.read(0.1):
            if time.monotonic() > end:
                self.fail("the program does not end")
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def fail(self, why):
        print(why)
        os.kill(self.pid, 9)
        sys.exit(1)


def main():
    terminal = Terminal(sys.argv[2:])
    steps = {
        "await": terminal.wait_for,
        "key": terminal.key,
        "type": terminal.type,
        "pause": terminal.pause,
        "resize": terminal.resize,
    }
    for what, *arguments in SCENARIOS[sys.argv[1]]:
        steps[what](*arguments)
    status = terminal.finish()
    for line in terminal.shown.split("\n"):
        print(repr(re.sub(r"\[(\d)\] \d+", r"[\1] PID", line)))
    print("status", status)


main()
