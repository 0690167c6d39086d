"""The sentences: languages, catalogues, and what must agree in them."""
import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
TOOLS = os.path.join(ROOT, "tools")
sys.path.insert(0, TOOLS)

import paint        # noqa: E402
import say          # noqa: E402

spec = importlib.util.spec_from_file_location(
    "words_check", os.path.join(TOOLS, "words-check.py"))
words_check = importlib.util.module_from_spec(spec)
spec.loader.exec_module(words_check)


class Language(unittest.TestCase):
    def test_book_lang_wins_then_the_first_locale_variable(self):
        for env, lang in (
                ({}, "en"),
                ({"LANG": "zh_CN.UTF-8"}, "zh"),
                ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
                ({"LANG": "de_DE", "LC_MESSAGES": "zh_TW"}, "zh"),
                ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
                ({"LANG": "zh_CN.UTF-8", "BOOK_LANG": "en"}, "en"),
                ({"LC_ALL": "C", "BOOK_LANG": "zh"}, "zh"),
                ({"LANG": "zh_CN.UTF-8", "BOOK_LANG": "fr"}, "zh")):
            self.assertEqual(say.language(env), lang, env)

    def test_from_a_shell(self):
        for lang, text in (("en", "Next: make run LAB=tiny\n"),
                           ("zh", "下一步：make run LAB=tiny\n")):
            said = subprocess.check_output(
                [sys.executable, os.path.join(TOOLS, "say.py"),
                 "lab.next_run", "lab=tiny"], text=True, encoding="utf-8",
                env=dict(os.environ, BOOK_LANG=lang, PYTHONUTF8="1"))
            self.assertEqual(said, text)

    def test_a_missing_key_is_an_error(self):
        with self.assertRaises(KeyError):
            say.say("no.such.key", "en")
        with self.assertRaises(KeyError):
            say.say("lab.next_run", "en")


class Catalogue(unittest.TestCase):
    def read(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(text)
            file.flush()
            return say.read(file.name)

    def test_keys_comments_and_line_breaks(self):
        self.assertEqual(self.read("# no\n\na.b = one = 1\\ntwo\nc =\n"),
                         {"a.b": "one = 1\ntwo", "c": ""})

    def test_a_line_that_is_none_stops(self):
        for text in ("only words\n", "a = 1\na = 2\n", "= 1\n"):
            with self.assertRaises(ValueError):
                self.read(text)

    def test_differences_are_found(self):
        en = {"a": "x {n}", "b": "y", "d": "{", "e": "", "f": "{n} {m}"}
        zh = {"a": "{m}", "c": "z", "d": "{", "e": "", "f": "{m}{n}"}
        self.assertEqual([key for key, _ in words_check.compare(en, zh)],
                         ["a", "b", "c", "d", "e"])

    def test_unused_and_unknown_keys_are_found(self):
        found = words_check.unused({"a.b": "", "c.d": "", "e.f": ""}, [
            'say("a.b") say("x.y")', 'say("e.%s" % name)'])
        self.assertEqual([key for key, _ in found], ["x.y", "c.d"])

    def test_ours_agree(self):
        self.assertEqual(list(words_check.compare(
            say.catalogue("en"), say.catalogue("zh"))), [])


class Width(unittest.TestCase):
    def test_chinese_takes_two_columns(self):
        self.assertEqual(say.width("a协程b"), 6)
        self.assertEqual(say.pad("协程", 6), "协程  ")
        self.assertEqual(paint.cut("协程协程", 5), "协程")

    def test_long_text_is_wrapped_and_set_in(self):
        for line in paint.told("很长的一句话，" * 30 + "\n  two", 4):
            self.assertLessEqual(say.width(line), 80)
            self.assertTrue(line.startswith("    "))


if __name__ == "__main__":
    unittest.main()
