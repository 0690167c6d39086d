"""The verdicts of one program: each case has failed until it has passed."""

UNWRITTEN, SANITIZER = 95, 97   # as in tools/judge.py
SIGNALS = 125                   # from here on a room or a signal ended it


class Cases:
    def __init__(self, names):
        self.found = {name: None for name in names}
        self.said = ""      # on stderr

    def open(self, name):
        return self.found.get(name, 1) is None

    def passed(self, *names):
        for name in names:
            if self.open(name):
                self.found[name] = ("passed", "")

    def failed(self, name, verdict, why):
        """The first verdict stands."""
        if self.open(name):
            self.found[name] = (verdict, why)

    def check(self, name, good, why, verdict="wrong"):
        if good:
            self.passed(name)
        else:
            self.failed(name, verdict, why)
        return good

    def over(self, program, names):
        """It ended, or was ended, in the midst of these: the first of them
        says how; what stands behind it was never reached."""
        left = [name for name in names if self.open(name)]
        if left and all(self.found[name] in (None, ("passed", ""))
                        for name in names):
            self.failed(left[0], *ending(program))
            self.note(program)
        for name in left:
            self.failed(name, "nothing", "unreached")

    def note(self, program):
        """What it said on stderr may tell why."""
        self.said = self.said or program.complaint()

    def hung(self):
        return any(found and found[0] == "timeout"
                   for found in self.found.values())

    def result(self):
        """For JSON; what was never reached has not passed."""
        return {"said": self.said, "cases": [
            [name] + list(verdict or ("nothing", "unreached"))
            for name, verdict in self.found.items()]}


def ending(program):
    """(verdict, why) of a program that ended too early, or was ended."""
    if program.how == "hung":
        return "timeout", "hung"
    if program.how:
        return "memory", program.how
    if program.status == UNWRITTEN:
        return "unwritten", "unwritten"
    if b"panic: " in program.err:
        return "crash", "panic"
    if program.status == SANITIZER:
        return "memory", "sanitizer"
    if not 0 <= program.status < SIGNALS:
        return "crash", "crash"
    return "exit", "ended"


def bad_end(program, status):
    """(verdict, why) unless it ended by itself with this status."""
    if not program.how and program.status == status:
        return None
    found = ending(program)
    return ("exit", "status") if found[0] == "exit" else found
