"""No trick passes, and each is told in a sentence, in both languages.

Every file of tests/hostile takes the place of a lab. It is judged twice: as
`make test` would (its verdict), and run although it may not be (run), so that
the second line of defence is known to hold as well. The first comment of the
file says what must come of it; `none` cannot be linked, and nothing is not run:
it is right, but for the trick. Behind that, where it is not lab tiny, stands
the lab, and how:

    lab: sock, beside       each function of the reference calls hostile()
                            first, and is right
    lab: sock, instead      it calls hostile(), and returns 0
    lab: switch, alone      the file is the whole lab
"""
import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
os.chdir(ROOT)

import results      # noqa: E402
import source       # noqa: E402
import suite        # noqa: E402
import symbols      # noqa: E402
import verdict      # noqa: E402

PATIENCE = 0.34     # many of them stand still until their time is up
AT_ONCE = 6
HEAD = re.compile(r"/\* verdict: ([\w ]+), run: ([\w ]*)"
                  r"(?:, lab: (\w+), (\w+))?\.")
FUNCTION = re.compile(r"^((?!static|typedef)\w[^;{}()\n]*\b\w+\([^;{}]*\))"
                      r"\n\{\n", re.M)
CHINESE = re.compile("[\u4e00-\u9fff]")
CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u202e]")
TRAPS = {"CK_RUN_CASE": "nosuch", "CK_FORK": "no", "CK_RUN_SUITE": "nosuch",
         "CK_XML_LOG_FILE_NAME": "/dev/null", "CK_DEFAULT_TIMEOUT": "1000",
         "CK_INCLUDE_TAGS": "nosuch", "CK_TIMEOUT_MULTIPLIER": "0",
         "LAB_TELL": "1", "LSAN_OPTIONS": "exitcode=0",
         "ASAN_OPTIONS": "exitcode=0:detect_leaks=0"}
# Check leaves a failed test by _exit(1): with this, it would have passed.
LEAVES = """#include <unistd.h>
#include <sys/syscall.h>
void _exit(int status) { for (;;) syscall(SYS_exit_group, 0); }"""
HONEST = "1-basics/tiny"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def lab_named(name):
    return glob.glob("solutions/*/%s.*" % name)[0].split("/", 1)[1] \
        .partition(".")[0]


def hooked(lab, how):
    """The reference, each of whose functions calls hostile() first."""
    def hook(found):
        void = found[1].startswith("void ")
        leave = "" if how == "beside" else \
            "\tif (always)\n\t\treturn%s;\n" % ("" if void else " 0")
        return "%s\n{\n\thostile();\n%s" % (found[1], leave)
    return FUNCTION.sub(hook, read("solutions/%s.c" % lab))


def kept(result):
    """A result as it comes back from its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.tsv")
        results.write(path, result)
        return results.read(path)


class File:
    """One hostile file, ready to be judged."""

    def __init__(self, path):
        text = read(path)
        self.name, ending = os.path.splitext(os.path.basename(path))
        head = HEAD.search(text)
        self.verdict, self.run = head[1].split(), head[2].split()
        self.lab = lab_named(head[3] or "tiny")
        here = "build/try/%s/hostile-%s" % (self.lab, self.name)
        self.path, self.test = here + ending, "%s.test" % here
        self.written = self.combined(text, head[4])

    def combined(self, text, how):
        everywhere = read("tests/hostile/everywhere.h")
        if how in ("beside", "instead"):
            start = ("static volatile int always = 1;\n"
                     "static void hostile(void);\n")
            return "%s%s\n%s" % (start, hooked(self.lab, how), text)
        if "On the reference" in text:
            everywhere += read("solutions/%s.c" % self.lab).replace(
                "double tiny_time(", "static double honest_time(", 1)
        return text if how else everywhere + "\n" + text

    def built(self, ending):
        scripted = "scripted/" if self.lab in (
            "1-basics/tiny", "1-basics/selector", "4-summary/poller") else ""
        folder = self.path.replace("build/try/", "try/").rpartition(".")[0]
        return "build/asan/%s%s%s" % (scripted if ending == ".o" else "",
                                      folder, ending)

    def reference(self):
        return self.built(".o").replace(
            "try/%s/hostile-%s" % (self.lab, self.name),
            "reference/" + self.lab)

    def judge(self):
        """([why it may not be run], the result of running it anyway)."""
        cannot = verdict.before_running(
            self.lab, self.built(".test"), self.built(".o"), self.reference())
        result = None
        if "none" not in self.run and (self.run or not cannot):
            result = verdict.run_suite(self.lab, [self.built(".test")],
                                       PATIENCE)
        return cannot and kept(results.Result(cannot[0], [], *cannot[1:])), \
            result and kept(result)


FILES = {file.name: file for file in map(File, sorted(
    glob.glob("tests/hostile/*.[cS]"))) if source.ours(file.lab, file.path)}
OUTCOMES = {}


def put(path, text):
    """A file to be judged, unless it is there."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path) or read(path) != text:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def tsv(name):
    return "build/verdict/try/%s/%s.tsv" % (HONEST, name)


def make(targets, env):
    done = subprocess.run(["make", "-k", "FLAVOUR=asan"] + targets, env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)
    if done.returncode:
        raise AssertionError(done.stdout)


def setUpModule():
    """Judge all of them in one go, in an environment full of traps."""
    for file in FILES.values():
        put(file.path, file.written)
    put("build/try/%s/honest.c" % HONEST, read("solutions/%s.c" % HONEST))
    os.environ.update(TRAPS)
    folder = tempfile.mkdtemp()
    trap = os.path.join(folder, "trap.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", trap, "-xc", "-"],
                   input=LEAVES, text=True, check=True)
    make([file.built(".test") for file in FILES.values()]
         + [file.reference() for file in FILES.values()]
         + [tsv("honest"), tsv("hostile-idle")],
         dict(os.environ, LD_PRELOAD=trap))
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as workers:
        OUTCOMES.update(zip(FILES, workers.map(File.judge, FILES.values())))


class Hostile(unittest.TestCase):
    def told(self, result, wanted):
        """Nothing passed by a trick, and all is said in both languages."""
        self.assertTrue(result.tests)
        self.assertNotEqual(result.state, results.PASSED)
        verdicts = {test.verdict for test in result.tests}
        self.assertTrue(verdicts & set(wanted), verdicts)
        for test in result.tests:
            if test.verdict != results.PASSED:
                self.said(test.en, test.zh)
                self.assertNotRegex(test.said, CONTROL)

    def said(self, english, chinese):
        self.assertTrue(english)
        self.assertRegex(chinese, CHINESE)
        self.assertLess(len(english), 2000)
        self.assertNotRegex(english + chinese, CONTROL)

    def test_the_reference_keeps_to_what_is_allowed(self):
        labs = sorted(path[len("solutions/"):-2]
                      for path in glob.glob("solutions/[0-9]*/*.c"))
        objects = {lab: "build/asan/reference/%s.o" % lab for lab in labs}
        make(list(objects.values()), os.environ)
        for lab, path in objects.items():
            found = [row for row in symbols.complaints(lab, path, path)
                     if row[1]]
            self.assertEqual(found, [], lab)

    def test_honest_passes(self):
        honest = results.read(tsv("honest"))
        self.assertEqual(honest.state, results.PASSED, honest.failing())
        self.assertEqual(len(honest.tests),
                         len(suite.expected("tests/%s.c" % HONEST)))


    def test_an_environment_full_of_traps_lets_nothing_pass(self):
        self.told(results.read(tsv("hostile-idle")), ["wrong"])


def judged(file):
    def test(self):
        cannot, result = OUTCOMES[file.name]
        if cannot:
            self.assertEqual(cannot.state, file.verdict[0])
            self.said(cannot.en, cannot.zh)
        else:
            self.told(result, file.verdict)
    return test


def run_anyway(file):
    def test(self):
        self.told(OUTCOMES[file.name][1], file.run)
    return test


for each in FILES.values():
    setattr(Hostile, "test_judged_" + each.name, judged(each))
    if each.verdict == ["symbols"] and each.run not in (["none"], []):
        setattr(Hostile, "test_run_anyway_" + each.name, run_anyway(each))


if __name__ == "__main__":
    unittest.main()
