"""What a learner's file brings, as the preprocessor shows it.

The compiler's -E names the file and the line of each piece. So we see what
was included, also by a macro, and what the learner's own lines say.
"""
import os
import re

MARKER = re.compile(r'# (\d+) "((?:[^"\\]|\\.)*)"([ \d]*)$')
STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
WORDS = (("source.assembly", re.compile(r"\b(__asm(?:__)?)\b")),
         ("source.sanitizer", re.compile(r"\b(_*no_sanitize\w*|"
                                         r"_*no_address_safety_\w+)")))
# Lines that say of those below that they are a system header's.
HIDES = re.compile(r"^\s*#pragma GCC system_header", re.M)
FORGED = re.compile(r'(?:#|%:)\s*\d+\s*"')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
OTHER_FILES = re.compile(r"^\s*\.(?:include|incbin)\b")
OURS = ("include/", "labs/", "build/try/", "tests/hostile/")
SYSTEMS = ("/usr/", "/opt/", "/nix/", "/Library/", "/Applications/")


def may_include(path, flags, begun):
    """Flag 3 is for what was found among the system's headers."""
    here = os.getcwd() + "/"
    whole = os.path.realpath(path)
    if whole.startswith(here):
        inside = whole[len(here):]
        return inside == begun or inside.startswith(OURS)
    return "3" in flags and (".." not in path or whole.startswith(SYSTEMS))


def lines(text):
    """(kind, path, line, text): "include", or a line that is not a system's.

    Whose line it is, inclusions tell; a #line may say what it likes.
    """
    stack, shown, number, macro = [], "", 1, False
    for row in text.splitlines():
        marker = MARKER.match(row)
        if not marker:
            if stack and not stack[-1] and not macro:
                yield "line", shown, number, row
            number += 1
            continue
        flags = marker[3].split()
        number, shown = int(marker[1]), marker[2]
        macro = "3" in flags    # what a system's macro became
        if "1" in flags or not stack:
            yield "include", shown, number, flags
            stack.append("3" in flags)
        elif "2" in flags and len(stack) > 1:
            stack.pop()


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def hides(begun, text):
    """Does the file that began it all say whose lines they are?"""
    own = COMMENT.sub(" ", read(begun)) if os.path.exists(begun) else ""
    return HIDES.search(text) or FORGED.search(own.replace("\\\n", ""))


def where(path, name):
    """The first line of the learner's that has that name."""
    if not os.path.exists(path):
        return None
    for kind, shown, number, what in lines(read(path)):
        if kind == "line" and re.search(r"(?<![\w.>])%s\b" % re.escape(name),
                                        STRING.sub("", what)):
            return "%s:%d" % (shown, number)
    return None


def complaints(path):
    """[(key, names)] for a .i file, as in symbols.py; first places only."""
    text, found, begun = read(path), {}, None
    for kind, shown, number, what in lines(text):
        if kind == "include":
            begun = begun or shown
            if not shown.startswith("<") and not may_include(
                    shown, what, None if begun == shown else begun):
                found.setdefault("source.include", os.path.normpath(shown))
            continue
        code = STRING.sub("", what)
        for key, word in WORDS if not begun.endswith(".S") else ():
            if word.search(code):
                found.setdefault(key, "%s:%d" % (shown, number))
        if begun.endswith(".S") and OTHER_FILES.match(what):
            found.setdefault("source.include", "%s:%d" % (shown, number))
    own = [row[3] for row in lines(text) if row[0] == "line"]
    if begun and hides(begun, "\n".join(own)):
        found["source.hides"] = begun
    return [(key, {names}) for key, names in found.items()]
