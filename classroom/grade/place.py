"""OUT belongs to one run at a time, and so does a folder for what comes and
goes. Both are given back however a run ends: also when it was killed.
"""
import errno
import fcntl
import glob
import os
import re
import shutil
import stat
import tempfile

WORK = re.compile(r"grade\.\w+")


def lock(out):
    """A file that is ours until we end, however we do; None: another's.

    A child does not inherit a lock of this kind: killed is free.
    """
    file = open(os.path.join(out, ".grade", "lock"), "r+", encoding="utf-8")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EAGAIN):
            raise
        return None
    return file


def work(out):
    """A folder for what comes and goes; that of a run that was killed goes."""
    note = os.path.join(out, ".grade", "work")
    try:
        with open(note, encoding="utf-8") as file:
            old = file.read().strip()
        if WORK.fullmatch(os.path.basename(old)) and os.path.dirname(old) \
                == tempfile.gettempdir():
            found = os.lstat(old)
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
                shutil.rmtree(old, ignore_errors=True)
    except OSError:
        pass
    fresh = tempfile.mkdtemp(prefix="grade.")
    os.chmod(fresh, 0o755)      # for who is nobody inside
    with open(note, "w", encoding="utf-8") as file:
        file.write(fresh)
    return fresh


def put_away(out, everyone):
    """Results of who is not among the submissions any more: their names."""
    for path in glob.glob(os.path.join(glob.escape(out), "**", ".new.*"),
                          recursive=True):
        os.unlink(path)     # whoever wrote it did not come to its end
    known = {one.id + ".json" for one in everyone}
    folder, old = (os.path.join(out, *parts) for parts in (
        ("results",), (".grade", "old")))
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json") and name not in known:
            os.makedirs(old, exist_ok=True)
            os.replace(os.path.join(folder, name), os.path.join(old, name))
            yield name[:-5]


def times(out, everyone, places):
    """What took how long: the one table that differs from run to run."""
    fresh = os.path.join(out, ".grade", "times.new")
    with open(fresh, "w", encoding="utf-8") as to:
        to.write("# student\tlab\tseconds\tnote\n")
        for person in everyone:
            try:
                with open(places.times(person), encoding="utf-8") as file:
                    to.write(file.read())
            except OSError:
                pass
    os.replace(fresh, os.path.join(out, "times.tsv"))
