"""No trick passes, and each is told in a sentence, in both languages.

Every file of tests/hostile takes the place of lab tiny. It is judged twice:
as `make test` would (its verdict), and run although its symbols forbid it
(run), so that the second line of defence is known to hold as well. The first
comment of the file says what must come of it; `none` cannot be linked. On the
reference: a right answer, whose clock is `honest_time`, with one trick more.
"""
import glob
import os
import re
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
os.chdir(ROOT)

import results      # noqa: E402
import suite        # noqa: E402
import symbols      # noqa: E402
import verdict      # noqa: E402

LAB = "1-basics/tiny"
TRY = "build/try/%s/" % LAB
HEAD = re.compile(r"/\* verdict: ([\w ]+), run: ([\w ]*)\.")
CHINESE = re.compile("[\u4e00-\u9fff]")
TRAPS = {"CK_RUN_CASE": "nosuch", "CK_FORK": "no", "CK_RUN_SUITE": "nosuch",
         "CK_XML_LOG_FILE_NAME": "/dev/null", "CK_DEFAULT_TIMEOUT": "1000",
         "ASAN_OPTIONS": "exitcode=0", "LSAN_OPTIONS": "exitcode=0"}


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def put(name, text):
    """A file to be judged in the place of lab tiny, unless it is there."""
    path = TRY + name + ".c"
    os.makedirs(TRY, exist_ok=True)
    if not os.path.exists(path) or read(path) != text:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def tsv(name):
    return "build/verdict/try/%s/%s.tsv" % (LAB, name)


def setUpModule():
    """Judge all of them in one go, in an environment full of traps."""
    everywhere, solution = read("tests/hostile/everywhere.h"), read(
        "solutions/%s.c" % LAB)
    reference = everywhere + solution.replace(
        "double tiny_time(", "static double honest_time(", 1)
    names = []
    for path in sorted(glob.glob("tests/hostile/*.c")):
        names.append("hostile-" + os.path.basename(path)[:-2])
        head = reference if "On the reference" in read(path) else everywhere
        put(names[-1], '%s#line 1 "%s"\n%s' % (head, path, read(path)))
    put("honest", solution)
    env = dict(os.environ, **TRAPS)
    done = subprocess.run(["make", "-k", "FLAVOUR=asan"] + [
        tsv(name) for name in names + ["honest"]], env=env,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise AssertionError(done.stdout)


class Hostile(unittest.TestCase):
    def told(self, result, wanted):
        """Nothing passed by a trick, and all is said in both languages."""
        self.assertTrue(result.tests)
        self.assertNotEqual(result.state, results.PASSED)
        verdicts = {test.verdict for test in result.tests}
        self.assertTrue(verdicts & set(wanted), verdicts)
        self.assertLessEqual(verdicts - set(wanted), {"wrong", "passed"})
        if result.state in ("symbols", "compile", "link"):
            self.said(result)
            return
        for test in result.tests:
            if test.verdict != results.PASSED:
                self.said(test)

    def said(self, texts):
        self.assertTrue(texts.en)
        self.assertRegex(texts.zh, CHINESE)

    def test_the_reference_keeps_to_what_is_allowed(self):
        labs = sorted(path[len("solutions/"):-2]
                      for path in glob.glob("solutions/[0-9]*/*.c"))
        objects = {lab: "build/asan/reference/%s.o" % lab for lab in labs}
        subprocess.run(["make", "-s", "FLAVOUR=asan"]
                       + list(objects.values()), check=True)
        for lab, path in objects.items():
            self.assertEqual(symbols.complaints(lab, path, path), [], lab)

    def test_honest_passes(self):
        honest = results.read(tsv("honest"))
        self.assertEqual(honest.state, results.PASSED, honest.failing())
        self.assertEqual(len(honest.tests),
                         len(suite.expected("tests/%s.c" % LAB)))


def judged(name, wanted):
    def test(self):
        self.told(results.read(tsv(name)), wanted.split())
    return test


def run_anyway(name, wanted):
    def test(self):
        binary = "build/asan/try/%s/%s.test" % (LAB, name)
        self.assertTrue(os.path.getsize(binary), "not linked")
        self.told(verdict.run_suite(LAB, [binary], 0.34), wanted.split())
    return test


for file in sorted(glob.glob("tests/hostile/*.c")):
    found = HEAD.search(read(file))
    short = os.path.basename(file)[:-2]
    setattr(Hostile, "test_judged_" + short,
            judged("hostile-" + short, found.group(1)))
    if found.group(2) not in ("none", ""):
        setattr(Hostile, "test_run_anyway_" + short,
                run_anyway("hostile-" + short, found.group(2)))


if __name__ == "__main__":
    unittest.main()
