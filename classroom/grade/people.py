"""Who handed in: a folder each, and a name for it that is safe everywhere."""
import hashlib
import os
import re
import unicodedata

import clean
import collect

SAFE = re.compile(r"[\w][\w.@ +-]*")
LONG = 80       # characters of a safe name
NOT_ONE = {".git", ".svn", ".hg", ".DS_Store", ".Trashes", "__MACOSX"}
ARCHIVE = re.compile(r"\.(zip|tar|t?gz|bz2|t?xz|7z|rar|zst)$", re.I)


def is_safe(name):
    """Can it stand as it is in a path, a page, a table, a terminal?"""
    return bool(SAFE.fullmatch(name)) and len(name.encode()) <= LONG \
        and name == unicodedata.normalize("NFC", name) \
        and name == name.strip() and not name.endswith(".")


def encoded(name):
    return name.encode("utf-8", "surrogateescape")


def safe(name):
    """The name itself, or what is left of it and a mark of the whole."""
    try:
        if is_safe(name):
            return name
    except UnicodeEncodeError:
        pass
    left = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:30] or "student"
    return "%s~%s" % (left, hashlib.sha256(encoded(name)).hexdigest()[:12])


class Person:
    def __init__(self, folder, name, known):
        self.path = os.path.join(folder, name)
        self.id = safe(name)        # ~ stands in no safe name: never twice
        self.folder = name          # as it is: JSON can say any name
        self.lang, self.name = known.get(name, (None, ""))
        self.name = self.name or clean.line(name)


def everybody(folder, known):
    """([Person], [names left out]) in an order that is always the same.

    An archive that nobody unpacked is a submission, too: it gets its line,
    and a sentence.
    """
    found, left = [], []
    for name in sorted(os.listdir(folder), key=os.fsencode):
        path = os.path.join(folder, name)
        if name in NOT_ONE:
            continue
        if os.path.isdir(path) or os.path.islink(path) \
                or ARCHIVE.search(name):
            found.append(Person(folder, name, known))
        else:
            left.append(name)
    return found, left


def occurring(everyone, labs):
    """The labs that anybody handed in; all where nobody did any."""
    def there(lab):
        return any(os.path.lexists(os.path.join(one.path, *parts))
                   for one in everyone for parts in collect.places(lab))
    return [lab for lab in labs if there(lab)] or list(labs)
