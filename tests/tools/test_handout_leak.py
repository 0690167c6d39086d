"""What must not be in a hand-out is found wherever it hides, and the book's
text is fitted so that nothing is left to be found.
"""
import gzip
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import unittest

import handed
import chapters         # noqa: E402
import leak             # noqa: E402
import needles          # noqa: E402
import shade            # noqa: E402

SECRET = "static void sink(struct timers *ts, size_t place, struct entry entry)"


class Leak(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wanted = leak.begins(needles.needles())
        cls.place = pathlib.Path(handed.room(cls))

    def found(self, name, data):
        path = self.place / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return leak.in_file(path, self.wanted)

    def test_the_given_and_all_answers_are_among_what_is_looked_for(self):
        sources = {source.partition(":")[0] for source in
                   needles.needles().values()}
        for path in ("solutions/4-summary/switch.x86_64.S",
                     "solutions/given/slab.c", "solutions/1-basics/tiny.c"):
            self.assertIn(path, sources)
        for kind in "right", "wrong":
            self.assertTrue(any("/%s/" % kind in one for one in sources))

    def test_a_line_is_found_in_a_page_in_colours(self):
        coloured = re.sub(r"(\w+)", r'<span class="k">\1</span>',
                          SECRET.replace("&", "&amp;"))
        found = self.found("a.html", "<p>x</p>\n<pre>%s</pre>" % coloured)
        self.assertIn(2, found.values())

    def test_and_in_an_attribute(self):
        self.assertTrue(self.found(
            "b.html", '<p data-x="%s">' % SECRET.replace(" ", "&#32;")))

    def test_and_in_json_and_in_a_script(self):
        self.assertTrue(self.found("c.json", json.dumps(
            {"x": 'if (fprintf(stderr, "\\n") < 0)\n' + SECRET})))
        self.assertTrue(self.found("d.js", "x = '<b>%s</b>'" % re.sub(
            "s", r"\\u0073", SECRET)))

    def test_and_in_archives_and_between_other_bytes(self):
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w") as tar:
            item = tarfile.TarInfo("inner.c.gz")
            data = gzip.compress(SECRET.encode())
            item.size = len(data)
            tar.addfile(item, io.BytesIO(data))
        self.assertTrue(self.found("e.tar.gz", gzip.compress(raw.getvalue())))
        self.assertTrue(self.found("f.o", b"\0\1ELF" + SECRET.encode()
                                   + b"\0\xff"))

    def test_and_with_other_blanks(self):
        self.assertTrue(self.found("g.txt", SECRET.replace(" ", "\n\t ")))

    def test_two_short_lines_are_found_together_only(self):
        pair = "\tif (at > 0)\n\t\treturn -1;\n"
        rows = list(enumerate(pair.splitlines(), 1))
        self.assertIn("if(at>0)return-1;",
                      ["".join(texts) for _, texts in needles.pieces(rows)])

    def test_three_long_lines_in_a_program_have_slipped_in(self):
        rows = ["while(tiny_time()<call.when)", "sleep_until(call.when);",
                "call.fn(call.arg);"]
        tiny = "solutions/1-basics/tiny.c"
        self.assertTrue(needles.slipped(tiny, rows))
        self.assertIn("".join(rows), needles.needles())
        for path, texts in ((tiny, rows[1:]), (tiny, ["}", "}", "}"]),
                            (tiny, ["#include<stdlib.h>"] + rows[:2]),
                            ("solutions/given/report.c", rows)):
            self.assertFalse(needles.slipped(path, texts))

    def test_a_starter_and_a_header_are_no_secret(self):
        for path in ("labs/1-basics/timers.c", "include/timers.h",
                     "tests/1-basics/timers.c"):
            self.assertEqual(leak.in_file(pathlib.Path(path), self.wanted), {})

    def test_the_command_names_file_and_line_and_fails(self):
        path = self.place / "folder" / "notes.txt"
        path.parent.mkdir()
        path.write_text("one\ntwo %s\n" % SECRET)
        done = subprocess.run([sys.executable, "classroom/handout/leak.py",
                               str(path.parent)], env=handed.ENV, text=True,
                              stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertIn("%s:2: this stands in solutions/1-basics/timers.c:"
                      % path, done.stderr)


class Shade(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wanted = leak.begins(needles.needles())

    def shaded(self, text):
        done = shade.chapter(text, self.wanted)
        self.assertEqual(leak.everywhere(needles.tight(done), self.wanted), {})
        return done

    def test_a_listing_of_the_reference_gives_way_to_a_sentence(self):
        done = self.shaded(
            'A\n\n``` {.c #x-lst include="solutions/1-basics/timers.c" '
            'function="put" title="T"}\n```\n\nB\n')
        self.assertIn('``` {.c .sketch #x-lst title="T"}\n', done)
        self.assertIn("your teacher has it", done)
        self.assertIn("在老师那里", done)
        self.assertTrue(done.startswith("A\n\n") and done.endswith("\n\nB\n"))

    def test_a_listing_of_the_starter_stays(self):
        text = ('``` {.c include="solutions/1-basics/timers.c" '
                'type="struct timers"}\n```\n')
        self.assertEqual(self.shaded(text), text)

    def test_what_cannot_be_found_is_left_out(self):
        self.assertIn("teacher", self.shaded(
            '``` {.c include="solutions/given/slab.c" region="no"}\n```\n'))

    def test_of_a_head_the_name_stays(self):
        done = self.shaded("``` {.c .sketch}\n%s;\n```\n" % SECRET)
        self.assertIn("static void sink(…);\n", done)

    def test_in_prose_what_follows_stays(self):
        self.assertEqual(self.shaded("A helper, %s. Ask." % SECRET),
                         "A helper, static void sink(…). Ask.")

    def test_the_teachers_chapter_is_not_in_the_contents(self):
        text = ("# order\n1-a | A | 甲\n  x\nclassroom | C | 课\n"
                "  y\n  z 3\nlast | L | 末\n  w\n")
        self.assertEqual(chapters.table_of_contents(text),
                         "# order\n1-a | A | 甲\n  x\nlast | L | 末\n  w\n")


if __name__ == "__main__":
    unittest.main()
