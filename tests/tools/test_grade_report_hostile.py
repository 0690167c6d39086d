"""No text of a submission does anything in what the grader writes."""
import html.parser
import json
import re
import unittest
import xml.etree.ElementTree as xml

from graded_class import Class, lab, student, test

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"
BIDI = "abc\u202edcba\u2066\u200f\u061c"
CONTROL = "\x1b[31mred\x07\0\x85\x9b\u2028\r\n\tnext"
NO_XML = "\ufffe\uffff\ud800 lone \udfff"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1",
            "a;=1+1", "=cmd|' /C calc'!A0")
TAP = "fine # SKIP no\nnot ok 9 - x\nBail out!\n1..0\\"
LONG = "x" * 100_000
NAMES = {"script": SCRIPT, "bidi": BIDI, "control": CONTROL,
         "noxml": NO_XML, "tap": TAP, "long": LONG,
         "lines": "two\nlines/../..", "empty": "", "slash": "../../etc",
         "quote #? %2f &": "odd file"}
NAMES.update({"formula%d" % i: text for i, text in enumerate(FORMULAS)})


def hostile(name, text, **more):
    both = {"en": text, "zh": text}
    return student(
        text, lab("1-basics/tiny", test(text, "wrong", text, said=text,
                                        **both), test("b", text), **both),
        lab(text, test("t"), state=text), lab("1-basics/loop", state="link",
                                              **both),
        notes=[both], programs=[{"program": text, "verdict": text, **both,
                                 "cases": [{"name": text, "verdict": text,
                                            **both}]}], **more)


class Tags(html.parser.HTMLParser):
    """Every tag and attribute of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), []
        self.links, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in ("meta", "br", "wbr", "path", "circle", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("path", "circle"):
            assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text.append(data)


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = Class(cls, {key: hostile(key, text, language=(
            "zh" if len(key) % 2 else "en"))
            for key, text in NAMES.items()})
        cls.pages = ["index.en.html", "index.zh.html"] + [
            "feedback/%s.html" % key for key in NAMES]

    def test_nobody_is_lost(self):
        self.assertEqual(self.made.complaints, [])
        self.assertEqual(len(self.made.rows("grades.csv")), len(NAMES))
        self.assertEqual(len(json.loads(self.made.read(
            "grades.json"))["students"]), len(NAMES))
        self.assertEqual(len(list((self.made.out / "gradescope").iterdir())),
                         len(NAMES))

    def test_pages_hold_our_tags_alone_and_they_close(self):
        for path in self.pages:
            found = Tags(self.made.read(path))
            self.assertFalse(found.tags & {
                "script", "img", "iframe", "form", "object", "base", "b2"})
            self.assertFalse({name for name in found.attributes
                              if name.startswith("on")})
            self.assertEqual(found.open, [], path)

    def test_what_was_written_can_be_read_on_the_page(self):
        text = "".join(Tags(self.made.read("feedback/script.html")).text)
        self.assertIn(SCRIPT, text)

    def test_every_link_leads_to_a_page_or_stays_on_it(self):
        for path in self.pages[:2]:
            links = Tags(self.made.read(path)).links
            people = [one for one in links if one.startswith("feedback/")]
            self.assertGreaterEqual(len(people), len(NAMES))
            for link in people:
                self.assertRegex(link, r"\Afeedback/[\w%.~-]+\.html\Z")

    def test_no_file_holds_a_control_code_or_a_mark_of_direction(self):
        bad = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f"
                         "\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe"
                         "\uffff]")
        for path, data in self.made.files().items():
            self.assertIsNone(bad.search(data.decode("utf-8")), path)

    def test_no_cell_is_a_formula(self):
        for path in ("grades.csv", "tests.csv"):
            for row in self.made.rows(path):
                for cell in row.values():
                    self.assertNotRegex(cell, r"\A\s*[=+\-@＝＋－＠]")
                    self.assertNotRegex(cell, r";\s*[=+\-@＝＋－＠]")

    def test_a_row_is_a_line(self):
        text = self.made.read("grades.csv")
        self.assertEqual(text.count("\n"), len(NAMES) + 1)

    def test_xml_is_well_formed(self):
        suites = xml.fromstring(self.made.read("junit.xml"))
        self.assertGreater(len(suites), len(NAMES))

    def test_tap_is_not_bent(self):
        rows = self.made.read("results.tap").splitlines()
        self.assertTrue(all(re.match(r"((not )?ok \d+ - |# |TAP version 13"
                                     r"$|1\.\.\d+$)", row) for row in rows))
        self.assertFalse([row for row in rows if not row.startswith("#")
                          and re.search(r"(?<!\\)(\\\\)*#", row)])

    def test_long_messages_are_cut_and_that_is_said(self):
        text = self.made.read("feedback/long.html")
        self.assertLess(len(text), 80_000)
        self.assertIn("… (100000)", text)

    def test_a_terminal_shows_what_it_would_have_obeyed(self):
        self.assertIn("\\x1b[31mred\\x07\\x00\\x85\\x9b",
                      self.made.read("feedback/control.html"))


class Broken(unittest.TestCase):
    """Results that are none: everybody else's are written all the same."""

    def setUp(self):
        self.made = Class(type(self), {
            "ada": student("ada", lab("1-basics/tiny", test("t"))),
            "cut": b'{"schema": 1, "stu', "bytes": b"\xff\xfe\0",
            "list": b"[]", "deep": b"[" * 100_000, "other": b'{"schema": 2}',
            "odd": json.dumps({"schema": 1, "student": 7, "labs": [
                None, 3, {"lab": None}, {"lab": "1-basics/tiny", "tests": [
                    None, {"name": None, "verdict": 5}]}],
                "notes": ["x", None], "programs": None}).encode()})

    def test_each_is_told_and_has_its_row(self):
        self.assertEqual(len(self.made.complaints), 5)
        for name in ("cut", "bytes", "list", "deep", "other"):
            self.assertTrue(any(name + ".json" in said
                                for said in self.made.complaints), name)
        rows = {row["student"]: row for row in self.made.rows("grades.csv")}
        self.assertEqual(len(rows), 7)
        self.assertEqual(rows["cut"]["total"], "0")
        self.assertEqual(rows["ada"]["total"], "10")
        self.assertIn("cut.json", rows["cut"]["notes"])

    def test_nobody_at_all(self):
        made = Class(type(self), {})
        self.assertEqual(made.rows("grades.csv"), [])
        self.assertIn("1..0", made.read("results.tap"))
        self.assertEqual(len(xml.fromstring(made.read("junit.xml"))), 0)
        self.assertIn("<h1>", made.read("index.zh.html"))
