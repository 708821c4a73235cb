"""Reads an export as JSON lines and one in Chrome's Trace Event format, of the same rows, with a real JSON parser.

Prints the calls, one a line, or what is wrong with the files. The format: "Trace Event Format" of the Chromium project; the
rules are those that both chrome://tracing and Perfetto need.
"""
import json
import sys
from decimal import Decimal

wrong = []


def check(holds, what):
    if not holds:
        wrong.append(what)


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_time(value):
    return (is_int(value) or isinstance(value, Decimal)) and value >= 0


def json_lines(path):
    rows = []
    for line in open(path, encoding="utf-8", newline="\n"):
        check(line.endswith("\n"), f"no end of the line: {line}")
        rows.append(json.loads(line))
    kinds = {"call", "signal", "start", "exec", "end", "lost"}
    for row in rows:
        check(row["kind"] in kinds and is_int(row["row"]) and is_int(row["time"]), f"row: {row}")
        if row["kind"] == "call":
            check(isinstance(row["call"], str) and isinstance(row["arguments"], str), f"call: {row}")
            check(row.get("unfinished") is True or is_int(row["result"]), f"result: {row}")
            check("errno" not in row or row["result"] < 0, f"errno: {row}")
            check("duration" not in row or row["duration"] >= 0, f"duration: {row}")
    check([row["row"] for row in rows] == sorted({row["row"] for row in rows}), "the rows are not in order")
    return rows


def chrome(path):
    with open(path, encoding="utf-8") as file:
        trace = json.load(file, parse_float=Decimal)
    events = trace if isinstance(trace, list) else trace["traceEvents"]
    check(isinstance(trace, list) or trace.get("displayTimeUnit") in ("ms", "ns"), "displayTimeUnit")
    for event in events:
        check(isinstance(event.get("name"), str) and event["name"] != "", f"name: {event}")
        check(event.get("ph") in ("X", "B", "E", "i", "M"), f"ph: {event}")
        check(is_int(event.get("pid")) and is_int(event.get("tid")), f"pid, tid: {event}")
        check(isinstance(event.get("args", {}), dict), f"args: {event}")
        check(event["ph"] == "M" or is_time(event.get("ts")), f"ts: {event}")
        check(event["ph"] != "X" or is_time(event.get("dur")), f"dur: {event}")
        check(event["ph"] != "i" or event.get("s") in ("g", "p", "t"), f"scope: {event}")
    names(events)
    nesting(events)
    return [event for event in events if event["ph"] != "M"]


def names(events):
    """Each process and thread has one name."""
    named = {"process_name": {}, "thread_name": {}}
    for event in events:
        if event["ph"] == "M":
            check(event["name"] in named, f"metadata: {event}")
            known = named[event["name"]]
            key = event["pid"] if event["name"] == "process_name" else (event["pid"], event["tid"])
            check(key not in known, f"named twice: {event}")
            name = event["args"].get("name")
            check(isinstance(name, str) and name != "", f"no name: {event}")
            known[key] = name
    for event in events:
        if event["ph"] != "M" and event["pid"] != 0:
            check(event["pid"] in named["process_name"], f"a process without a name: {event}")
            check((event["pid"], event["tid"]) in named["thread_name"], f"a thread without a name: {event}")


def nesting(events):
    """In each thread time does not go back, and slices lie within one another or apart."""
    open_slices, last = {}, {}
    for event in events:
        if event["ph"] == "M":
            continue
        thread = (event["pid"], event["tid"])
        now = event["ts"]
        check(now >= last.get(thread, 0), f"time goes back: {event}")
        last[thread] = now
        stack = open_slices.setdefault(thread, [])
        while stack and stack[-1] is not None and stack[-1] <= now:
            stack.pop()
        if event["ph"] == "X":
            end = now + event["dur"]
            check(not stack or stack[-1] is None or end <= stack[-1], f"overlaps another slice: {event}")
            stack.append(end)
        elif event["ph"] == "B":
            stack.append(None)
        elif event["ph"] == "E":
            check(bool(stack) and stack.pop() is None, f"ends nothing: {event}")


def compare(rows, events):
    """Both say the same; the times of the one are nanoseconds, those of the other microseconds."""
    check(len(rows) == len(events), f"{len(rows)} rows, {len(events)} events")
    for row, event in zip(rows, events):
        same = row.get("call", row["kind"]) == event["name"] and row.get("pid", 0) == event["pid"]
        same = same and row.get("tid", 0) == event["tid"] and row["time"] == event["ts"] * 1000
        if row["kind"] == "call":
            same = same and row["arguments"] == event["args"]["arguments"]
            same = same and event["ph"] == ("B" if row.get("unfinished") else "X")
            same = same and row.get("resultText") == event["args"].get("result")
            same = same and row.get("duration", 0) == event.get("dur", 0) * 1000
        else:
            same = same and event["ph"] == "i"
        check(same, f"not the same:\n  {row}\n  {event}")


def main():
    rows = json_lines(sys.argv[1])
    compare(rows, chrome(sys.argv[2]))
    if wrong:
        sys.exit("\n".join(wrong[:20]))
    for row in rows:
        if row["kind"] == "call":
            print(f"{row['call']}({row['arguments']}) = {row.get('resultText', '')}")


main()
