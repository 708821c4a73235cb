"""What bench/run and bench/window have in common: docs/benchmarks.md, of which each writes a part."""
import datetime
import os
import platform
import re

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILE = os.path.join(TOP, "docs", "benchmarks.md")


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def save(heading, how, table):
    """Replaces the part of that heading, or adds it."""
    machine = f"{datetime.date.today()}, {os.cpu_count()} cores of {processor()}, Linux {platform.release().split('-')[0]}."
    part = "\n\n".join([f"## {heading}", how, machine, "\n".join(table)]) + "\n"
    text = open(FILE).read() if os.path.exists(FILE) else "# Benchmarks\n"
    old = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if old.search(text):
        text = old.sub(lambda match: part if match.end() == len(text) else part + "\n", text)
    else:
        text = text.rstrip("\n") + "\n\n" + part
    with open(FILE, "w") as file:
        file.write(text)
