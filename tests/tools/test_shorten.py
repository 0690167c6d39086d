"""What a compiler or a linker said is short, however long its lines are."""
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))

import shorten      # noqa: E402

LONG = "<b>&" * 200000


class Short(unittest.TestCase):
    def cut(self, text, begins):
        self.assertTrue(text.startswith(begins), text[:80])
        self.assertEqual(len(text), shorten.WIDE + 1)
        self.assertEqual(text[-1], "…")

    def test_a_line_without_end_is_cut(self):
        error = "tiny.c:1:2: error: #error "
        self.cut(shorten.compiler(error + LONG, "en"), error)
        self.cut(shorten.compiler("cc1: " + LONG, "zh"), "cc1: ")
        self.cut(shorten.linker("ld: " + LONG), "ld: ")
        self.cut(shorten.linker("undefined reference to `%s'" % LONG),
                 "undefined reference")

    def test_and_no_other(self):
        line = "tiny.c:1:2: error: " + "x" * 200
        self.assertEqual(shorten.compiler(line + "\nnote\n", "en"), line)

    def test_names_that_chance_made_are_left_out(self):
        for name in "/tmp/ccOHcWUL", "/var/tmp/x/tiny-0a1b2c":
            self.assertEqual(shorten.compiler(
                name + ".s: Assembler messages:\n"
                + name + ".s:7: Error: no\n", "en"),
                "….s: Assembler messages:\n….s:7: Error: no")
            self.assertEqual(shorten.linker("ld: %s.o: x" % name),
                             "ld: ….o: x")


if __name__ == "__main__":
    unittest.main()
