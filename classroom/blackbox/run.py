"""The programs of one student: linked, played against our servers, judged.

    run(room, kit, objects, labs) -> [{"program", "verdict", "en", "zh",
                                       "cases": [{"name", "verdict",
                                                  "en", "zh"}]}]

room     a Sandbox of classroom/grade/sandbox.py
kit      what has `at(path)`, where a file of ours stands; None: here
objects  {lab: path} of what the student's files became, inspected
labs     those that were handed in

A program is linked with all of the student's labs that are in `objects`, and
with the reference elsewhere. Where it fails, it is tried once more with the
labs alone that it is about: so the student hears which file to look at.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
for folder in ("tools", "classroom/grade", "classroom/blackbox"):
    if os.path.join(ROOT, folder) not in sys.path:
        sys.path.append(os.path.join(ROOT, folder))

import excerpt  # noqa: E402
import linked  # noqa: E402
import several  # noqa: E402
from say import LANGUAGES, say  # noqa: E402

ABOUT = {
    "gather": ["2-concurrency/gather"],
    "echo": ["3-networking/stream", "3-networking/sock",
             "3-networking/reader", "3-networking/writer"],
    "wget": ["3-networking/wget"],
}
CASES = {
    "gather": ["concurrent", "order", "one fails", "first failure"],
    "echo": ["many clients", "one breaks off", "slow reader", "half close",
             "the end"],
    "wget": ["concurrent", "names", "request", "header", "one refuses",
             "early end", "no such name"],
}


SILENT = ("timeout",)   # what it says when we end it is our own doing


def texts(key, **names):
    key = "blackbox." + key
    return {lang: say(key, lang, **names) for lang in LANGUAGES}


def joined(*many):
    return {lang: "\n".join(one[lang] for one in many if one[lang])
            for lang in LANGUAGES}


def claim(program, name):
    return "claim.%s.%s" % (program, name.replace(" ", "_"))


def told_case(program, name, verdict, why):
    words = texts(claim(program, name))
    if verdict != "passed":
        words = joined(words, texts(why))
    return dict({"name": name, "verdict": verdict}, **words)


def without_cases(program, verdict, words):
    """What was never run: each of its cases has failed for the same reason."""
    return dict({"program": program, "verdict": verdict, "cases": [
        {"name": name, "verdict": "missing" if verdict == "missing"
         else "nothing", "en": "", "zh": ""} for name in CASES[program]]},
        **words)


def before(objects, labs):
    """{program: result} of those that need not be run."""
    found = {}
    for program, about in ABOUT.items():
        ours = [lab for lab in about if lab in labs]
        unbuilt = [lab for lab in ours if lab not in objects]
        if not ours:
            found[program] = without_cases(program, "missing", texts(
                "missing", labs=" ".join(about)))
        elif unbuilt:
            found[program] = without_cases(program, "failed", texts(
                "unbuilt", labs=" ".join(unbuilt)))
    return found


def believed(program, seen):
    """[[case, verdict, why]] of what the room said; None: nothing."""
    try:
        cases = seen["cases"]
        return cases if [case[0] for case in cases] == CASES[program] \
            else None
    except (KeyError, TypeError, IndexError):
        return None


def right(program, played):
    cases = believed(program, played.get(program))
    return bool(cases) and all(case[1] == "passed" for case in cases)


def reason(told, cases, said):
    """Why it failed: the first case that did, or what broke it anywhere."""
    first = next(i for i, case in enumerate(cases) if case[1] != "passed")
    verdict, why = cases[first][1:]
    return joined(
        texts(why) if verdict in several.BREAKS else told[first],
        excerpt.texts([] if verdict in SILENT else said))


def result(program, played, objects, labs, again):
    seen = played.get(program)
    cases = believed(program, seen)
    if seen == linked.NOT_LINKED:
        return without_cases(program, "failed", texts("link"))
    if seen in linked.ENDED.values():
        return without_cases(program, "failed", texts(seen["ended"]))
    if cases is None:
        return without_cases(program, "broken", texts("lost"))
    told = [told_case(program, *case) for case in cases]
    others = sorted(set(objects) - set(ABOUT[program]))
    given = [lab for lab in ABOUT[program] if lab not in labs]
    if right(program, played):
        words = texts("given", labs=" ".join(given)) if given \
            else texts("passed")
        return dict({"program": program, "verdict": "passed",
                     "cases": told}, **words)
    words = reason(told, cases, seen["said"])
    if right(program, again):
        words = joined(words, texts("elsewhere", labs=" ".join(others)))
    return dict({"program": program, "verdict": "failed", "cases": told},
                **words)


def played(room, kit, wanted):
    """{program: what all runs of it show}"""
    with linked.Linked(room, kit, wanted) as programs:
        return several.runs(programs.play, believed, list(wanted))


def run(room, kit, objects, labs):
    found = before(objects, labs)
    wanted = [name for name in ABOUT if name not in found]
    seen, failed = played(room, kit, dict.fromkeys(wanted, objects)), {}
    for name in wanted:
        own = {lab: objects[lab] for lab in ABOUT[name] if lab in objects}
        if not right(name, seen) and len(own) < len(objects):
            failed[name] = own
    again = played(room, kit, failed)
    for name in wanted:
        found[name] = result(name, seen, objects, labs, again)
    return [found[name] for name in ABOUT]
