"""What is odd about a learner's file as a whole, so that a compiler's words
about it would lead astray: other bytes, both sides of a merge, another lab.
"""
import os
import re

import holes
import outline
import source
import symbols
from say import LANGUAGES, say

MARKER = re.compile(rb"^(<{7}|>{7}) ", re.M)
UTF16 = (b"\xff\xfe", b"\xfe\xff")
INCLUDED = re.compile(r"from (labs/\S+?:\d+)[:,]")
ERROR = re.compile(r"^(\S+?):\d+:\d+: (?:fatal )?error: ", re.M)


def functions(text):
    """The functions that a text defines, by the looks of it."""
    rows = text.splitlines()
    return {holes.head(row) for row, after in zip(rows, rows[1:] + [""])
            if holes.head(row) and not row.rstrip().endswith(";")
            and not row.startswith("static ")
            and (after.startswith(("{", "\t", " ")) or "{" in row
                 or row.startswith(("FUNCTION", "OUTERMOST")))}


def of_reference(lab):
    """The functions that the reference defines."""
    known = outline.of(lab)
    if known:
        return set(known["functions"])
    with open(source.of("solutions", lab), encoding="utf-8") as file:
        return functions(file.read())


def written_for(lab, text):
    """The lab that this text is an answer to, if it is another one."""
    mine, promised = functions(text), symbols.declared()
    found = {}
    for other in os.environ.get("LABS", "").split():
        found[other] = len(mine & promised & of_reference(other))
    best = max(found, key=found.get, default=lab)
    return best if found[best] > max(1, found.get(lab, 0)) else None


def before_include(log):
    """The #include in the learner's file in which a compiler first errs.

    What our headers say is right: the mistake is above that line.
    """
    first = ERROR.search(log)
    if not first or first[1].startswith("labs/"):
        return None
    places = INCLUDED.findall(log[:first.start()])
    return places[-1] if places else None


def complaint(lab, log=""):
    """(key, names) of what is odd about the learner's file; or None."""
    path = source.of("labs", lab)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    if data.startswith(UTF16) or b"\0" in data:
        return "odd.utf16", {"path": path}
    marker = MARKER.search(data)
    if marker:
        return "odd.merge", {"place": "%s:%d" % (
            path, data.count(b"\n", 0, marker.start()) + 1)}
    other = written_for(lab, data.decode("utf-8", "replace"))
    if other:
        return "odd.other_lab", {"path": path, "lab": other.rpartition("/")[
            2], "right": source.of("labs", other)}
    place = before_include(log)
    return place and ("odd.before", {"place": place})


def texts(lab, judged):
    """That in English and in Chinese; or nothing. judged is the object."""
    if "/yours/" not in judged:     # an answer that somebody tries
        return None
    try:
        with open(judged[:-2] + ".log", encoding="utf-8",
                  errors="replace") as file:
            found = complaint(lab, file.read())
    except OSError:
        found = complaint(lab)
    return found and [say(found[0], lang, **found[1]) for lang in LANGUAGES]
