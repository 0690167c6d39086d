"""Who judges the grader finds what is planted: a false pass, a lost result, a
secret that was told, a file outside, a visitor, a process that was left.
"""
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests/classroom"))

import attack       # noqa: E402
import expected     # noqa: E402
import outcome      # noqa: E402

TINY = "1-basics/tiny"
SAID = {"en": "It is wrong.", "zh": "错了。", "step": "1", "said": ""}


def result(student, state, tests=None, **texts):
    """What the grader would write."""
    texts = dict({"en": "No.", "zh": "不行。"}, **texts)
    return {"student": student, "notes": [], "labs": [dict(
        texts, lab=TINY, state=state, file=TINY + ".c", tests=[
            dict(SAID, name=name, verdict=verdict)
            for name, verdict in (tests or {}).items()])]}


class Outcome(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = folder.name
        os.mkdir(self.out + "/results")

    def judged(self, rows, *results):
        idle = result(expected.IDLE.decode(), "failed",
                      {"a": "passed", "b": "wrong"})
        for number, one in enumerate((idle,) + results):
            with open("%s/results/%d.json" % (self.out, number), "w",
                      encoding="utf-8") as file:
                json.dump(one, file)
        return "\n".join(outcome.judge(rows, self.out))

    def row(self, *states, **more):
        return expected.Row("x", TINY, list(states), **more)

    def test_what_is_as_expected_is_nothing(self):
        wrong = self.judged([self.row("failed", fails={"b"}, idle=True)],
                            result("x", "failed",
                                   {"a": "passed", "b": "wrong"}))
        self.assertEqual(wrong, "")

    def test_a_false_pass(self):
        self.assertIn("false pass", self.judged(
            [self.row("failed")], result("x", "passed", {"a": "passed"})))

    def test_a_pass_in_which_a_test_failed(self):
        self.assertIn("passed, though", self.judged(
            [self.row("passed")], result("x", "passed", {"a": "wrong"})))

    def test_a_pass_without_a_test(self):
        self.assertIn("passed, though nothing", self.judged(
            [self.row("passed")], result("x", "passed")))

    def test_one_test_more_than_an_idle_file_passes(self):
        self.assertIn("false pass of ['b']", self.judged(
            [self.row("failed", idle=True)],
            result("x", "failed", {"a": "wrong", "b": "passed"})))

    def test_a_lost_result(self):
        self.assertIn("lost result", self.judged([self.row("failed")]))

    def test_another_state(self):
        self.assertIn("state link", self.judged(
            [self.row("compile")], result("x", "link")))

    def test_another_test_that_fails(self):
        self.assertIn("fails ['a']", self.judged(
            [self.row("failed", fails={"b"})],
            result("x", "failed", {"a": "wrong", "b": "passed"})))

    def test_another_verdict(self):
        self.assertIn("not ['timeout']", self.judged(
            [self.row("failed", tests=["timeout"])],
            result("x", "failed", {"a": "wrong"})))

    def test_what_is_not_explained(self):
        self.assertIn("not told", self.judged(
            [self.row("link")], result("x", "link", zh="only English")))

    def test_a_secret(self):
        self.assertIn("knows 'SECRET-4711'", self.judged(
            [self.row("link")], result("x", "link", en="SECRET-4711")))


class Harm(unittest.TestCase):
    def setUp(self):
        self.attack = attack.Attack(["secret"])
        self.addCleanup(self.attack.__exit__)
        os.makedirs(self.attack.out)

    def found(self):
        return "\n".join(self.attack.harm())

    def put(self, path, data):
        with open(path, "wb") as file:
            file.write(data)

    def test_none(self):
        self.assertEqual(self.found(), "")

    def test_a_file(self):
        self.put(self.attack.base + "/pwned", b"")
        self.assertIn("was written", self.found())

    def test_another_submission(self):
        self.put(self.attack.folder + "/secret/tiny.c", b"pwned")
        self.assertIn("another submission", self.found())

    def test_a_visitor(self):
        with socket.create_connection(self.attack.door.getsockname()):
            self.assertIn("by a socket", self.found())

    def test_a_process(self):
        folder = self.attack.base
        os.symlink("/bin/sleep", folder + "/hostile_kid")
        kid = subprocess.Popen([folder + "/hostile_kid", "60"])
        self.addCleanup(kid.wait)
        self.addCleanup(kid.kill)
        name = pathlib.Path("/proc/%d/comm" % kid.pid)
        while name.read_bytes().strip() != attack.KID:
            pass        # it has begun, and not its new name
        self.assertIn("left behind", self.found())

    def test_broken_xml(self):
        self.put(self.attack.out + "/junit.xml", b"<a>")
        self.assertIn("junit.xml", self.found())

    def test_markup_of_somebody(self):
        self.put(self.attack.out + "/x.html", b"<script>alert(1)</script>")
        self.assertIn("markup", self.found())


if __name__ == "__main__":
    unittest.main()
