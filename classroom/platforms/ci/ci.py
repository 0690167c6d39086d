#!/usr/bin/env python3
"""The steps of GitHub Actions and GitLab CI: who, each one, everybody.

    ci.py plan github|gitlab students.tsv    the platform's list of jobs
    ci.py grade students.tsv OUT "ID..."     each in a container of its own
    ci.py collect students.tsv OUT           the class, from OUT/ID/results

In the environment: STUDENTS_TOKEN, which may read the students' repositories
(the container never sees it); SERVER, where OWNER/NAME is; RUN, the script
that starts the container.
"""
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__)))))
sys.path[1:1] = [os.path.join(ROOT, "tools"),
                 os.path.join(ROOT, "classroom/grade"),
                 os.path.join(ROOT, "classroom/platforms")]

import plans                                # noqa: E402
import one                                  # noqa: E402
import roster                               # noqa: E402
from fetch import Unreachable, fetch        # noqa: E402
from say import say                         # noqa: E402

WHY = "no-result.txt"


def plan(kind, path):
    print(plans.KINDS[kind](list(roster.read(path))))
    return 0


def contained(folder, out, lang):
    """Grade a folder in a container; was there a result?"""
    env = {name: value for name, value in os.environ.items()
           if not name.endswith("_TOKEN")}
    done = subprocess.run([os.environ.get("RUN", "grader/run"), folder, out,
                           lang], env=env, stdin=subprocess.DEVNULL)
    name = os.path.basename(folder) + ".json"
    return not done.returncode and os.path.isfile(
        os.path.join(out, "results", name))


def grade_one(name, known, out):
    """A sentence, if it did not come to a result."""
    repository, lang, _ = known[name]
    with tempfile.TemporaryDirectory() as top:
        folder = os.path.join(top, name)
        try:
            fetch(roster.address(repository), folder)
        except Unreachable as why:
            return say("platform.unreachable", name=name,
                       repository=repository, why=why)
        if contained(folder, os.path.join(out, name), lang):
            return None
    return say("platform.no_result", name=name)


def grade(path, out, names):
    known, failed = roster.read(path), 0
    for name in names.split():
        if name not in known:
            print(say("platform.stranger", name=ascii(name)))
            failed += 1
            continue
        wrong = grade_one(name, known, out)
        print(wrong or say("platform.graded", name=name), flush=True)
        if wrong:
            failed += 1
            os.makedirs(os.path.join(out, name), exist_ok=True)
            with open(os.path.join(out, name, WHY), "w",
                      encoding="utf-8") as file:
                file.write(wrong + "\n")
    return 1 if failed else 0


def why(out, name):
    """What the job said; or only that there is nothing."""
    try:
        with open(os.path.join(out, name, WHY), encoding="utf-8") as file:
            return file.read(1000).strip()
    except (OSError, ValueError):
        return say("platform.no_result", name=name)


def collect(path, out):
    """One table of all; whoever has no result is named, and it is a fault."""
    known, lost = roster.read(path), []
    together = os.path.join(out, "class")
    os.makedirs(os.path.join(together, "results"), exist_ok=True)
    for name in known:
        found = os.path.join(out, name, "results", name + ".json")
        if os.path.isfile(found) and not os.path.islink(found):
            shutil.copy(found, os.path.join(together, "results"))
        else:
            lost.append(name)
    listed = os.path.join(together, "students.tsv")
    with open(listed, "w", encoding="utf-8") as file:
        for name, (_, lang, shown) in known.items():
            file.write("%s\t%s\t%s\n" % (name, lang or "en", shown))
    done = subprocess.run(
        [sys.executable, os.path.join(ROOT, "classroom/grade/report.py"),
         os.path.abspath(together), "STUDENTS=" + os.path.abspath(listed)]
        + [word for word in one.chosen() if not word.startswith("LABS=")],
        cwd=ROOT)
    for name in lost:
        print(why(out, name))
    return 1 if lost or done.returncode else 0


def main(words):
    if len(words) == 3 and words[0] == "plan" and words[1] in plans.KINDS:
        return plan(*words[1:])
    if len(words) == 4 and words[0] == "grade":
        return grade(*words[1:])
    if len(words) == 3 and words[0] == "collect":
        return collect(*words[1:])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
