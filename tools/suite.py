"""What a suite's source promises, and what its run says in Check's XML.

The names come from the source, so no binary can leave a test out. The XML is
read by patterns, not by a parser: a learner's bytes may stand in a message.
"""
import os
import re

INCLUDED = re.compile(r'^#include "([^"]+\.c)"', re.M)
NAME = re.compile(r"^\s*START_TEST\((\w+)\)", re.M)
STEP = re.compile(r"(\w+)\s*=\s*lab_step\(\s*\w+\s*,\s*\"([^\"]*)\"", re.S)
ADD = re.compile(r"tcase_add_\w*test\w*\(\s*(\w+)\s*,\s*(\w+)", re.S)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
ENTRY = re.compile(r"<test result=\"(\w+)\">(.*?)</test>", re.S)
FIELD = re.compile(r"<(\w+)>(.*?)</\1>", re.S)
NUMBER = re.compile(r"&#x([0-9A-Fa-f]+);")
ENCODED = re.compile(rb"%([0-9A-F]{2})")        # as in tests/support/failure.c
BETWEEN_LANGUAGES = "\n==zh==\n"    # as in tests/support/failure.h
CANARY = "zz_canary_must_fail"


def sources(path):
    """[(path, text)] of the other suites that a suite includes, and of it."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found = []
    for name in INCLUDED.findall(text):
        for folder in (os.path.dirname(path), "tests/support"):
            other = os.path.normpath(os.path.join(folder, name))
            if os.path.exists(other):
                found += sources(other)
                break
    return found + [(path, text)]


def expected(path):
    """[(test name, step)] in the order of the source."""
    source = COMMENT.sub("", "\n".join(text for _, text in sources(path)))
    steps, current = {}, {}
    for match in re.finditer("%s|%s" % (STEP.pattern, ADD.pattern), source,
                             re.S):
        variable, step, case, test = match.groups()
        if variable:
            current[variable] = step
        else:
            steps[test] = current.get(case, "")
    return [(name, steps.get(name, "")) for name in NAME.findall(source)]


class Entry:
    """One test as Check tells it."""

    def __init__(self, result, fields):
        self.result = result
        self.name = fields.get("id", "")
        self.iteration = fields.get("iteration", "0")
        self.where = fields.get("path", ".") + "/" + fields.get("fn", "")
        self.seconds = float(fields.get("duration", -1))
        self.message = fields.get("message", "")

    def texts(self):
        """The message in English and in Chinese."""
        if BETWEEN_LANGUAGES not in self.message:
            return self.message, self.message
        text = ENCODED.sub(lambda found: bytes([int(found.group(1), 16)]),
                           self.message.encode("ascii", "replace"))
        en, _, zh = text.decode("utf-8", "replace").partition(
            BETWEEN_LANGUAGES)
        return en, zh


def unescape(text):
    text = NUMBER.sub(lambda found: chr(int(found.group(1), 16)), text)
    for code, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'),
                       ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(code, char)
    return text


def read_xml(path):
    """All entries, or None when the file is missing or breaks off."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    except FileNotFoundError:
        return None
    if not text.rstrip().endswith("</testsuites>"):
        return None
    return [Entry(result, {name: unescape(value)
                           for name, value in FIELD.findall(inside)})
            for result, inside in ENTRY.findall(text)]
