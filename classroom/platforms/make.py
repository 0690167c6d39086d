#!/usr/bin/env python3
"""make platform: build/platform/FOR/, what that platform needs to grade.

In the environment: FOR; ONLY (LABS= of the command line), WEIGHTS, DETAIL.
"""
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parents[1] / "tools"), str(HERE.parent / "grade")]

import clean                        # noqa: E402
import bundle                       # noqa: E402
import toc                          # noqa: E402
import weights                      # noqa: E402
from say import LANGUAGES, say      # noqa: E402

NEEDS = "compiler check binutils python"
MORE = "make bubblewrap"
DETAILS = ("full", "names", "hidden")
CI = {"unpack": "ci/unpack", "run": "docker/run", "build": "docker/build",
      "Dockerfile": "docker/Dockerfile"}
# What is written for whom: {name there: our file}; kit.tar.gz besides.
WRITTEN = {
    "docker": {"Dockerfile": "docker/Dockerfile", "build": "docker/build",
               "run": "docker/run"},
    "gradescope": {"setup.sh": "gradescope/setup.sh",
                   "run_autograder": "gradescope/run_autograder"},
    "github": {".github/workflows/grade.yml": "github/grade.yml",
               "students.tsv": "ci/students.tsv", **{
                   "grader/" + name: ours for name, ours in CI.items()}},
    "gitlab": {".gitlab-ci.yml": "gitlab/gitlab-ci.yml",
               "students.tsv": "ci/students.tsv", **{
                   "grader/" + name: ours for name, ours in {
                       **CI, "here": "gitlab/here", "plan": "gitlab/plan",
                       "batch": "gitlab/batch",
                       "collect": "gitlab/collect"}.items()}},
    "classroom50": {"autograder.py": "classroom50/autograder.py", **{
        "grader/" + name: ours for name, ours in CI.items()
        if name != "unpack"}},
}
# Not in a kit that everybody may read; objects and outlines come instead.
PRIVATE = ("solutions/*", "*/wrong/*", "chapters/*.md", "tests/*.tsv",
           "classroom/quiz/*", "classroom/handout/*")
FAILED = ("stopped", "late", "not_ready")


def stop(*sentences):
    print("\n".join(sentences), file=sys.stderr)
    sys.exit(2)


def asked(name):
    return os.environ.get(name, "").strip()


def labs():
    """LABS= as whole names."""
    known = toc.labs()
    found = []
    for name in asked("ONLY").split():
        lab = next((one for one in known if name in (one, toc.short(one))),
                   None)
        if not lab:
            stop(say("platform.labs", name=clean.line(name), labs=" ".join(
                map(toc.short, known))))
        found += [lab] if lab not in found else []
    return sorted(found, key=toc.place)


def settings():
    """Files below platform/: what the teacher chose, for `make grade`."""
    words, found = [], {}
    if labs():
        words.append("LABS=" + " ".join(labs()))
    detail = asked("DETAIL") or "full"
    if detail not in DETAILS:
        stop(say("report.detail", text=clean.line(detail)))
    words.append("DETAIL=" + detail)
    if asked("WEIGHTS"):
        _, wrong = weights.read(asked("WEIGHTS"))
        if wrong:
            stop(*wrong)
        words.append("WEIGHTS=platform/weights.tsv")
        found["platform/weights.tsv"] = (
            pathlib.Path(asked("WEIGHTS")).read_bytes(), False)
    found["platform/arguments"] = ("\n".join(words) + "\n").encode(), False
    return found


def packages():
    """Debian's names, from where `make setup` has them."""
    script = ". tools/setup-needs.sh; for need in %s; do packages apt $need;" \
        " done" % NEEDS
    done = subprocess.run(["sh", "-c", script], check=True, text=True,
                          stdout=subprocess.PIPE)
    return " ".join(sorted(set(done.stdout.split()) | set(MORE.split())))


def filled(name):
    """One of our files; @key@ in it stands for a sentence, or packages."""
    def value(found):
        return packages() if found[1] == "packages" else shlex.quote(
            say(found[1]))
    path = HERE / name
    text = re.sub(r"@(packages|platform\.\w+)@", value,
                  path.read_text("utf-8"))
    return text.encode(), os.access(path, os.X_OK)


def failures():
    """What a student reads when there is no result; no points."""
    for name in FAILED:
        text = "\n\n".join(say("platform.%s" % name, lang)
                           for lang in LANGUAGES)
        yield "failed/%s.json" % name, json.dumps(
            {"score": 0, "output": text, "output_format": "text",
             "visibility": "visible", "stdout_visibility": "hidden"},
            ensure_ascii=False, indent=1) + "\n"


def without_solutions(kit):
    """The same kit, for everybody to read; or stop."""
    with tempfile.TemporaryDirectory() as top:
        write(top, {name: data for name, data in kit.items()
                    if not bundle.matches(name, PRIVATE)})
        done = subprocess.run([sys.executable, "-B",
                               HERE / "public.py", top])
        if done.returncode:
            stop(say("platform.leak"))
        return {str(path.relative_to(top)): (
                    path.read_bytes(), os.access(path, os.X_OK))
                for path in pathlib.Path(top).rglob("*") if path.is_file()}


def files(what):
    """{name: (bytes, is it a program?)} of that platform."""
    found = {name: filled(ours) for name, ours in WRITTEN[what].items()}
    kit = {**bundle.files(), **settings()}
    packed = bundle.packed(without_solutions(kit) if what == "classroom50"
                           else kit)
    folder = "" if what in ("docker", "gradescope") else "grader/"
    found[folder + "kit.tar.gz"] = packed, False
    if what == "gradescope":
        found.update((name, (text.encode(), False))
                     for name, text in failures())
        found = {"gradescope.zip": (bundle.zipped(found), False)}
    if what == "classroom50":
        found["failed.txt"] = "\n\n".join(
            say("platform.stopped", lang)
            for lang in LANGUAGES).encode() + b"\n", False
    found["README.md"] = (HERE / "README.md").read_bytes(), False
    return found


def write(folder, found):
    for name, (data, program) in found.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755 if program else 0o644)


def main():
    what = asked("FOR")
    if what not in WRITTEN:
        stop(say("platform.for", name=clean.line(what),
                 names=" ".join(sorted(WRITTEN))))
    found, folder = files(what), pathlib.Path("build/platform", what)
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, found)
    print(say("platform.made", folder=folder, readme=folder / "README.md"))


if __name__ == "__main__":
    main()
