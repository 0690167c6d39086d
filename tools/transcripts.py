"""Console blocks of the book: record what commands print, or check that they
still print it.

    transcripts.py record FILE...     make transcripts
    transcripts.py check FILE...      a part of make book

The format is told in book/README.md, "Console": "$ command", directives
"#: …" right below it, then what it prints.
"""
import hashlib
import os
import pathlib
import re
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import terminal
from measured import only_longer, shown
from transcript import Wrong, parse

AT_ONCE = 8  # most of them sleep most of the time
# make run and trace only link here (book/pages.mk has compiled): several may
# run at once. Any other make, or flavour, may compile: one after the other.
COMPILES = re.compile(r"\bmake (?!(-s )?(run|trace)\b)|FLAVOUR=(?!plain\b)")
compiling = threading.Lock()


class Longer(Wrong):
    """All that differs is a time, and there are computers that are busy."""


def language(path):
    return "zh" if path.name.endswith(".zh.txt") else "en"


def desk_is_fresh():
    """Are the learner's files still the starters?"""
    manifest = pathlib.Path("labs/.starters")
    if not manifest.exists():
        return False
    for line in manifest.read_text().splitlines():
        digest, name = line.split(maxsplit=1)
        path = pathlib.Path(name)
        if not path.exists() or hashlib.sha256(
                path.read_bytes()).hexdigest() != digest:
            return False
    return True


def reason_to_skip(entries):
    for entry in entries:
        for tool in entry.get("needs", "").split():
            if not shutil.which(tool):
                return f"{tool} is not installed"
        judged = re.match(r"make (test|progress|next)\b", entry.command)
        if ("fresh" in entry.directives or judged) and not desk_is_fresh():
            return "it shows the labs as they come, and yours are begun"
    return None


def run(entry, path):
    seconds = float(entry.get("timeout", 60))
    alone = compiling if COMPILES.search(entry.executed) else nullcontext()
    try:
        with alone:
            status, text = terminal.run(entry.executed, language(path),
                                        seconds)
    except terminal.TooSlow:
        raise Wrong(entry.line, f'"{entry.executed}" did not end within '
                    f"{seconds:g} s", 'shorten it, or write "#: timeout '
                    'SECONDS" below it') from None
    wanted = int(entry.get("status", 0))
    if status != wanted:
        last = (text.strip().splitlines() or ["(it printed nothing)"])[-1]
        raise Wrong(entry.line, f'"{entry.executed}" ended with status '
                    f'{status}, not {wanted}: {last}',
                    f'put it right, or write "#: status {status}" below it')
    return shown(text, entry)


def check(entry, path):
    tries = 3 if "round" in entry.directives else 1
    for _ in range(tries):
        said = run(entry, path)
        if entry.says(said):
            return
    longer = only_longer(entry, said)
    i = 0
    while said[i:i + 1] == entry.said[i:i + 1]:
        i += 1
    here, there = (lines[i] if i < len(lines) else "(nothing more)"
                   for lines in (entry.said, said))
    raise (Longer if longer else Wrong)(
        entry.first_line_said + i,
        f'"{entry.executed}" prints something else now',
        f"expected: {here}\n    got:      {there}\n"
        "    run make transcripts to accept, and read what changed")


def check_all(entries, path, strict):
    """What a tool of the system prints, or may do, is not ours to promise:
    a reader's gdb may be another. Nor is it that nobody else computes here.
    There it is a note, unless strict."""
    for entry in entries:
        try:
            check(entry, path)
        except Wrong as wrong:
            excused = "needs" in entry.directives or isinstance(wrong, Longer)
            if strict or not excused:
                raise
            print(f"{path}:{wrong.line}: note: {wrong.message}; taken as is")


def record(entries, path):
    out = []
    for entry in entries:
        out.append(f"$ {entry.command}")
        out += [f"#: {name} {value}".rstrip()
                for name, value in entry.directives.items()]
        said = run(entry, path)
        out += entry.said if entry.says(said) else said
    text = "\n".join(out) + "\n"
    if text != path.read_text(encoding="utf-8"):
        path.write_text(text, encoding="utf-8")
        print(f"{path}: recorded anew")


def handle(mode, name):
    path = pathlib.Path(name)
    try:
        entries = parse(path.read_text(encoding="utf-8"))
        reason = reason_to_skip(entries)
        if mode == "check" and any("slow" in e.directives for e in entries):
            pass    # make check-book runs them
        elif reason:
            print(f"{path}: taken as it stands: {reason}")
        elif mode == "record":
            record(entries, path)
        else:
            check_all(entries, path, strict=mode == "strict")
    except Wrong as wrong:
        return (f"{path}:{wrong.line}: error: {wrong.message}\n"
                f"    {wrong.remedy}")


def main(mode, *names):
    with ThreadPoolExecutor(AT_ONCE) as threads:    # what is long, first
        names = sorted(names, key=os.path.getsize, reverse=True)
        said = threads.map(lambda name: handle(mode, name), names)
        complaints = sorted(filter(None, said))
    print(*complaints, sep="\n", file=sys.stderr,
          end="\n" if complaints else "")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
