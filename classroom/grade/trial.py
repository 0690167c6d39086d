"""One test, in a process and a room of its own, and the verdict on it.

The verdict is made here, outside, of what came out: the XML of Check, which
is believed only when it is whole and the canary beside the test failed, and
the lines with the word that say that the test came to its end.
"""
import os
import re
import time

import outer
import sandbox
import shorten
import suite
import verdict
import watchdog
from judge import judge
from plain import both
from results import PASSED

LIMITS = sandbox.Limits()
# One of its tests makes a file of 64 GiB of nothing; /tmp is small for all.
HOLES = sandbox.Limits(fsize=1 << 37)
WITH_HOLES = ("4-summary/serve",)
SECONDS = 8         # outside; Check ends a test after three
DECOY = "the decoy sang"    # tests/support/main.c
SLOW, PATIENCE = 0.9, 2     # late.c asks from here on; a second run has more
MEMORY = 512 << 20
XML, TAGS = 1 << 20, 40     # bytes that are read; marks for each test
SAID, TEXT = 2000, 4000     # characters that are kept
INSIDE = sandbox.WORKBOOK + "/"
# What is another one in each run, wherever it may stand.
CHANCE = (
    (re.compile(r"((?:127\.0\.0\.1|\[::1\]|localhost):)\d{4,5}\b"), r"\1…"),
    (re.compile(r"\b0x[0-9a-f]{6,16}\b"), "0x…"),
    (re.compile(r"^((?:got: |实得：)-?)\d{6,}", re.M), r"\1…"),
    (re.compile(r"==\d+=="), "==…=="))
A_TIME = re.compile(r"\d{6,}")      # or so it may be, in what a student prints
LATE = re.compile(r"^late (?:with|at):", re.M)      # where it was, by chance


class Heard(outer.Printed):
    """Printed; places are those outside, and the word is nobody's business."""

    def text(self, name):
        return super().text(name).replace(INSIDE, os.getcwd() + "/").replace(
            self.word, "…")


def entries(path):
    """What the XML says; None where it is broken, or slow on purpose."""
    try:
        if os.lstat(path).st_size > XML:
            return None
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(XML)
        tests = text.count("</test>")
        if text.count("<test result=") != tests \
                or text.count("<") > TAGS * (tests + 1):
            return None
        return suite.read_xml(path)
    except (OSError, ValueError):
        return None


def settled(text, most):
    """Without chance, and not too long."""
    for pattern, instead in CHANCE:
        text = pattern.sub(instead, text)
    text = shorten.visible(text)
    return text if len(text) <= most else text[:most] + "…"


def sentences(word, key, **names):
    return [word] + [both(key, **names)[lang] for lang in ("en", "zh")]


def decided(name, status, found, heard, seconds=SECONDS):
    """[verdict, English, Chinese] of one process with one test."""
    if status == watchdog.TIME:
        return sentences("timeout", "verdict.hang", seconds=seconds)
    if status == watchdog.MEMORY:
        return sentences("memory", "grade.memory", mib=MEMORY >> 20)
    why = verdict.broken(status, found, seconds)
    if why:
        return ["nothing"] + list(why)
    return judge([entry for entry in found if entry.name == name],
                 LATE.split(heard.text(name), 1)[0], heard.ended.get(name, 0))


def is_decoy(name, status, found):
    """Did a test fail at its end, where it was made to?"""
    if verdict.broken(status, found, SECONDS):
        return False
    own = [entry for entry in found if entry.name == name]
    return bool(own) and all(entry.result == "failure"
                             and DECOY in entry.message for entry in own)


def command(desk, name, word, xml, patience):
    """The suite with this test alone: its program and the file of verdicts
    are all that the room has of ours."""
    binary, verdicts = INSIDE + "suite", INSIDE + "verdicts.xml"
    read, write = [(desk.host(desk.binary), binary)], [(xml, verdicts)]
    if desk.room.kind != "bubblewrap":
        read = [(desk.folder, sandbox.WORKBOOK)] + read
        write.append((os.path.join(desk.folder, "tmp"), "/tmp"))
    limits = HOLES if desk.how.lab in WITH_HOLES else LIMITS
    env = outer.environment("/tmp", patience)
    env.update(PATH=sandbox.PATH, HOME="/tmp")
    return desk.room.command([binary, verdicts, word, name], read, write,
                             net=desk.net, env=env, limits=limits,
                             cwd=sandbox.WORKBOOK, parent=os.getpid())


def ran(desk, name, patience, heard):
    """(exit status, entries of the XML) of one process in one room."""
    xml = os.path.join(desk.folder, "verdicts.xml")
    with open(xml, "wb"):
        pass
    desk.give(xml)
    status = watchdog.run(
        desk.room, command(desk, name, heard.word, xml, patience),
        SECONDS * patience, MEMORY, heard, "TMPDIR=" + desk.folder,
        (xml, XML))
    found = entries(xml)
    os.unlink(xml)
    return status, found


def once(desk, name, patience=1):
    """[verdict, English, Chinese, what it said] of a test, and whether others
    may be to blame: the machine was busy, or there was not even a room."""
    heard, began = Heard(), time.monotonic()
    status, seen = ran(desk, name, patience, heard)
    slow = time.monotonic() - began > SLOW
    try:
        found = decided(name, status, seen, heard, SECONDS * patience)
    except (ValueError, OverflowError):     # numbers that are none
        found = sentences("nothing", "verdict.none")
    slow = slow or found[0] == "nothing" and not heard.of.get(name)
    return found + [shorten.without_reports(heard.text(name))], \
        found[0] != PASSED and slow


def honest(desk, name):
    """Does a test that is made to fail at its end say that it has failed?
    Who forges a pass, forges this one, too."""
    return any(is_decoy(name, *ran(desk, "-" + name, patience, Heard()))
               for patience in (1, PATIENCE))


def tried(desk, name, step):
    """(the test as results have it, whether a second run helped)."""
    found, doubtful = once(desk, name)
    if doubtful:
        found, _ = once(desk, name, PATIENCE)
    word, en, zh, said = found
    return {"name": name, "step": step, "verdict": word,
            "en": settled(en, TEXT), "zh": settled(zh, TEXT),
            "said": A_TIME.sub("…", settled(said, SAID))
            }, doubtful and word == PASSED
