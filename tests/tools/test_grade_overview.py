"""The teacher's page: the class's table, what to look at, to talk about."""
import re
import unittest

from graded_class import Class, lab, student, test
from test_grade_feedback import as_wrong, words

BLAME = re.compile(r"cheat|tamper|fraud|suspic|malicious|dishonest|"
                   r"作弊|舞弊|篡改|可疑|恶意", re.I)


class Overview(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        hard, easy = test("hard", "wrong", en="no"), test("easy")
        cls.made = Class(cls, {
            "ada": student("ada", lab("1-basics/tiny", hard, easy),
                           as_wrong("slot_stays")),
            "bob": student("bob", lab("1-basics/tiny", hard, test(
                "easy", "wrong")), as_wrong("slot_stays"), language="zh"),
            "cyd": student("cyd", lab("1-basics/tiny", test("hard"), easy)),
            "dan": student("dan", lab("1-basics/tiny", test(
                "hard", "nothing"), state="broken", en="It broke off."),
                notes=[{"en": "Makefile not taken.", "zh": "没有收。"},
                                  {"en": "It broke off.", "zh": "断了。"}]),
            "eve": student("eve", lab("1-basics/tiny", state="symbols",
                                      en="It calls system.\nOut."),
                           sandbox="none"),
        }, known={"zoe": ("en", "Zoe")})

    def page(self, lang="en"):
        return self.made.read("index.%s.html" % lang)

    def cells(self, who):
        row = re.search(r'<tr><th scope="row"><a href="feedback/%s.html">.*?'
                        r"</tr>" % who, self.page(), re.S)[0]
        return re.findall(r'<td class="(\w+)" title.*?>(\S)</span>'
                          r'<span class="sr">(.*?)</span> (.*?)</td>', row)

    def test_a_cell_has_colour_sign_number_and_words(self):
        self.assertEqual([self.cells(who)[0] for who in (
            "ada", "bob", "cyd", "dan", "eve")], [
                ("some", "◐", "1 of 2 tests passed", "5"),
                ("none", "✗", "0 of 2 tests passed", "0"),
                ("all", "✓", "2 of 2 tests passed", "10"),
                ("look", "!", "no verdict", "0"),
                ("none", "✗", "not a lab&#x27;s file, so it was not run",
                 "0")])
        self.assertEqual(self.cells("cyd")[1], (
            "out", "–", "not handed in", ""))

    def test_what_is_to_be_looked_at_is_said_once_and_in_one_line(self):
        text = words(self.page())
        self.assertEqual(text.count("It broke off."), 1)
        self.assertIn("It calls system. Out.", text)

    def test_the_test_that_most_failed_is_first(self):
        text = words(self.page())
        hard = re.search(r"What to talk about.*?(?=What they)", text,
                         re.S)[0]
        at = [hard.index(one) for one in ("hard\n", "2 of 3", "easy\n",
                                          "1 of 3")]
        self.assertEqual(at, sorted(at))

    def test_the_misconception_and_how_many_have_it(self):
        self.assertRegex(words(self.page()), r"2 ×\s+You may ")
        self.assertRegex(words(self.page("zh")), r"2 ×\s+也许")

    def test_how_many_passed_each_test(self):
        every = words(self.page()).partition("Every test: how many")[2]
        self.assertRegex(every, r"hard\s+1 of 3\s+easy\s+2 of 3")

    def test_what_a_person_should_look_at_is_said_without_blame(self):
        for lang, said in (("en", ("It broke off.", "It calls system.",
                                   "Makefile not taken.", "UNSANDBOXED",
                                   "Zoe")),
                           ("zh", ("没有结论", "UNSANDBOXED", "Zoe"))):
            text = words(self.page(lang))
            look = text.partition({"en": "Look at these yourself",
                                   "zh": "请自己看一看"}[lang])[2]
            for one in said:
                self.assertIn(one, text)
            self.assertIn("dan", look)
            self.assertNotIn("\ncyd\n", look)
            self.assertIsNone(BLAME.search(text))

    def test_the_class_in_four_numbers(self):
        self.assertRegex(words(self.page()), r"students\s+5\s")

    def test_the_other_language_is_one_step_away(self):
        self.assertIn('href="index.zh.html" lang="zh"', self.page())
        self.assertIn('href="index.en.html" lang="en"', self.page("zh"))
