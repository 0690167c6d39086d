"""AddressSanitizer and valgrind see what happens on a coroutine's stack."""
import glob
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
STRAY = "tests/tools/stray.c"
OTHER_FLOOR = {"basic": ("4-summary/switch", "4-summary/poller"),
               "fast": ("1-basics/context", "1-basics/selector")}
VALGRIND = ["valgrind", "-q", "--error-exitcode=97", "--leak-check=full"]


def objects(flavour, floor="basic"):
    """The whole reference, compiled for this flavour by make."""
    os.chdir(ROOT)
    labs = {path[len("solutions/"):].partition(".")[0]
            for path in glob.glob("solutions/[0-9]*/*.[cS]")}
    built = ["build/%s/given/%s.o" % (flavour, os.path.basename(path)[:-2])
             for path in glob.glob("solutions/given/*.c")]
    built += ["build/%s/reference/%s.o" % (flavour, lab)
              for lab in sorted(labs.difference(OTHER_FLOOR[floor]))]
    subprocess.run(["make", "-s", "FLAVOUR=" + flavour] + built, check=True,
                   stdout=subprocess.DEVNULL)
    return built


class OnTheStackOfACoroutine(unittest.TestCase):
    floor = "basic"

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.stray = os.path.join(cls.folder, "stray")
        subprocess.run(
            ["cc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O1", "-g",
             "-Wno-unused-parameter", "-iquote", "include", "-o", cls.stray,
             STRAY] + cls.flags + objects(cls.flavour, cls.floor) + ["-lm"],
            check=True)

    def run_stray(self, word):
        """(exit status, what it said on stderr)."""
        env = {key: value for key, value in os.environ.items()
               if not key.endswith("SAN_OPTIONS")}
        done = subprocess.run(
            self.wrapper + [self.stray, word], timeout=60, env=env,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            errors="replace")
        return done.returncode, done.stderr

    def says(self, word, *parts):
        status, said = self.run_stray(word)
        self.assertNotEqual(status, 0, said)
        for part in parts:
            self.assertIn(part, said)

    def says_nothing(self, word):
        status, said = self.run_stray(word)
        self.assertEqual(status, 0, said)
        self.assertNotIn("ERROR", said)


class AddressSanitizer(OnTheStackOfACoroutine):
    flavour, wrapper = "asan", []
    flags = ["-fsanitize=address,undefined",
             "-fno-sanitize-recover=all"]

    def test_a_clean_run_says_nothing(self):
        self.says_nothing("clean")

    def test_a_leak_is_reported(self):
        self.says("lost", "LeakSanitizer: detected memory leaks",
                  "77 byte(s)", "in lose")

    def test_what_a_paused_coroutine_points_to_is_no_leak(self):
        self.says_nothing("paused")

    def test_a_use_after_free_is_reported(self):
        self.says("freed", "heap-use-after-free", "in read_after_free")

    def test_an_overflow_of_a_local_is_reported(self):
        self.says("local", "stack-buffer-overflow", "in write_past_the_end")

    def test_a_look_at_a_task_that_is_gone_is_reported(self):
        self.says("task", "use-after-poison", "in read_a_task_that_is_gone")


@unittest.skipUnless(shutil.which("valgrind"), "no valgrind here")
class Valgrind(OnTheStackOfACoroutine):
    flavour, flags, wrapper = "valgrind", [], VALGRIND

    def test_a_clean_run_says_nothing(self):
        self.assertEqual(self.run_stray("clean"), (0, ""))

    def test_a_leak_is_reported(self):
        self.says("lost", "77 bytes", "definitely lost", "lose")

    def test_a_use_after_free_is_reported(self):
        self.says("freed", "Invalid read", "read_after_free")

    def test_a_look_at_a_task_that_is_gone_is_reported(self):
        self.says("task", "Invalid read", "read_a_task_that_is_gone")


@unittest.skipUnless(sys.platform == "linux" and platform.machine() in (
    "x86_64", "aarch64"), "no fast floor here")
class AddressSanitizerOnTheFastFloor(AddressSanitizer):
    floor = "fast"


del OnTheStackOfACoroutine

if __name__ == "__main__":
    unittest.main()
