"""The pages of a graded class as a browser has them, in both languages."""
import json
import pathlib
import shutil
import subprocess
import unittest

from graded_class import ROOT, Class, example
from test_grade_report_hostile import NAMES, hostile

BROWSER = ROOT / "tests/browser"
CHROMIUM = next(filter(None, map(shutil.which, (
    "chromium", "chromium-browser", "google-chrome"))), None)
READY = CHROMIUM and shutil.which("node") and shutil.which("java") \
    and (BROWSER / "node_modules/vnu-jar").is_dir()


@unittest.skipUnless(READY, "make setup-dev installs what this needs")
class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        people = {"ada": example(), "bob": example(
            student="bob", language="zh", sandbox="none")}
        people.update({key: hostile(key, text) for key, text in NAMES.items()
                       if key in ("script", "bidi", "long", "control")})
        cls.made = Class(cls, people, known={"zoe": ("en", "Zoe")})
        cls.pages = ["index.en.html", "index.zh.html", *(
            "feedback/%s.html" % key for key in people)]

    def test_nothing_sticks_out_and_axe_finds_nothing(self):
        done = subprocess.run(
            ["node", str(ROOT / "tests/classroom/pages.js"),
             str(self.made.out), CHROMIUM, *self.pages], text=True,
            stdout=subprocess.PIPE, timeout=280)
        found = [json.loads(row) for row in done.stdout.splitlines()]
        self.assertEqual([one["page"] for one in found], self.pages)
        self.assertEqual([one for one in found if one["found"]], [])

    def test_valid_html(self):
        jar = BROWSER / "node_modules/vnu-jar/build/dist/vnu.jar"
        done = subprocess.run(
            ["java", "-Xss1m", "-jar", str(jar), "--format", "gnu",
             "--stdout", "--exit-zero-always", *(
                 str(pathlib.Path(self.made.out, page))
                 for page in self.pages)], text=True,
            stdout=subprocess.PIPE, timeout=280)
        said = [row for row in done.stdout.splitlines()
                if "appears to be written in" not in row]
        self.assertEqual(said, [])
