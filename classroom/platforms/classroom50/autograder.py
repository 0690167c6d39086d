#!/usr/bin/env python3
"""For Classroom 50: grade the checkout we stand in, write ./result.json.

Classroom 50's runner starts this for each submission, in the student's own
repository. What is graded is judged in a container without a network, made
from what lies beside this file (or named in grader/image). result.json, of the
schema classroom50/result/v1, is written in every case: where the grader could
not judge, with no points and a sentence; nobody is left without an answer.
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
GRADER = HERE / "grader"
ANSWER = re.compile(r"([\w-][\w.-]*/){0,2}[\w-][\w.-]*\.[cS]|language",
                    re.ASCII)
SECONDS = 13 * 60       # the job has 15 minutes


def copy(folder):
    """What may be an answer; plain files alone, never through a link."""
    for top, inside, names in os.walk("."):
        inside[:] = [name for name in inside if not name.startswith(".")]
        for name in names:
            path = os.path.relpath(os.path.join(top, name))
            found = os.lstat(path)
            if stat.S_ISREG(found.st_mode) and ANSWER.fullmatch(path) \
                    and found.st_size <= 1 << 20:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / path, follow_symlinks=False)


def image():
    """Its name; made here, where none is given."""
    given = GRADER / "image"
    if given.exists() and given.read_text("utf-8").strip():
        return given.read_text("utf-8").strip()
    subprocess.run(["sh", GRADER / "build"], check=True, timeout=SECONDS,
                   stdout=sys.stderr)
    return "select-to-gather-grader"


def graded(name, top):
    """The student of grades.json, from a container."""
    folder, out = top / name, top / "out"
    folder.mkdir()
    copy(folder)
    env = {key: value for key, value in os.environ.items()
           if key in ("PATH", "HOME", "TMPDIR", "DOCKER", "DOCKER_HOST")}
    subprocess.run(["sh", GRADER / "run", folder, out], check=True,
                   timeout=SECONDS, env=dict(env, IMAGE=image()),
                   stdout=sys.stderr)
    page = out / "feedback" / (name + ".html")
    if page.is_file():
        shutil.copy(page, "feedback.html")
    return json.loads((out / "grades.json").read_text("utf-8"))["students"][0]


def rows(student):
    """A row for a lab, with its points; one for a test, with none.

    Classroom 50 counts whole points: what is over is cut off.
    """
    found = []
    for item in student["items"]:
        found.append({
            "test-name": item["name"], "passed": bool(
                item["all"] and item["passed"] == item["all"]),
            "score": int(item["points"]), "max-score": int(item["of"]),
            "exactly": item["points"]})
        found += [{"test-name": "%s: %s" % (item["name"], test),
                   "passed": verdict == "passed", "score": 0, "max-score": 0,
                   "verdict": verdict}
                  for test, verdict in item["tests"].items()]
    return found


def result(tests):
    now = datetime.datetime.now(datetime.timezone.utc)
    known = os.environ.get
    return {
        "schema": "classroom50/result/v1", "classroom": known("CLASSROOM", ""),
        "assignment": known("ASSIGNMENT", ""),
        "assignment_type": known("ASSIGNMENT_TYPE") or "individual",
        "owner": known("OWNER") or known("USERNAME", ""),
        "submission": known("SUBMISSION_TAG", ""),
        "commit": known("COMMIT_URL", ""), "release": known("RELEASE_URL", ""),
        "review": known("REVIEW_URL") or known("COMMIT_URL", ""),
        "datetime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests}


def put(name, text):
    """Over whatever the student may have left there, never through a link."""
    path = pathlib.Path(name)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()
    path.write_text(text, "utf-8")


def main():
    name = re.sub(r"[^A-Za-z0-9_-]", "-", os.environ.get("USERNAME", ""))
    try:
        for left in ("result.json", "release-body.md", "feedback.html"):
            put(left, "")
            os.unlink(left)
        with tempfile.TemporaryDirectory() as top:
            tests = rows(graded("s-" + name, pathlib.Path(top)))
    except Exception as why:            # nothing may end without an answer
        print("%s: %s" % (type(why).__name__, why), file=sys.stderr)
        said = (HERE / "failed.txt").read_text("utf-8").strip()
        tests = [{"test-name": said.splitlines()[0], "passed": False,
                  "score": 0, "max-score": 0}]
        put("release-body.md", said + "\n")
    put("result.json", json.dumps(result(tests), indent=2,
                                  ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
