"""The table of what verdicts rest on: kept, compared, and told when stale."""
import contextlib
import io
import os
import pathlib
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

import evidence     # noqa: E402

LAB = "1-basics/tiny"


class Evidence(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(ROOT)
        for name in ("KEPT", "COVERAGE"):
            self.addCleanup(setattr, evidence, name, getattr(evidence, name))
            setattr(evidence, name, pathlib.Path(folder.name, name))
        evidence.COVERAGE.write_text(LAB + "\t9\t8\t1\t0\n")

    def said(self, what):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            try:
                evidence.main(what, LAB)
            except SystemExit as end:
                return end.code, said.getvalue()
        return 0, said.getvalue()

    def test_what_is_kept_is_true(self):
        self.said("keep")
        self.assertRegex(evidence.KEPT.read_text(), LAB + r"\t.*\t9\t8\t1\t0\n")
        self.assertEqual(self.said("check")[0], 0)

    def test_another_number_is_told_with_its_line(self):
        self.said("keep")
        evidence.COVERAGE.write_text(LAB + "\t9\t7\t1\t1\n")
        status, said = self.said("check")
        self.assertEqual(status, 1)
        self.assertIn("KEPT:2: " + LAB, said)

    def test_a_file_that_is_gone_is_told(self):
        self.said("keep")
        with evidence.KEPT.open("a") as kept:
            kept.write("1-basics/gone\t1\n")
        status, said = self.said("check")
        self.assertEqual(status, 1)
        self.assertIn("1-basics/gone", said)


if __name__ == "__main__":
    unittest.main()
