"""Building and running what `make checkpoint` shows."""
import os
import subprocess
import sys
import threading

SERVERS = "labs/3-networking/programs/servers.py"
SITES = ["one.test", "two.test", "three.test"]
SECONDS = 30


def build(program, chapter, fast, mine, theirs):
    """(the linked program or None, what make said)"""
    flavour = "plain-fast" if fast else "plain"
    path = "build/%s/checkpoint/%s/%s" % (flavour, chapter,
                                          program.rpartition("/")[2])
    env = {name: text for name, text in os.environ.items()
           if not name.startswith(("MAKE", "MFLAGS", "VERDICTS", "FLAVOUR"))}
    done = subprocess.run(
        ["make", "-s", "FLAVOUR=" + flavour, "PROGRAM=" + program,
         "MINE=" + " ".join(mine), "THEIRS=" + " ".join(theirs), path],
        env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    return path if done.returncode == 0 else None, done.stdout


def needed(path, theirs):
    """The labs of the reference that really are in a linked program."""
    def defined(file):
        said = subprocess.run(["nm", "-P", "-g", file], encoding="utf-8",
                              stdout=subprocess.PIPE).stdout
        return {row.split()[0] for row in said.splitlines()
                if len(row.split()) > 2 and row.split()[1] in "TDBR"}
    inside, folder = defined(path), path.partition("/checkpoint/")[0]
    return [lab for lab in theirs
            if defined("%s/reference/%s.o" % (folder, lab)) & inside]


def command(program, *words):
    """What is run: wget, with three servers of this machine to ask."""
    if program.endswith("/wget"):
        return [sys.executable, SERVERS, *words, *SITES]
    return list(words)


def run(words, show):
    """(exit status or None: not in time, what it printed)"""
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             start_new_session=True)
    late = threading.Timer(SECONDS, os.killpg, (child.pid, 9))
    late.start()
    said = []
    try:
        for line in child.stdout:
            said.append(line.decode("utf-8", "replace"))
            if show:
                print("  " + said[-1], end="", flush=True)
        status = child.wait()
        in_time = late.is_alive()
        return status if in_time else None, "".join(said)
    finally:
        late.cancel()
        if child.poll() is None:
            os.killpg(child.pid, 9)
