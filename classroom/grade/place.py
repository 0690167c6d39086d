"""OUT belongs to one run at a time, and so does a folder for what comes and
goes. Both are given back however a run ends: also when it was killed.
"""
import errno
import fcntl
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
