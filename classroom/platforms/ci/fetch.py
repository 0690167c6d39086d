"""A student's repository, taken as data.

    fetch(address, folder)

Nothing of it is checked out and none of its settings is obeyed: from the last
commit of its main branch, what may be an answer is written as plain files.
Links, submodules, hooks, filters and attributes have no say.
"""
import base64
import os
import re
import subprocess
import tempfile
import urllib.parse

LARGEST, MOST, SECONDS = 1 << 20, 300, 300
ANSWER = re.compile(
    rb"([A-Za-z0-9_][\w.-]*/){0,2}[A-Za-z0-9_][\w.-]*\.[cS]|language")


class Unreachable(Exception):
    """args[0]: the last line of what git said."""


def environment(address):
    """For git: no settings but ours; the token for that server alone."""
    url = urllib.parse.urlsplit(address)
    pairs = [("core.hooksPath", os.devnull), ("core.fsmonitor", "false"),
             ("transfer.fsckObjects", "true"), ("submodule.recurse", "false")]
    token = os.environ.get("STUDENTS_TOKEN")
    if token and url.scheme == "https":
        user = os.environ.get("TOKEN_USER", "x-access-token")
        word = base64.b64encode(("%s:%s" % (user, token)).encode()).decode()
        pairs.append(("http.https://%s/.extraHeader" % url.netloc,
                      "Authorization: Basic " + word))
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent",
           "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
           "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": url.scheme,
           "GIT_CONFIG_COUNT": str(len(pairs)), "GIT_LFS_SKIP_SMUDGE": "1"}
    for number, (key, value) in enumerate(pairs):
        env["GIT_CONFIG_KEY_%d" % number] = key
        env["GIT_CONFIG_VALUE_%d" % number] = value
    return env


def git(words, env):
    try:
        done = subprocess.run(["git"] + words, env=env, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise Unreachable("git: %d s" % SECONDS) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "backslashreplace").strip()
        raise Unreachable(ascii((said.splitlines() or ["git"])[-1])[1:-1])
    return done.stdout


def answers(bare, env):
    """(name, object) of each plain file that may be an answer."""
    listed = git(["-C", bare, "ls-tree", "-r", "-l", "-z", "HEAD"], env)
    found = 0
    for line in listed.split(b"\0")[:-1]:
        words, _, name = line.partition(b"\t")
        mode, _, blob, size = words.split()
        if mode in (b"100644", b"100755") and ANSWER.fullmatch(name) \
                and size.isdigit() and int(size) <= LARGEST and found < MOST:
            found += 1
            yield name.decode(), blob.decode()


def fetch(address, folder):
    """Write the answers below folder; Unreachable where git cannot."""
    env = environment(address)
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as bare:
        git(["clone", "-q", "--bare", "--depth", "1", "--single-branch",
             "--no-tags", "--no-local", "--", address, bare], env)
        if not git(["-C", bare, "for-each-ref", "--count=1"], env):
            return
        for name, blob in answers(bare, env):
            path = os.path.join(folder, name)
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "xb") as file:
                    file.write(git(["-C", bare, "cat-file", "blob", blob],
                                   env))
            except (FileExistsError, NotADirectoryError):
                continue
