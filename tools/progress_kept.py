"""labs/.progress.tsv: what was green once. It outlives build/ and resets.

    # the first line says what this is
    LAB or CHAPTER <TAB> step number, `all` or `checkpoint` <TAB> first seen

Rows are added and none is ever taken away. The file is written whole or not at
all, by one at a time; lines that cannot be read go beside it, and are named.
"""
import contextlib
import datetime
import fcntl
import os
import re
import sys

from paint import told
from say import say

PATH = "labs/.progress.tsv"
HEAD = "# What make test has seen green: lab, step, first time. Yours: keep it."
ROW = re.compile(r"(\d+-[\w-]+(?:/[\w-]+)?)\t(\d+|all|checkpoint)"
                 r"(?:\t(\d{4}-\d\d-\d\d)?)?(?:\t.*)?")


def split(data):
    """({(lab, what): first time}, [numbers of lines that cannot be read])"""
    rows, odd = {}, []
    for number, line in enumerate(data.decode("utf-8", "replace")
                                  .lstrip("\ufeff").splitlines(), 1):
        found = ROW.fullmatch(line.rstrip())
        if found:
            rows.setdefault((found[1], found[2]), found[3] or "")
        elif line.strip() and not line.startswith("#"):
            odd.append(number)
    return rows, odd


def load():
    """The bytes of the file; none yet: none."""
    try:
        with open(PATH, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def complain(key, **names):
    print("\n".join(told("%s: %s" % (names.pop("where"), say(key, **names)),
                         0)), file=sys.stderr)


def read():
    """{(lab, what): first time}; a file that cannot be read holds nothing."""
    try:
        return split(load())[0]
    except OSError:
        return {}


def beside(data):
    """Keep these bytes under a name not yet taken; return it."""
    for number in range(1, 1000):
        path = "%s.kept-%d" % (PATH, number)
        with contextlib.suppress(FileExistsError), open(path, "xb") as file:
            file.write(data)
            return path
    raise OSError(17, path)


def write(rows):
    fresh = "%s.%d" % (PATH, os.getpid())
    try:
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(HEAD + "\n")
            for (lab, what), day in sorted(rows.items()):
                file.write("%s\t%s\t%s\n" % (lab, what, day))
        os.replace(fresh, PATH)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(fresh)
        raise


@contextlib.contextmanager
def alone():
    """Nobody else writes meanwhile, where the system can see to that."""
    folder = os.open(os.path.dirname(PATH), os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def add(green):
    """Add what is green: [(lab, what)]. What is lost is said, not raised:
    a verdict must never fail because it could not be noted.
    """
    today = datetime.date.today().isoformat()
    try:
        with alone():
            data = load()
            rows, odd = split(data)
            fresh = {item: today for item in green if item not in rows}
            if odd:
                complain("progress.odd", where="%s:%d" % (PATH, odd[0]),
                         kept=beside(data))
            if fresh or odd:
                write({**fresh, **rows})
    except OSError as error:
        complain("progress.unwritten", where=PATH + ":1", why=error.strerror)
