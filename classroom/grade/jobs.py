"""Many submissions at once, each in a process of ours.

A process takes one submission, writes its results, and ends. Should it die,
for whatever reason, the others do not: what it leaves is told, and results
are written in its place that say `broken`.
"""
import ctypes
import errno
import hashlib
import json
import os
import signal
import sys
import time
import traceback

import collect
import programs
import put
import submission
import watchdog
from collect import both
from course import lab_result

OURS, RAISED = 3, 4     # a lab is broken, and told; all of it is
PR_SET_PDEATHSIG = 1
FULL = (errno.ENOSPC, errno.EDQUOT)


def end_with_parent(parent):
    """Nobody goes on grading when the grader was killed."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    except (OSError, AttributeError):
        return
    if os.getppid() != parent:
        os._exit(OURS)


class Places:
    def __init__(self, out):
        self.out = out

    def results(self, person):
        return os.path.join(self.out, "results", person.id + ".json")

    def times(self, person):
        return os.path.join(self.out, ".grade", "times", person.id + ".tsv")


def digest(person, course, taken, grader):
    text = repr((taken.digest(), grader, course.labs, course.programs,
                 course.room.kind,
                 person.folder, person.id, person.name,
                 person.lang or taken.said or course.lang))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def has_broken(found):
    return any(lab["state"] == "broken" for lab in found["labs"]) or any(
        one["verdict"] == "broken" for one in found["programs"])


def done_before(path, wanted):
    """Is there a whole result for exactly this, in which we did not fail?"""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        return found["digest"] == wanted and not has_broken(found)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write(path, found):
    put.put(path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def write_times(path, times, person):
    rows = ["%s\t%s\t%.2f\t%s\n" % (person.id, lab, seconds, note)
            for lab, seconds, note in times]
    put.put(path, "".join(rows))


def broken(person, course):
    """What stands there when we could not even begin."""
    texts = both("grade.broken")
    return {"schema": 1, "student": person.folder, "id": person.id,
            "name": person.name, "language": person.lang or course.lang,
            "sandbox": course.room.kind, "digest": "", "notes": [texts],
            "labs": [lab_result(
                lab, None, "broken", course.all(lab, "nothing"), **texts)
                for lab in course.labs],
            "programs": programs.broken(course.programs, texts)}


def one(person, course, grader, places):
    """In a process of its own: 0, or OURS where a lab was broken."""
    begun = time.monotonic()
    taken = collect.Taken(person.path, course.labs)
    wanted = digest(person, course, taken, grader)
    if done_before(places.results(person), wanted):
        return 0
    found, times = submission.judged(person, course, taken, wanted)
    times.append(("-", time.monotonic() - begun, ""))
    write_times(places.times(person), times, person)
    write(places.results(person), found)
    return OURS if has_broken(found) else 0


def begin(person, course, grader, places):
    """The id of the process that grades this one."""
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    status = RAISED
    try:
        end_with_parent(parent)
        watchdog.adopt()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        status = one(person, course, grader, places)
    except BaseException as error:
        if getattr(error, "errno", None) not in FULL:   # that is told once
            traceback.print_exc(file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(status)


def all_of(everyone, course, grader, places, most, told):
    """The ids of those with whom we failed; told(person) after each."""
    running, waiting, failed = {}, list(everyone), []
    try:
        while running or waiting:
            while waiting and len(running) < most:
                person = waiting.pop(0)
                running[begin(person, course, grader, places)] = person
            pid, status = os.wait()
            person = running.pop(pid, None)
            if person is None:
                continue
            if status and os.waitstatus_to_exitcode(status) != OURS or \
                    not os.path.exists(places.results(person)):
                status = OURS
                write(places.results(person), broken(person, course))
            if status:
                failed.append(person.id)
            told(person, status)
    finally:
        for pid in running:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return failed
