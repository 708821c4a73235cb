"""Types at a program on a console of Windows, as a person would, and says what does not show.

console.py FOLDER REPORT COMMAND [ARG...]: the command gets a terminal of its own, which Wine makes a console of; its program is
`bash` with the prompt `ready> `. What only a person can do in the window is left to isthmus.app.run.ConsoleHand, in orders
below FOLDER. REPORT gets the verdicts in JUnit's format.
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
from xml.sax.saxutils import escape

PATIENCE = 60  # seconds that one step may take
ROWS, COLUMNS = 24, 80
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][0-9A-B]|\x1b\][^\x07]*\x07|\r")
LEFT, RIGHT, BACKSPACE = "\x1b[D", "\x1b[C", "\x7f"
SLEEPING = [("type", "sh -c 'echo beg$((2))n; exec sleep 100'"), ("await", "beg2n")]

# Each: its name, and steps. What is typed as a line ends with the return key; what shows is awaited from there on.
CASES = [
    ("aPromptComes", [("await", "ready>")]),
    ("keysArriveAndOutputShows", [("type", "echo $((6*7)) there"), ("await", "42 there")]),
    ("outputBeyondAscii", [("type", "printf '\\303\\251 \\342\\202\\254 %s' end"), ("await", "\u00e9 \u20ac end")]),
    ("keysBeyondAscii", [("type", "echo beg$((3))n; read -r x; LC_ALL=C eval 'echo ${#x} bytes'"), ("await", "beg3n"), ("type", "\u00e9\u20ac"), ("await", "5 bytes")]),
    ("keysOfAnEditor", [("keys", "x=", "a", "c", LEFT, "b", RIGHT, "d", BACKSPACE, "; ", "echo ", "=$x="), ("type", ""), ("await", "=abc=")]),
    ("theSizeIsThatOfTheConsole", [("type", "stty size"), ("await", f"{ROWS} {COLUMNS}")]),
    (
        "eachChangeOfTheSizeIsHeard",
        [("type", "sh -c 'trap \"stty size\" WINCH; echo beg$((1))n; while sleep 0.1; do :; done'"), ("await", "beg1n")]
        + [("order", "resize 100 30"), ("await", "30 100"), ("order", "resize 120 31"), ("await", "31 120")]
        + [("order", "window 90 20"), ("await", "20 90")]
        + [("order", "ctrl-c"), ("await", "ready>")],
    ),
    ("controlCIsAKey", SLEEPING + [("order", "ctrl-c"), ("await", "ready>"), ("type", "echo status $?"), ("await", "status 130")]),
    ("controlCIsAnEvent", SLEEPING + [("order", "interrupt"), ("await", "ready>"), ("type", "echo status $?"), ("await", "status 130")]),
    ("theExitStatusIsPassedOn", [("type", "exit 7"), ("end", 7)]),
]


class Silence(Exception):
    """What was waited for did not come."""


class Console:
    """A command on a terminal of its own."""

    def __init__(self, folder, command):
        self.orders = os.path.join(folder, "order")
        self.shown = ""
        self.raw = b""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.environ["TERM"] = "xterm-256color"
            os.execvp(command[0], command)

    def read(self, seconds):
        """Takes in what comes within so many seconds; false at the end."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.raw += piece
        self.shown = CONTROLS.sub("", self.raw.decode("utf-8", "replace"))
        return bool(piece)

    def forget(self):
        self.raw, self.shown = b"", ""

    def type(self, text):
        self.forget()
        os.write(self.terminal, (text + "\r").encode())

    def keys(self, *texts):
        for text in texts:
            os.write(self.terminal, text.encode())
            self.read(0.3)

    def order(self, text):
        self.forget()
        with open(self.orders + ".new", "w", encoding="ascii") as file:
            file.write(text)
        os.rename(self.orders + ".new", self.orders)
        self.until(lambda: not os.path.exists(self.orders), f"the order {text} was not carried out")

    def until(self, condition, otherwise):
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end or not self.read(0.1) and not condition():
                raise Silence(f"{otherwise}; shown: {self.raw[-1000:]!r}")

    def step(self, kind, *what):
        if kind == "await":
            self.until(lambda: what[0] in self.shown, f"{what[0]!r} did not show")
        elif kind == "end":
            while self.read(PATIENCE):
                pass
            status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
            if status != what[0]:
                raise Silence(f"the end was {status}, not {what[0]}")
        else:
            getattr(self, kind)(*what)


def main():
    folder, report, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    console = Console(folder, command)
    cases, bad = [], 0
    for name, steps in CASES:
        failure = ""
        try:
            if bad == 0:
                for step in steps:
                    console.step(*step)
            else:
                failure = "an earlier case has failed"
        except (Silence, OSError) as e:
            failure = str(e)
        if failure:
            bad += 1
            print(f"winetest: console: {name}: {failure}", file=sys.stderr)
        cases.append(f'<testcase name="{name}" classname="wine:console">{f"<failure>{escape(failure)}</failure>" if failure else ""}</testcase>')
    with open(report, "w", encoding="utf-8") as file:
        file.write(f'<testsuite name="wine: console" tests="{len(cases)}" failures="{bad}" errors="0" skipped="0">\n')
        file.write("\n".join(cases) + "\n</testsuite>\n")
    print(f"winetest: console: {len(cases)} tests, {bad} failed")
    if bad:
        os.close(console.terminal)  # a hang-up
    return 1 if bad else 0


sys.exit(main())
