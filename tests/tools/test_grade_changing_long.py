"""Submissions that change while they are graded, and graders that are ended.

A file that is a link in one moment and an answer in the next, a folder that
goes away, one that comes: nothing of another student's is taken, nobody lost.
A grader that is killed, twice, or has no room left on its disk, leaves no half
result; who begins again gets what an undisturbed one gets.
"""
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests/classroom"))

import attack       # noqa: E402
import outcome      # noqa: E402

NAMES = ["honest", "secret", "prints_html", "link_passwd", "includes_passwd",
         "own_malloc", "raw_reads"]


class Swapper(threading.Thread):
    """In the place of a file there is now this, now that."""

    def __init__(self, folder, target):
        super().__init__(daemon=True)
        self.path, self.target = os.path.join(folder, "tiny.c"), target
        with open(self.path, "rb") as file:
            self.data = file.read()
        self.going = True

    def run(self):
        fresh, turn = self.path + ".new", 0
        while self.going:
            turn += 1
            if turn % 3 == 0:
                os.symlink(self.target, fresh)
            elif turn % 3 == 1:
                os.mkfifo(fresh)
            else:
                with open(fresh, "wb") as file:
                    file.write(self.data)
            os.replace(fresh, self.path)


def kept(out):
    return {path[len(out):]: data for path, data in attack.texts(out)
            if os.path.basename(path) != "times.tsv"}


@unittest.skipIf(attack.WHY, "no bubblewrap here: %s" % attack.WHY)
class Changing(unittest.TestCase):
    def setUp(self):
        self.class_ = attack.Attack(NAMES)
        self.addCleanup(self.class_.__exit__)
        self.folder, self.out = self.class_.folder, self.class_.out
        self.lab = "LABS=1-basics/tiny"

    def begin(self):
        return subprocess.Popen(
            ["make", "grade", "SUBMISSIONS=" + self.folder, self.lab,
             "OUT=" + self.out], cwd=ROOT, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)

    def results(self):
        found = os.path.join(self.out, "results")
        return os.listdir(found) if os.path.isdir(found) else []

    def test_a_file_that_is_now_this_now_that(self):
        swappers = []
        for number in range(6):
            name = "swaps%d" % number
            self.class_.rows.append(attack.make.Row(
                name, "1-basics/tiny", ["failed", "refused"]))
            shutil.copytree(self.folder + "/honest-idle",
                            "%s/%s" % (self.folder, name))
            swappers.append(Swapper("%s/%s" % (self.folder, name),
                                    "../honest/tiny.c"))
        for swapper in swappers:
            swapper.start()
        status, said = attack.grade(self.folder, self.out, self.lab)
        for swapper in swappers:
            swapper.going = False
            swapper.join()
        self.assertEqual(status, 0, said)
        self.assertEqual(self.class_.wrong(), [])
        self.assertEqual(self.class_.harm(), [])

    def test_a_submission_that_goes_away(self):
        gone = ["gone%02d" % number for number in range(8)]
        for name in gone:
            shutil.copytree(self.folder + "/honest", self.folder + "/" + name)
        running = self.begin()
        while running.poll() is None and not self.results():
            time.sleep(0.01)
        for name in gone[1:]:
            shutil.rmtree(self.folder + "/" + name)
        self.assertEqual(running.wait(), 0)
        for name in gone[1:]:
            self.class_.rows.append(attack.make.Row(
                name, "1-basics/tiny", ["passed", "refused", "missing"]))
        self.assertEqual(self.class_.wrong(), [])

    def ended(self, how):
        """The grader is ended so, again and again, until it comes through."""
        status, said = attack.grade(self.folder, self.out, self.lab)
        self.assertEqual(status, 0, said)
        undisturbed = kept(self.out)
        shutil.rmtree(self.out)
        dice = random.Random(7)
        for _ in range(5):
            running, begun = self.begin(), len(self.results())
            while running.poll() is None and len(self.results()) == begun:
                time.sleep(0.01)
            time.sleep(dice.random())
            with contextlib.suppress(ProcessLookupError):   # it had ended
                os.killpg(running.pid, how)
            running.wait()
            for path, data in attack.texts(self.out):
                if "/results/" in path and path.endswith(".json"):
                    outcome.json.loads(data)
        status, said = attack.grade(self.folder, self.out, self.lab)
        self.assertEqual(status, 0, said)
        self.assertEqual(kept(self.out), undisturbed)
        self.assertEqual(self.class_.harm(), [])

    def test_killed(self):
        self.ended(signal.SIGKILL)

    def test_stopped_by_ctrl_c(self):
        self.ended(signal.SIGINT)


if __name__ == "__main__":
    unittest.main()
