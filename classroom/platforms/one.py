"""One submission, graded where this platform's container put the workbook.

    grade(submissions, out, lang) -> the file of results; Stopped: there is
    none, and why

What the teacher chose when the platform's files were made stands beside the
workbook, in platform/arguments: arguments of `make grade`, one to a line.
"""
import glob
import os
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
CHOSEN = os.path.join(ROOT, "platform", "arguments")
SECONDS = int(os.environ.get("SECONDS", "") or 540)
OURS = ("PATH", "LANG", "TMPDIR", "BOOK_LANG", "SANDBOX")


class Stopped(Exception):
    """args[0] is a key of tools/words: platform.stopped, platform.late."""


def environment(lang):
    """What make may know of the platform: little. No secret goes in."""
    env = {name: os.environ[name] for name in OURS if name in os.environ}
    env.update(LC_ALL="C.UTF-8", HOME="/nonexistent")
    if lang:
        env["BOOK_LANG"] = lang
    return env


def chosen():
    with open(CHOSEN, encoding="utf-8") as file:
        return file.read().splitlines()


def make(words, seconds, env):
    """The status; None: it was too slow, and it and its children are gone."""
    with subprocess.Popen(
            ["make", "-s"] + words, cwd=ROOT, env=env, stdout=sys.stderr,
            stdin=subprocess.DEVNULL, start_new_session=True) as running:
        try:
            return running.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            return None


def grade(submissions, out, lang=None, seconds=None):
    status = make(["grade", "SUBMISSIONS=" + submissions, "OUT=" + out,
                   "JOBS=1"] + chosen(), seconds or SECONDS,
                  environment(lang))
    found = glob.glob(os.path.join(glob.escape(out), "results", "*.json"))
    if status is None:
        raise Stopped("platform.late")
    if status or len(found) != 1:
        raise Stopped("platform.stopped")
    return found[0]
