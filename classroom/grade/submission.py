"""One submission, from its folder to what stands in OUT/results.

    judged(person, course) -> (the results, [(lab, seconds, note)])

Whatever the student's files do is a verdict. What we do wrong is told as
`broken`: nobody is said to have failed for it.
"""
import hashlib
import os
import shutil
import sys
import time
import traceback

import loopback
import prepare
import programs
import trial
from collect import both
from course import lab_result
from results import PASSED

LATE = 4        # tests that were late in a lab, twice each: no more are run
DECOYS = 3      # tests of a lab that are made to fail, see believed()
LATE_ALL = 12   # and in a submission
SECONDS = 1800  # for a whole submission; what is left then, is late


class Trial:
    def __init__(self, person, course, taken):
        self.salt = taken.digest()
        self.person, self.course, self.taken = person, course, taken
        self.late, self.times, self.objects = 0, [], {}
        self.end = time.monotonic() + SECONDS
        self.folder = os.path.join(course.work, "desk-" + person.id)
        shutil.rmtree(self.folder, ignore_errors=True)

    def lab(self, lab):
        """What stands in the results for one lab."""
        course, taken = self.course, self.taken
        if lab in taken.refused:
            texts = taken.refused[lab]
            return lab_result(lab, None, "refused",
                              course.all(lab, "refused"), **texts)
        if lab not in taken.files:
            return lab_result(lab, None, "missing",
                              course.all(lab, "missing"),
                              **both("grade.missing"))
        begun = time.monotonic()
        try:
            return self.judge(lab, *taken.files[lab])
        except Exception:   # ours: told, and the others go on
            traceback.print_exc(file=sys.stderr)
            self.times.append((lab, 0, "broken"))
            return lab_result(lab, taken.files[lab][0], "broken", course.all(
                lab, "nothing"), **both("grade.broken"))
        finally:
            self.times.append((lab, time.monotonic() - begun, ""))

    def judge(self, lab, path, data):
        with loopback.Loopback(self.course.room) as net:
            desk = prepare.Desk(
                self.course.room, self.course.kit, self.course.kit.hows[lab],
                os.path.join(self.folder, lab.replace("/", "-")), net)
            try:
                return self.on_desk(desk, lab, path, data)
            finally:
                prepare.clear(desk)

    def on_desk(self, desk, lab, path, data):
        cannot, warnings = prepare.prepared(desk, data)
        if not cannot:
            self.keep(lab, desk)
            return self.tests(lab, path, desk, warnings)
        word, en, zh = (cannot + [""])[:3]
        return lab_result(lab, path, word, self.course.all(lab, word), *(
            trial.settled(text, trial.TEXT) for text in (en, zh)))

    def keep(self, lab, desk):
        """Their object, for the programs; with a scripted clock it is none."""
        if "/scripted/" not in desk.how.object:
            to = os.path.join(self.folder, lab.replace("/", "-") + ".o")
            shutil.copy(desk.host(desk.how.object), to)
            os.chmod(to, 0o644)
            self.objects[lab] = to

    def play(self):
        begun = time.monotonic()
        try:
            return programs.play(self.course, self.objects, sorted(
                set(self.taken.files) | set(self.taken.refused)))
        except Exception:   # ours, as above
            traceback.print_exc(file=sys.stderr)
            return programs.broken(self.course.programs,
                                   both("grade.broken"))
        finally:
            if self.course.programs:
                self.times.append(("programs", time.monotonic() - begun, ""))

    def tests(self, lab, path, desk, warnings):
        found, late = [], 0
        for name, step in self.course.tests[lab]:
            if late >= LATE or self.late >= LATE_ALL \
                    or time.monotonic() > self.end:
                found.append(dict(both("grade.no_time"), name=name, step=step,
                                  verdict="timeout", said=""))
                continue
            test, again = trial.tried(desk, name, step)
            found.append(test)
            late += test["verdict"] == "timeout"
            self.late += test["verdict"] == "timeout"
            if again:
                self.times.append((lab, 0, "second run: " + name))
        state = PASSED if found and all(
            test["verdict"] == PASSED for test in found) else "failed"
        if not self.believed(desk, lab, found):
            state, found = "failed", self.course.all(
                lab, "nothing", both("grade.forged"))
        written = all(test["verdict"] != "unwritten" for test in found)
        texts = [trial.settled(text, trial.TEXT)
                 for text in warnings[1 if written else 0]]
        return lab_result(lab, path, state, found, *texts)


    def believed(self, desk, lab, found):
        """A few of those that passed are made to fail."""
        names = sorted(test["name"] for test in found
                       if test["verdict"] == PASSED)
        chosen = sorted(names, key=lambda name: hashlib.sha256((
            name + self.salt).encode()).digest())[:DECOYS]
        return all(trial.honest(desk, name) for name in chosen)


def judged(person, course, taken, digest):
    """(results, times)."""
    one = Trial(person, course, taken)
    os.makedirs(one.folder)
    try:
        labs = [one.lab(lab) for lab in course.labs]
        played = one.play()
    finally:
        shutil.rmtree(one.folder, ignore_errors=True)
    lang = person.lang or taken.said or course.lang
    return {"schema": 1, "student": person.folder, "id": person.id,
            "name": person.name, "language": lang,
            "sandbox": course.room.kind, "digest": digest,
            "notes": taken.notes, "labs": labs, "programs": played}, \
        one.times
