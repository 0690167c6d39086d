"""What a failing program said on stderr: short, the same in every run.

What was fresh in this run (ports, names, bytes, addresses, numbers of
processes) is replaced; what nobody can read, too.
"""
import collections
import re

from say import LANGUAGES, say
from several import SHARE

LINES, COLUMNS = 3, 120
ALIKE = (
    (re.compile(r"[^ -~]+"), "…"),
    (re.compile(r"==\d+=="), ""),
    (re.compile(r"(AddressSanitizer: [\w-]+).*"), r"\1"),
    (re.compile(r"\b0x[0-9a-fA-F]+"), "0x…"),
    (re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b"), "ADDRESS"),
    (re.compile(r"\d{4,}"), "…"),
    (re.compile(r"\b\d+ tasks?\b"), "… tasks"),
    (re.compile(r"…[… ]*…"), "…"),
)
NOISE = re.compile(r"^WARNING: ASan|^False positive|^For details|^=+$|^#\d|"
                   r"^[… ]*$|^HINT|^SUMMARY|DEADLYSIGNAL|: note: |^<memory |"
                   r"^\^")


def alike(line):
    for what, instead in ALIKE:
        line = what.sub(instead, line)
    return line.strip()


def of_one(said):
    found = []
    for line in said.split("\n"):
        line = alike(line)
        if line and not NOISE.search(line) and line not in found:
            found.append(line if len(line) <= COLUMNS
                         else line[:COLUMNS] + "…")
        if line.startswith("panic: "):
            return [line]   # what a sanitizer says of our abort helps nobody
    return [line for line in found if "AddressSanitizer" in line] or found


def lines(saids):
    """What is no accident in these runs."""
    count = collections.Counter(
        line for said in saids for line in of_one(said))
    return sorted(line for line, times in count.items()
                  if times * SHARE >= len(saids))[:LINES]


def texts(saids):
    """{language: ...}; empty where they said nothing."""
    found = lines(saids)
    return {lang: say("blackbox.said", lang, text="\n".join(
        "    " + line for line in found)) if found else ""
        for lang in LANGUAGES}
