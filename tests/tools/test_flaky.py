"""A test that fails once in a while is told, and how often."""
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

import flaky        # noqa: E402

LAB = "1-basics/context"
BINARY = "build/asan/reference/%s.test" % LAB
# Whoever comes second finds the folder there, and breaks off.
SOMETIMES = """#!/bin/sh
mkdir "$0.first" 2>/dev/null && exec '%s' "$@"
mkdir "$0.second" 2>/dev/null && exit 1
exec '%s' "$@"
"""


class Flaky(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(ROOT)
        subprocess.run(["make", "-s", "FLAVOUR=asan", BINARY], check=True)

    def outcome(self, text):
        path = os.path.join(self.folder, LAB + ".test")
        os.makedirs(os.path.dirname(path))
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o755)
        said = io.StringIO()
        with contextlib.redirect_stdout(said), \
                self.assertRaises(SystemExit) as end:
            flaky.main("5", self.folder, LAB)
        return end.exception.code, said.getvalue()

    def test_one_bad_run_of_five_is_told(self):
        real = os.path.join(ROOT, BINARY)
        status, said = self.outcome(SOMETIMES % (real, real))
        self.assertEqual(status, 1)
        self.assertRegex(said, r"tests/1-basics/context\.c:\d+: \w+ .*1 .*5 ")
        self.assertTrue(said.endswith("0 passed, 1 failed, 0 skipped\n"))

    def test_five_good_runs_pass(self):
        real = os.path.join(ROOT, BINARY)
        status, said = self.outcome("#!/bin/sh\nexec '%s' \"$@\"\n" % real)
        self.assertEqual(status, 0, said)
        self.assertTrue(said.endswith("1 passed, 0 failed, 0 skipped\n"))


if __name__ == "__main__":
    unittest.main()
