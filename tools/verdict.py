#!/usr/bin/env python3
"""Judge one file of one lab: run its suite, write a verdict to believe.

    verdict.py [--run WRAPPER] [--patience N] --to FILE.tsv \\
               LAB TEST_BINARY OBJECT REFERENCE_OBJECT

Nothing passes by accident. A test has passed when the suite's source names
it, it has exactly one verdict in a complete XML file, it came to its last line,
and the canary beside it failed. Everything else is a failure with a sentence.
"""
import os
import shutil
import signal
import sys
import tempfile

import odd
import outer
import preprocessed
import results
import shorten
import suite
import symbols
from judge import both, judge, signal_words
from say import LANGUAGES, say

MOST = 2            # complaints about a file, at once
LONG, MANY = 120, 12     # of a name; names
SECONDS = 20        # for a whole suite; main.c stops by itself after 10


def read_log(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def compiler(key, judged, unused=True):
    """What the compiler said, in both languages; of warnings maybe nothing."""
    log = read_log(judged[:-2] + ".log")
    texts = [(shorten.compiler(log, lang, unused), lang)
             for lang in LANGUAGES]
    return [say(key, lang, log=text) if text or key == "verdict.compile"
            else "" for text, lang in texts]


def placed(key, names, judged):
    """Names with the place where each is used, or promised."""
    if key == "symbols.missing":
        return {"%s (%s)" % (name, symbols.header(name)) for name in names}
    if key not in ("symbols.called", "symbols.extra"):
        return names
    places = {name: preprocessed.where(judged[:-2] + ".i", name)
              for name in sorted(names)[:MANY]}
    return {"%s (%s)" % (name, places[name]) if places.get(name) else name
            for name in names}


def few(names):
    """Names in a text: not more, and not longer, than can be read."""
    shown = [name if len(name) <= LONG else name[:LONG] + "…"
             for name in sorted(names)]
    return " ".join(shown[:MANY] + ["…"] * (len(shown) > MANY))


def before_running(lab, binary, judged, reference):
    """(state, English, Chinese) of what keeps a file from being run."""
    if os.path.getsize(judged) == 0:
        return ["compile"] + (odd.texts(lab, judged)
                              or compiler("verdict.compile", judged))
    if judged != reference:
        found = preprocessed.complaints(judged[:-2] + ".i") \
            + symbols.complaints(lab, judged, reference)
        found = [(key, few(placed(key, names, judged)))
                 for key, names in found if names]
        if found and odd.texts(lab, judged):
            return ["symbols"] + odd.texts(lab, judged)
        if found:
            texts = [[say(key, lang, names=names)
                      for key, names in found[:MOST]] for lang in LANGUAGES]
            return ["symbols"] + ["\n".join(text) for text in texts]
    if os.path.getsize(binary) == 0:
        log = shorten.linker(read_log(binary[:-5] + ".link.log"))
        return ["link"] + both("verdict.link", log=log)
    return None


def broken(status, entries, seconds):
    """Why no verdict of this run is believed; None: they are."""
    if entries is None and status is None:
        return both("verdict.hang", seconds=round(seconds))
    if entries is None and status < 0:
        return [say("verdict.killed", lang, signal=signal_words(-status, lang))
                for lang in LANGUAGES]
    if entries is None:
        return both("verdict.broke_off", status=status)
    sang = [entry for entry in entries if entry.name == suite.CANARY]
    if len(sang) != 1 or sang[0].result != "failure" \
            or "canary" not in sang[0].message:
        return both("verdict.canary")
    if status != 0 and all(entry.result == "success" for entry in entries
                           if entry is not sang[0]):
        return both("verdict.broke_off", status=status)
    return None


def run_suite(lab, command, patience):
    """The result of a suite that can be run."""
    wanted = suite.expected("tests/%s.c" % lab)
    seconds, printed = SECONDS * patience, outer.Printed()
    folder = tempfile.mkdtemp(prefix="verdict.")
    try:
        xml = os.path.join(folder, "verdicts.xml")
        status = outer.run(command + [xml], seconds,
                           outer.environment(folder, patience), printed)
        entries = suite.read_xml(xml)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    why = broken(status, entries, seconds)
    tests = []
    for name, step in wanted:
        text = printed.text(name)
        verdict = ["nothing"] + why if why else judge(
            [entry for entry in entries if entry.name == name], text,
            printed.ended.get(name, 0))
        tests.append(results.Test(name, step, *verdict,
                                  shorten.without_reports(text)))
    if why or not tests:
        return results.Result("broken", tests, *(why or both("verdict.zero")))
    passed = all(test.verdict == results.PASSED for test in tests)
    return results.Result(results.PASSED if passed else "failed", tests)


def main(args):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = dict(zip(args[:6:2], args[1:6:2]))
    lab, binary, judged, reference = args[6:]
    cannot = before_running(lab, binary, judged, reference)
    if cannot:
        tests = [results.Test(name, step, cannot[0])
                 for name, step in suite.expected("tests/%s.c" % lab)]
        result = results.Result(cannot[0], tests, *cannot[1:])
    else:
        result = run_suite(lab, options["--run"].split() + [binary],
                           int(options["--patience"]))
        written = all(t.verdict != "unwritten" for t in result.tests)
        if not result.en:
            result.en, result.zh = compiler("verdict.warnings", judged,
                                            written)
    results.write(options["--to"], result)


if __name__ == "__main__":
    main(sys.argv[1:])
