"""The verdict on one test, from what Check tells and what the test printed."""
import re
import signal

import late
import results
import shorten
from say import LANGUAGES, say

LOST = 1    # Check's, where an expectation failed: what it said did not arrive
FLOODED, NOT_WRITTEN, SANITIZER = 94, 95, 97    # exit statuses


def both(key, **names):
    return [say(key, lang, **names) for lang in LANGUAGES]


def signal_words(number, lang):
    try:
        name = signal.Signals(number).name
    except ValueError:
        return "%d" % number
    try:
        return say("signal.%s" % name, lang)
    except KeyError:
        return name


# What the workbook itself panics with, and how to say it to a learner.
KNOWN = (("a NULL pointer was called", "panic.null"),
         ("a wait without limit", "panic.forever"),
         ("a busy loop", "panic.busy"))


def told_panic(text, printed):
    key = next((key for words, key in KNOWN if words in text), "panic.other")
    where = shorten.learners_place(printed)
    return [say(key, lang, text=text.replace(": a busy loop", ""))
            + ("\n" + say("panic.in", lang, where=where) if where else "")
            for lang in LANGUAGES]


def error(entry, printed):
    """(verdict, English, Chinese) of a test that neither passed nor failed."""
    status = re.search(r"Early exit with return value (\d+)", entry.message)
    killed = re.search(r"Received signal (\d+)", entry.message)
    panic = re.search(r"^panic: (.*)$", printed, re.M)
    report = shorten.sanitizer(printed, "en")
    if "Test timeout expired" in entry.message:
        return ["timeout"] + late.texts(printed, entry.where)
    if status and int(status.group(1)) == NOT_WRITTEN:
        name = re.search(r"^not written yet: (.*)$", printed, re.M)
        return ["unwritten"] + both("verdict.unwritten", function=(
            name.group(1) if name else "?"))
    if status and int(status.group(1)) == FLOODED:
        return ["memory"] + both("memory.flood",
                                 where=shorten.place(printed))
    if report and (killed or int(status.group(1)) == SANITIZER):
        return ["memory", report, shorten.sanitizer(printed, "zh")]
    if killed and panic:
        return ["crash"] + told_panic(panic.group(1), printed)
    if killed:
        return ["crash"] + [
            say("verdict.crash", lang, where=entry.where,
                signal=signal_words(int(killed.group(1)), lang))
            for lang in LANGUAGES]
    if status:
        return ["exit"] + both("verdict.lost" if int(status.group(1)) == LOST
                               else "verdict.status", status=status.group(1))
    return ["nothing"] + both("verdict.unknown", text=entry.message)


def judge(entries, printed, ended):
    """(verdict, English, Chinese) of one test from all that Check says.

    It came to its end so many times: once for each entry, if all is well.
    """
    if len({entry.iteration for entry in entries}) < len(entries):
        return ["nothing"] + both("verdict.double")
    for entry in entries:
        if entry.result == "success" and entry.seconds < 0:
            return ["exit"] + both("verdict.exit")
        if entry.result == "failure":
            return ["wrong"] + list(entry.texts())
        if entry.result != "success":
            return error(entry, printed)
    if not entries:
        return ["nothing"] + both("verdict.none")
    return [results.PASSED, "", ""] if ended == len(entries) \
        else ["exit"] + both("verdict.left")
