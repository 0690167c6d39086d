"""A terminal to draw on: rows from the top, and one line at the bottom."""
import os
import sys

from paint import cut, paint


class Screen:
    """Rows from the top, and one line at the bottom."""

    def __init__(self, stream=sys.stdout):
        self.stream = stream
        self.obeys = os.environ.get("TERM", "dumb") != "dumb"

    def size(self):
        try:
            columns, rows = os.get_terminal_size(self.stream.fileno())
        except OSError:
            columns, rows = 80, 24
        return columns or 80, rows or 24

    def show(self, rows, clear=True):
        """As much as there is room for: the first row, and the last ones."""
        room = self.size()[1] - 2
        if len(rows) > room > 3:
            rows = rows[:1] + ["…"] + rows[2 - room:]
        self.write(("\033[H\033[J" if clear and self.obeys else "")
                   + "".join(row + "\n" for row in rows))

    def bottom(self, text):
        columns, rows = self.size()
        text = paint("bold", cut(text, columns - 1))
        self.write("\033[%d;1H\033[K%s" % (rows, text) if self.obeys
                   else text + "\n")

    def write(self, text):
        self.stream.write(text)
        self.stream.flush()
