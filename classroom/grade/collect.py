"""What is taken of a submission: plain files of labs, by name, nothing else.

    labs/1-basics/tiny.c    1-basics/tiny.c    tiny.c

Where two of these say different things, none is taken: nobody should be
graded on the wrong one. No link is followed and nothing but a plain file
opened; no Makefile, header or test of theirs is ever read.
"""
import errno
import hashlib
import os

import clean
import source
from plain import Refused, both, contents
from say import LANGUAGES

NAMED = 8           # files that a note names
LOOKED = 2000       # names looked at, of what may be a whole disk
IGNORED = {"language", "README.md", ".git", ".gitignore", "labs"}


def places(lab):
    """Where a lab's file may be, the usual place first."""
    path = lab + source.suffix(lab)
    return [("labs/" + path).split("/"), path.split("/"),
            [os.path.basename(path)]]


def lab_file(folder, lab):
    """(path, bytes) of a lab's file; (None, None) where there is none."""
    found = [("/".join(parts), data) for parts, data in (
        (parts, contents(folder, parts)) for parts in places(lab))
        if data is not None]
    if len({data for _, data in found}) > 1:
        raise Refused("grade.two", files=", ".join(name for name, _ in found))
    return found[0] if found else (None, None)


def language(folder):
    """What the plain file `language` says, if it says it."""
    try:
        data = contents(folder, ["language"])
    except Refused:
        return None
    word = (data or b"")[:20].decode("utf-8", "replace").strip().lower()
    return word if word in LANGUAGES else None


def others(path, labs):
    """Names that were handed in and not taken; what is usual is not told."""
    expected = {"/".join(parts) for lab in labs for parts in places(lab)}
    found, looked = [], 0
    for where, folders, files in os.walk(path, onerror=lambda error: None):
        below = os.path.relpath(where, path)
        below = "" if below == "." else below + "/"
        folders[:] = sorted(name for name in folders if name not in IGNORED
                            or below + name == "labs")
        deep = below.count("/") >= 2
        found += [below + name for name in sorted(files)
                  if below + name not in expected and name not in IGNORED]
        looked += len(files) + len(folders)
        if deep or looked > LOOKED:
            folders[:] = []
        if looked > LOOKED:
            break
    return sorted(found)


class Taken:
    """What was taken of one submission's folder."""

    def __init__(self, path, labs):
        self.files, self.refused, self.notes, self.said = {}, {}, [], None
        try:
            folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY
                             | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            why = both("grade.not_folder") \
                if error.errno in (errno.ELOOP, errno.ENOTDIR) else \
                both("grade.unread", file=".", why=error.strerror)
            self.notes.append(why)
            self.refused = {lab: why for lab in labs}
            return
        try:
            for lab in labs:
                self.take(folder, lab)
            self.said = language(folder)
        finally:
            os.close(folder)
        self.tell(others(path, labs))

    def take(self, folder, lab):
        try:
            name, data = lab_file(folder, lab)
        except Refused as why:
            self.refused[lab] = why.texts
            self.notes.append(why.texts)
            return
        if data is not None:
            self.files[lab] = (name, data)

    def tell(self, names):
        shown = [clean.line(name, 60) for name in names[:NAMED]]
        shown += ["…"] * (len(names) > NAMED)
        if shown:
            self.notes.append(both("grade.not_taken", files=", ".join(shown)))

    def digest(self):
        """The same for the same files."""
        total = hashlib.sha256()
        for lab, (name, data) in sorted(self.files.items()):
            total.update(("%s %s %d\n" % (lab, name, len(data))).encode(
                "utf-8", "surrogateescape") + data)
        for texts in [t for _, t in sorted(self.refused.items())] + self.notes:
            total.update(repr(sorted(texts.items())).encode())
        return total.hexdigest()
