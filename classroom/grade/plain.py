"""A plain file below a folder of somebody else's, opened with care.

No link is followed, not even of a folder on the way; what is no plain file
is never opened: a FIFO would make us wait, a device do worse.
"""
import errno
import os
import stat

from say import LANGUAGES, say

MOST = 1 << 20      # bytes of one file


def both(key, **names):
    """A sentence in both languages."""
    return {lang: say(key, lang, **names) for lang in LANGUAGES}


class Refused(Exception):
    """Why a file is not taken: a key of tools/words and its names."""

    def __init__(self, key, **names):
        super().__init__(key)
        self.texts = both(key, **names)


def contents(folder, parts):
    """The bytes of a plain file below an open folder; None: there is none."""
    name = "/".join(parts)
    here = os.dup(folder)
    try:
        for part in parts[:-1]:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW,
                            dir_fd=here)
            os.close(here)
            here = inner
        return opened(here, parts[-1], name)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK):
            raise Refused("grade.link", file=name)
        raise Refused("grade.unread", file=name, why=error.strerror)
    finally:
        os.close(here)


def opened(folder, last, name):
    """Its kind is asked before and after it is opened: a FIFO never opens."""
    kind = os.stat(last, dir_fd=folder, follow_symlinks=False)
    if stat.S_ISLNK(kind.st_mode):
        raise Refused("grade.link", file=name)
    if not stat.S_ISREG(kind.st_mode):
        raise Refused("grade.odd", file=name)
    handle = os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
                     | os.O_CLOEXEC, dir_fd=folder)
    with os.fdopen(handle, "rb") as file:
        now = os.fstat(handle)
        if not stat.S_ISREG(now.st_mode):
            raise Refused("grade.odd", file=name)
        data = file.read(MOST + 1)
    if len(data) > MOST:
        raise Refused("grade.big", file=name, kib=MOST >> 10)
    if b"\0" in data:       # what compilers skip, readers of ours do not
        raise Refused("grade.no_text", file=name)
    return data
