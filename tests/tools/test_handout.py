"""make handout: what goes into it is fitted, and packed the same each time.
What must not be in it: test_handout_leak.py. The desk: test_handout_desk.py.
"""
import io
import pathlib
import re
import tarfile
import unittest

import handed
import archive          # noqa: E402
import folder           # noqa: E402
import readme           # noqa: E402
import words            # noqa: E402

ROOT = handed.ROOT


class Fitted(unittest.TestCase):
    def test_every_tool_that_is_imported_or_started_is_there(self):
        tools = folder.tools()
        self.assertEqual([path for path in tools
                          if not pathlib.Path(path).is_file()], [])
        self.assertFalse([path for path in tools if re.search(
            r"/(check_|mutate|kills|refit|evidence|coverage|fuzz)", path)])
        for path in tools:
            code = re.sub(r"(?m)#.*$", "", pathlib.Path(path).read_text())
            for name in re.findall(r"\btools/([\w-]+\.(?:py|sh))", code):
                if path.endswith((".mk", ".sh", "setup")):
                    self.assertIn("tools/" + name, tools, path)

    def test_each_suite_brings_what_it_includes(self):
        self.assertEqual(folder.suites(["4-summary/switch"]),
                         ["tests/1-basics/context.c",
                          "tests/4-summary/switch.c"])

    def test_the_same_commands_begin_in_both_readmes(self):
        block = re.compile(r"```sh\n(.*?)```", re.S)
        for lang, name in readme.FILES.items():
            text = readme.fitted(lang, handed.LABS)
            self.assertEqual(block.findall(text),
                             block.findall((ROOT / name).read_text("utf-8")))
            self.assertFalse(re.search(
                r"solutions|make (diff|bench|handout|grade|epub|pdf|book|"
                r"check\b)|CONTRIB|pandoc|bench/|docs/", text))

    def test_a_readme_that_has_changed_is_told(self):
        before = readme.pieces
        readme.pieces = lambda lang: [("not in it", "new")]
        try:
            with self.assertRaises(readme.Stale):
                readme.fitted("en", handed.LABS)
        finally:
            readme.pieces = before

    def test_only_labs_that_are_handed_out_stand_in_the_table(self):
        text = readme.fitted("en", ["1-basics/timers"])
        self.assertIn("\n| timers |", text)
        self.assertNotIn("\n| tiny |", text)
        self.assertNotIn("**2 ", text)
        self.assertIn("make test LAB=timers", text)

    def test_sentences_that_nobody_says_are_left_out(self):
        text = "# a\nlab.x = X\n\n# b\nkills.y = Y\n\nnext.lab = L\n"
        self.assertEqual(words.fitted(text, 'say("lab.x") say("next.%s" % z)'),
                         "# a\nlab.x = X\n\nnext.lab = L\n")

    def test_a_wrong_lab_is_one_sentence_and_status_2(self):
        status, said = handed.make(ROOT, "-s", "handout", "LABS=tiny nosuch")
        self.assertEqual(status, 2)
        self.assertIn("LABS=nosuch?", said)
        self.assertNotIn("Traceback", said)

    def test_a_folder_is_always_the_same_bytes(self):
        packed = []
        for name in "one", "two":
            top = pathlib.Path(handed.room(type(self)), name, "it")
            for path in sorted(["b/x", "a", "b/y"], reverse=name == "two"):
                (top / path).parent.mkdir(parents=True, exist_ok=True)
                (top / path).write_text(path)
            packed.append(archive.packed(top))
        self.assertEqual(*packed)
        with tarfile.open(fileobj=io.BytesIO(packed[0])) as tar:
            self.assertEqual(tar.getnames(), ["it", "it/a", "it/b", "it/b/x",
                                              "it/b/y"])
            self.assertEqual({(item.uid, item.uname, item.mtime)
                              for item in tar}, {(0, "", archive.WHEN)})


if __name__ == "__main__":
    unittest.main()
