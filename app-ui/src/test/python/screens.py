"""For development: compares what our terminal shows for recorded bytes with what tmux shows for them.

    screens.py CLASSPATH COLUMNS ROWS FILE...

CLASSPATH has the compiled main and test classes of app-ui. Recordings are made with script(1) or Python's pty at that size.
"""

import difflib
import subprocess
import sys
import tempfile
import time

JAVA = "java"


def tmux(file, columns, rows):
    """What tmux shows, as bytes that draw the same screen."""
    socket = ["tmux", "-u", "-f", "/dev/null", "-L", "isthmus-screens"]
    command = f"stty raw -echo; printf '\\033c'; cat {file}; sleep 100"
    subprocess.run(socket + ["new-session", "-d", "-x", columns, "-y", rows, "sleep 100"], check=True)
    subprocess.run(socket + ["set-option", "-g", "status", "off"], check=True)
    subprocess.run(socket + ["new-window", command], check=True)
    time.sleep(1.2)
    screen = subprocess.run(socket + ["capture-pane", "-e", "-N", "-p"], capture_output=True, check=True).stdout
    format = "\033[%s;%sH\033[?25%s"
    ask = ["display-message", "-p", "#{cursor_y} #{cursor_x} #{cursor_flag}"]
    y, x, visible = subprocess.run(socket + ask, capture_output=True, check=True).stdout.split()
    subprocess.run(socket + ["kill-server"], check=True)
    cursor = format % (int(y) + 1, int(x) + 1, "h" if visible == b"1" else "l")
    return b"\033[?7l" + screen.removesuffix(b"\n").replace(b"\n", b"\r\n") + cursor.encode()


def dump(classpath, columns, rows, file):
    command = [JAVA, "-cp", classpath, "isthmus.app.terminal.ScreenDump", columns, rows, file]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().rstrip("\f").splitlines()


def main():
    classpath, columns, rows, files = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    different = 0
    for file in files:
        with tempfile.NamedTemporaryFile() as theirs:
            theirs.write(tmux(file, columns, rows))
            theirs.flush()
            difference = list(
                difflib.unified_diff(
                    dump(classpath, columns, rows, theirs.name),
                    dump(classpath, columns, rows, file),
                    "tmux",
                    "ours",
                    lineterm="",
                    n=0,
                )
            )
        print(file, "differs" if difference else "same")
        print("".join(f"    {line}\n" for line in difference[:30]), end="")
        different += bool(difference)
    sys.exit(different > 0)


if __name__ == "__main__":
    main()
