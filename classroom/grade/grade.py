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
import submission
from options import Options
from say import language, say

MARK = "UNSANDBOXED "


def tell(text, mark=""):
    for row in text.splitlines():
        print(mark + row, file=sys.stderr, flush=True)


def put_away(out, everyone):
    """Results of who is not among the submissions any more."""
    known = {one.id + ".json" for one in everyone}
    folder, old = (os.path.join(out, *parts) for parts in (
        ("results",), (".grade", "old")))
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json") and name not in known:
            os.makedirs(old, exist_ok=True)
            os.replace(os.path.join(folder, name), os.path.join(old, name))
            tell(say("grade.gone", name=clean.line(name[:-5])))


def times(out, everyone, places):
    """What took how long: the one table that differs from run to run."""
    fresh = os.path.join(out, ".grade", "times.new")
    with open(fresh, "w", encoding="utf-8") as to:
        to.write("# student\tlab\tseconds\tnote\n")
        for person in everyone:
            try:
                with open(places.times(person), encoding="utf-8") as file:
                    to.write(file.read())
            except OSError:
                pass
    os.replace(fresh, os.path.join(out, "times.tsv"))


def summary(path):
    """(labs passed, labs) of one result."""
    with open(path, encoding="utf-8") as file:
        states = [lab["state"] for lab in json.load(file)["labs"]]
    return states.count("passed"), len(states)


def grade(options, kind):
    mark = MARK if kind == "none" else ""
    work = place.work(options.out)
    places = jobs.Places(options.out)
    try:
        labs = options.labs()
        ours = kit.Kit(os.path.join(work, "kit"), labs)
        room = sandbox.Sandbox(ours.start, ours.hosts, kind)
        course = submission.Course(ours, room, labs, options.programs(
            labs), language(), work)
        count = [0]

        def told(person, status):
            count[0] += 1
            print(mark + say("grade.done", count=count[0],
                             all=len(options.people), name=clean.line(
                                 person.name), **dict(zip(
                                     ("passed", "labs"),
                                     summary(places.results(person))))),
                  flush=True)
        failed = jobs.all_of(options.people, course, ours.digest(), places,
                             1 if kind == "container" else options.jobs, told)
        for name in failed:
            tell(say("grade.ours", name=clean.line(name)), mark)
        times(options.out, options.people, places)
        for text in report.write(options.out, options.worth or None,
                                 options.known or None, options.detail):
            tell(text, mark)
            failed.append(text)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(mark + say("grade.end", count=len(options.people),
                     out=clean.line(options.out, 400)))
    return 1 if failed else 0


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
    put_away(options.out, options.people)
    try:
        return grade(options, kind)
    except KeyboardInterrupt:
        tell(say("grade.stopped"), mark)
        return 130
    finally:
        held.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
