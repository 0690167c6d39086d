"""Where a lab's file is: in C, or in the assembly of this machine.

    1-basics/loop       solutions/1-basics/loop.c
    4-summary/switch    solutions/4-summary/switch.x86_64.S
"""
import os
import platform

MACHINE = os.environ.get("MACHINE") or platform.machine()


def suffix(lab):
    """What follows the lab's name; the reference decides."""
    machine = "." + MACHINE + ".S"
    return machine if os.path.exists("solutions/%s%s" % (lab, machine)) \
        else ".c"


def of(root, lab):
    """The lab's file below labs or solutions."""
    return "%s/%s%s" % (root, lab, suffix(lab))
