"""A student's page: what failed and why, what to do next, in their language."""
import glob
import html
import re
import types
import unittest

from graded_class import Class, at_root, example, lab, student, test

import advice           # noqa: E402
import results          # noqa: E402
import suite            # noqa: E402
import toc              # noqa: E402
import weights          # noqa: E402
import wrongs           # noqa: E402

WRONG = "tests/1-basics/wrong/timers/%s.patch"
OUR_ENGLISH = re.compile(r"\b(tests? passed|points?|Next|Begin|Read|step|"
                         r"not handed in|expected|handed)\b")


def words(page):
    """What a reader sees, one line for each piece."""
    page = re.sub(r"<(style|svg)\b.*?</\1>", "", page, flags=re.S)
    page = page.replace("<wbr>", "")
    return html.unescape(re.sub(r"<[^>]*>", "\n", page))


def as_wrong(patch, state="failed"):
    """Lab timers, failing exactly as one of the known wrong answers does."""
    with at_root():
        fails = wrongs.header(WRONG % patch)["fails"]
        tests = suite.expected("tests/1-basics/timers.c")
    return lab("1-basics/timers", *[
        test(name, "wrong" if name in fails else results.PASSED, step,
             *(("expected: 1\ngot: 2\nlook at: it",
                "应为：1\n实得：2\n看看：它") if name in fails else ()))
        for name, step in tests], state=state)


class Feedback(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with at_root():
            cls.thought = wrongs.header(WRONG % "slot_stays")
            cls.step = wrongs.step("1-basics/timers", WRONG % "slot_stays")
        cls.made = {detail: Class(cls, {
            lang: student(lang, as_wrong("slot_stays"), lab(
                "1-basics/tiny", test("t")), lab(
                "1-basics/loop", test("l", "missing"), state="missing"),
                language=lang) for lang in ("en", "zh")}, detail=detail)
            for detail in ("full", "names", "hidden")}

    def page(self, lang="en", detail="full"):
        return self.made[detail].read("feedback/%s.html" % lang)

    def test_what_it_says_to_run_is_there(self):
        items = [types.SimpleNamespace(program=True, short=name)
                 for name in weights.PROGRAMS]
        with at_root():
            items += [types.SimpleNamespace(program=False, name=name,
                                            green=lambda: True)
                      for name in toc.labs()]
            for item in items:
                word = advice.commands(item, None)[0].rpartition("=")[2]
                self.assertTrue(glob.glob("labs/*/programs/%s.c" % word), word)

    def test_the_misconception_that_fits_is_explained(self):
        self.assertIn(self.thought["en"].replace("`", ""),
                      words(self.page()).replace("\n", ""))
        self.assertIn(self.thought["zh"].replace("`", ""),
                      words(self.page("zh")).replace("\n", ""))

    def test_what_was_expected_what_came_where_to_look(self):
        text = words(self.page())
        self.assertRegex(text, r"expected\s+1\s+got\s+2\s+look at\s+it")
        self.assertRegex(words(self.page("zh")),
                         r"应为\s+1\s+实得\s+2\s+看看\s+它")
        for name in self.thought["fails"]:
            self.assertIn(name, text)

    def test_which_step_stands(self):
        self.assertRegex(words(self.page()), r"✓\s+step \d, .*\s+\d+ of \d+")
        self.assertRegex(words(self.page("zh")),
                         r"✗\s+第 \d 步 .*\s+\d+ / \d+")

    def test_what_to_read_and_what_to_type(self):
        step = self.step
        for lang in ("en", "zh"):
            text = words(self.page(lang))
            self.assertIn("build/book/%s/1-basics/timers.html#timers-step-%d"
                          % (lang, step), text)
            self.assertIn("make test LAB=timers", text)
            self.assertIn("make hint LAB=timers STEP=%d" % step, text)
            self.assertIn("make test LAB=loop", text)   # not handed in

    def test_in_chinese_nothing_of_ours_is_english(self):
        text = re.sub(r"build/\S+|\w+_\w+", "", words(self.page("zh")))
        self.assertIsNone(OUR_ENGLISH.search(text), text)
        self.assertIn('<html lang="zh">', self.page("zh"))

    def test_names_shows_verdicts_and_no_message(self):
        text = words(self.page(detail="names"))
        for name in self.thought["fails"]:
            self.assertIn(name, text)
        self.assertIn("another result than expected", text)
        self.assertNotIn("look at", text)
        self.assertNotIn(self.thought["en"][:20], text)

    def test_hidden_shows_the_points_of_each_lab_alone(self):
        text = words(self.page(detail="hidden"))
        self.assertRegex(text, r"tiny: .*\s+10 of 10")
        for hidden in (self.thought["fails"][0], "tests passed", "✗", "step",
                       "not handed in"):
            self.assertNotIn(hidden, text)

    def test_a_file_that_was_not_run_says_why(self):
        made = Class(type(self), {"ada": example()})
        text = words(made.read("feedback/ada.html"))
        self.assertIn("error: expected ';' before 'return'", text)
        self.assertIn("it is a symbolic link", text)
        self.assertIn("Not taken: Makefile, include/tiny.h", text)

    def test_no_request_no_script(self):
        for lang in ("en", "zh"):
            page = self.page(lang)
            self.assertNotRegex(page, r"<script|<link|<img|@import|url\(")
            self.assertNotRegex(page, r"(src|href)=\"(?!#)")

    def test_everything_green(self):
        made = Class(type(self), {"ada": student("ada", lab(
            "1-basics/tiny", test("t")))})
        self.assertIn("Every test of every lab passed",
                      words(made.read("feedback/ada.html")))
