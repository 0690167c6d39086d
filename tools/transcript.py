"""The format of a transcript, told in book/README.md, "Console"."""

import re

from alike import alike

DIRECTIVES = ("run", "status", "timeout", "needs", "round", "head", "fresh",
              "alike", "slow")


class Entry:
    """One command of a transcript."""

    def __init__(self, line, command):
        self.line, self.command = line, command
        self.directives, self.said = {}, []

    def get(self, name, default=None):
        return self.directives.get(name, default)

    def says(self, said):
        """Is that what was recorded? With `#: alike`, numbers of threads,
        ports and the like may be others."""
        return said == self.said or "alike" in self.directives and alike(
            "\n".join(said), "\n".join(self.said))

    @property
    def executed(self):
        command = self.get("run", self.command)
        return re.sub(r"^make ", "make -s ", command)

    @property
    def first_line_said(self):
        return self.line + 1 + len(self.directives)


class Wrong(Exception):
    """What stands in a transcript, or what came, is not right."""

    def __init__(self, line, message, remedy):
        super().__init__(message)
        self.line, self.message, self.remedy = line, message, remedy


def parse(text):
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("$ "):
            entries.append(Entry(number, line[2:]))
        elif not entries:
            raise Wrong(number, "no command stands above this line",
                        'begin with a line "$ command"')
        elif line.startswith("#:"):
            name, _, value = line[2:].strip().partition(" ")
            if name not in DIRECTIVES or entries[-1].said:
                raise Wrong(number, f'"{line}" is not understood here',
                            "right below a command: #: " +
                            ", #: ".join(DIRECTIVES))
            entries[-1].directives[name] = value
        else:
            entries[-1].said.append(line)
    return entries
