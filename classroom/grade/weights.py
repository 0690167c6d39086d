"""WEIGHTS=file: how many points a lab or a program is worth.

    1-basics/tiny <TAB> 10
    program:gather <TAB> 30

`tiny` alone will do. What the file does not name has the usual weight.
"""
import re
from decimal import Decimal

import clean
import rows
import toc
from say import say

LAB, PROGRAM = Decimal(10), Decimal(30)
PROGRAMS = ("gather", "echo", "wget")
PREFIX = "program:"
POINTS = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?")


def usual(name):
    return PROGRAM if name.startswith(PREFIX) else LAB


def called(name, labs):
    """The whole name of what a row names, or None."""
    if name.startswith(PREFIX):
        return name if name[len(PREFIX):] in PROGRAMS else None
    return next((lab for lab in labs
                 if name in (lab, lab.rpartition("/")[2])), None)


def told(where, key, **names):
    return "%s: %s" % (where, say(key, **{
        name: clean.line(text) for name, text in names.items()}))


def complaint(where, fields, labs, found):
    """What is wrong with a row, or None."""
    if len(fields) != 2:
        return told(where, "report.two_fields", text=" ".join(fields))
    name, points = fields
    whole = called(name, labs)
    if not whole:
        return told(where, "report.no_lab", name=name, programs=" ".join(
            PREFIX + one for one in PROGRAMS))
    if whole in found:
        return told(where, "report.twice", name=whole)
    if not POINTS.fullmatch(points):
        return told(where, "report.no_points", text=points)
    return None


def read(path, labs=None):
    """({name: points}, [complaints])"""
    labs = labs or toc.labs()
    found, complaints = {}, []
    lines = rows.read(path, "WEIGHTS", complaints)
    for where, fields in lines:
        wrong = complaint(where, fields, labs, found)
        if wrong:
            complaints.append(wrong)
        else:
            found[called(fields[0], labs)] = Decimal(fields[1])
    if not lines and not complaints:
        complaints.append(told(path + ":1", "report.no_weights"))
    return found, complaints
