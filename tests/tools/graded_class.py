"""A class made by hand, and everything that the grader's report makes of it."""
import contextlib
import csv
import json
import os
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "classroom/grade"), str(ROOT / "tools")]

import report            # noqa: E402

EXAMPLE = ROOT / "tests/classroom/example.json"


@contextlib.contextmanager
def at_root():
    """tests/ and solutions/ are read from where we are."""
    before = os.getcwd()
    os.chdir(ROOT)
    try:
        yield
    finally:
        os.chdir(before)


def example(**changed):
    return dict(json.loads(EXAMPLE.read_text("utf-8")), **changed)


def test(name, verdict="passed", step="1 one", en="", zh="", said=""):
    return {"name": name, "step": step, "verdict": verdict, "en": en,
            "zh": zh, "said": said}


def lab(name, *tests, state=None, en="", zh=""):
    state = state or ("passed" if all(
        one["verdict"] == "passed" for one in tests) else "failed")
    return {"lab": name, "file": "labs/%s.c" % name, "state": state,
            "en": en, "zh": zh, "tests": list(tests)}


def student(name, *labs, language="en", sandbox="bubblewrap", notes=(),
            programs=()):
    return {"schema": 1, "student": name, "language": language,
            "sandbox": sandbox, "digest": "", "notes": list(notes),
            "labs": list(labs), "programs": list(programs)}


class Class:
    """OUT, with the results of these students: {file's name: result}"""

    def __init__(self, test_class, results, **options):
        self.out = pathlib.Path(tempfile.mkdtemp(prefix="graded class "))
        test_class.addClassCleanup(shutil.rmtree, self.out)
        (self.out / "results").mkdir()
        for name, found in results.items():
            text = found if isinstance(found, bytes) else json.dumps(
                found).encode()
            (self.out / "results" / (name + ".json")).write_bytes(text)
        self.complaints = self.write(**options)

    def write(self, **options):
        with at_root():
            return report.write(str(self.out), **options)

    def read(self, path):
        return (self.out / path).read_bytes().decode("utf-8")

    def rows(self, path):
        return list(csv.DictReader(self.read(path).splitlines()))

    def files(self):
        """{path: bytes} of all that was written."""
        return {str(path.relative_to(self.out)): path.read_bytes()
                for path in self.out.rglob("*") if path.is_file()
                and path.parent.name != "results"}
