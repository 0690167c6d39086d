"""students.tsv: whose repositories are graded.

    id <TAB> repository <TAB> en|zh <TAB> name to show

`id` names the student's files. The repository is OWNER/NAME, or its whole
address. The last two may be left out.
"""
import os
import re
import sys

import clean
import rows
from say import LANGUAGES, say

ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
PART = r"[A-Za-z0-9_][\w.-]*"
REPOSITORY = re.compile(r"(https://%s(:\d+)?/)?%s(/%s)+" % ((PART,) * 3),
                        re.ASCII)


def complaint(fields, found):
    """(key, text) of what is wrong with a row, or None."""
    if not 2 <= len(fields) <= 4:
        return "platform.row", " ".join(fields)
    if not ID.fullmatch(fields[0]):
        return "platform.row_id", fields[0]
    if fields[0].lower() in {one.lower() for one in found}:
        return "platform.row_twice", fields[0]
    if not REPOSITORY.fullmatch(fields[1]) or ".." in fields[1]:
        return "platform.row_repository", fields[1]
    if (fields + [""] * 2)[2] not in ("",) + LANGUAGES:
        return "platform.row_language", fields[2]
    return None


def read(path):
    """{id: (repository, language or "", name or "")}; or tell and stop."""
    complaints, found = [], {}
    lines = rows.read(path, "students.tsv", complaints)
    for where, fields in lines:
        wrong = complaint(fields, found)
        if wrong:
            complaints.append("%s: %s" % (where, say(
                wrong[0], text=clean.line(wrong[1]))))
        else:
            found[fields[0]] = tuple((fields + ["", ""])[1:4])
    if not lines and not complaints:
        complaints.append("%s:1: %s" % (path, say("platform.no_rows")))
    if complaints:
        print("\n".join(complaints), file=sys.stderr)
        sys.exit(2)
    return found


def address(repository):
    """Where git finds it."""
    if repository.startswith("https://"):
        return repository
    return os.environ.get("SERVER", "https://github.com") + "/" + repository
