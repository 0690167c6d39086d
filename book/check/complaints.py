"""Complaints of the book's checks: file, line, what is wrong, what to do."""

import sys


class Complaints:
    def __init__(self):
        self.all = []

    def at(self, path, line, message, remedy):
        self.all.append((path, line, message, remedy))

    def finish(self):
        """Print every complaint, in the order of files and lines."""
        for path, line, message, remedy in sorted(set(self.all)):
            print(f"{path}:{line}: error: {message}\n    {remedy}",
                  file=sys.stderr)
        return 1 if self.all else 0
