#!/usr/bin/env python3
"""Grade a class: make grade SUBMISSIONS=dir OUT=dir.

    grade.py [SUBMISSIONS=dir OUT=dir ...]      the same, and the status is
                                                seen; make's own is always 2
Status 0: everything was judged, however the students did. 1: something of
ours failed with somebody, who is told. 2: told wrongly. 3: no sandbox.
130: stopped; the next call goes on.
"""
import json
import os
import shutil
import sys
import traceback

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.abspath(__file__)),
                              "..", *parts) for parts in (
                                  ("..", "tools"), ("blackbox",))]
import bare
import clean
import jobs
import kit
import place
import report
import sandbox
from course import Course
from options import Options
from say import language, say

MARK = "UNSANDBOXED "


def tell(text, mark=""):
    for row in text.splitlines():
        print(mark + row, file=sys.stderr, flush=True)


def summary(path):
    """(labs passed, labs) of one result."""
    with open(path, encoding="utf-8") as file:
        states = [lab["state"] for lab in json.load(file)["labs"]]
    return states.count("passed"), len(states)


class Teller:
    """A line for each submission that is done."""

    def __init__(self, options, places, mark):
        self.count, self.all = 0, len(options.people)
        self.places, self.mark = places, mark

    def __call__(self, person, status):
        self.count += 1
        passed, labs = summary(self.places.results(person))
        print(self.mark + say("grade.done", count=self.count, all=self.all,
                              name=clean.line(person.name), passed=passed,
                              labs=labs), flush=True)


def judge(options, kind, work, mark):
    """The names of those with whom something of ours failed."""
    places, labs = jobs.Places(options.out), options.labs()
    ours = kit.Kit(os.path.join(work, "kit"), labs)
    room = sandbox.Sandbox(ours.start, ours.hosts, kind)
    course = Course(ours, room, labs, options.programs(labs),
                               language(), work)
    failed = jobs.all_of(options.people, course, ours.digest(), places,
                         1 if kind == "container" else options.jobs,
                         Teller(options, places, mark))
    place.times(options.out, options.people, places)
    return failed


def reported(options, mark):
    """What the results are made into; False: not all that should be."""
    try:
        wrong = report.write(options.out, options.worth or None,
                             options.known or None, options.detail)
    except OSError as error:
        wrong = [say("grade.full", path=clean.line(options.out, 400),
                     why=error.strerror)]
    except Exception:   # the results themselves are safe
        traceback.print_exc(file=sys.stderr)
        wrong = [say("grade.no_report")]
    for text in wrong:
        tell(text, mark)
    return not wrong


def grade(options, kind, mark):
    work = place.work(options.out)
    try:
        failed = judge(options, kind, work, mark)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for name in failed:
        tell(say("grade.ours", name=clean.line(name)), mark)
    whole = reported(options, mark)
    print(mark + say("grade.end", count=len(options.people),
                     out=clean.line(options.out, 400)))
    return 0 if whole and not failed else 1


def told(args):
    """The environment, and what stands behind the command."""
    words = dict(arg.split("=", 1) for arg in args if "=" in arg)
    if "LABS" in words:
        words["ONLY"] = words.pop("LABS")
    return dict(os.environ, **words)


def main(args):
    env = told(args)
    options = Options(env)
    kind = None if options.wrong else bare.mode(env)
    mark = MARK if kind == "none" else ""
    for text in options.wrong:
        tell(text)
    if options.wrong:
        return 2
    if kind is None:
        tell(say("grade.no_sandbox", why=sandbox.probe() or ""))
        return 3
    held = place.lock(options.out)
    if not held:
        tell(say("grade.locked", out=clean.line(options.out, 400)))
        return 2
    for name in options.left:
        tell(say("grade.left", name=clean.line(name)), mark)
    why = kit.build()
    if why:
        tell(why + "\n" + say("grade.no_kit"), mark)
        return 1
    try:
        for name in place.put_away(options.out, options.people):
            tell(say("grade.gone", name=clean.line(name)), mark)
        return grade(options, kind, mark)
    except OSError as error:
        tell(say("grade.full", path=clean.line(options.out, 400),
                 why=error.strerror), mark)
        return 1
    except KeyboardInterrupt:
        tell(say("grade.stopped"), mark)
        return 130
    finally:
        held.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
