"""Where a lab's file is: in C, or in the assembly of this machine.

    1-basics/loop       solutions/1-basics/loop.c
    4-summary/switch    solutions/4-summary/switch.x86_64.S
"""
import os
import platform
import re

import outline

MACHINE = os.environ.get("MACHINE") or platform.machine()


def suffix(lab):
    """What follows the lab's name; the reference decides."""
    machine = "." + MACHINE + ".S"
    return machine if os.path.exists(
        "%s/%s%s" % (outline.root(), lab, machine)) else ".c"


def of(root, lab):
    """The lab's file below labs or solutions."""
    return "%s/%s%s" % (root, lab, suffix(lab))


def patched(path):
    """The file that a diff changes."""
    with open(path, encoding="utf-8", errors="replace") as file:
        found = re.search(r"^--- a/(\S+)", file.read(), re.M)
    return found[1] if found else None


def ours(lab, path):
    """Is an answer about this machine's file, and not another one's?"""
    name = os.path.basename(str(path))
    if name.endswith(".patch"):
        other, wanted = patched(path), of("solutions", lab)
        return other is None or other == wanted or not other.endswith(".S")
    return not name.endswith(".S") or name.endswith(suffix(lab))
