#!/usr/bin/env python3
"""On Gradescope: grade /autograder/submission, and write results.json.

What goes wrong is told there too: Gradescope shows nothing else to a student.
What is printed here, only the teacher sees.
"""
import json
import os
import shutil
import sys
import tempfile

sys.path[1:1] = [os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), "grade")]

import one                  # noqa: E402
import sandbox              # noqa: E402
from say import say         # noqa: E402
from upload import faults   # noqa: E402

ROOT = os.environ.get("AUTOGRADER", "/autograder")
RESULTS = os.path.join(ROOT, "results", "results.json")


def replace(text):
    with open(RESULTS + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(RESULTS + ".new", RESULTS)


def failed(key):
    name = key.rpartition(".")[2] + ".json"
    with open(os.path.join(ROOT, "source", "failed", name),
              encoding="utf-8") as file:
        replace(file.read())
    print(say(key))


def student():
    """Whose it is: the address of who handed it in; never shown to others."""
    try:
        with open(os.path.join(ROOT, "submission_metadata.json"),
                  encoding="utf-8") as file:
            return "submission-%d" % json.load(file)["id"]
    except (OSError, ValueError, KeyError, TypeError):
        return "submission"


def results(out, name):
    """Gradescope's file of that student, looked at once more."""
    path = os.path.join(out, "gradescope", name, "results.json")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    wrong = faults(json.loads(text))
    for line in wrong:
        print(line)
    if wrong:
        raise one.Stopped("platform.stopped")
    return text


def room():
    """Rooms of bubblewrap, where this container lets us have them; otherwise
    the container is the room, and each result says so."""
    os.environ["SANDBOX"] = kind = \
        "container" if sandbox.probe() else "bubblewrap"
    print(say("platform.room", kind=kind))


def main():
    name = student()
    room()
    with tempfile.TemporaryDirectory() as top:
        os.chmod(top, 0o755)
        folder, out = "%s/in/%s" % (top, name), top + "/out"
        try:
            shutil.copytree(os.path.join(ROOT, "submission"), folder,
                            symlinks=True)
        except (OSError, shutil.Error) as error:
            print(ascii(str(error))[:2000])
            os.makedirs(folder, exist_ok=True)
        try:
            one.grade(top + "/in", out)
            replace(results(out, name))
        except one.Stopped as stopped:
            failed(stopped.args[0])
        except (OSError, ValueError) as error:
            print(ascii(str(error))[:2000])
            failed("platform.stopped")


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    main()
