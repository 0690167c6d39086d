"""Colour where there is somebody to see it, and lines that fit."""
import os
import sys

from columns import width, wrap

COLOURS = {"green": "32", "red": "31", "yellow": "33", "bold": "1",
           "grey": "2"}
COLUMNS = 80


def coloured(stream=None):
    stream = stream or sys.stdout
    seen = stream.isatty() or os.environ.get("PAINTED")  # make watch shows it
    return (seen and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb")


def paint(colour, text, stream=None):
    if not coloured(stream):
        return text
    return "\033[%sm%s\033[0m" % (COLOURS[colour], text)


def told(text, indent):
    """The lines of a text, each wrapped to the screen and set in."""
    for line in text.split("\n"):
        if indent + width(line) <= COLUMNS:
            yield (" " * indent + line).rstrip()
            continue
        margin = indent + (len(line) - len(line.lstrip()))
        for row in wrap(line.strip(), COLUMNS - margin):
            yield " " * margin + row


def cut(text, columns):
    """As much of a line as fits."""
    while width(text) > columns:
        text = text[:-1]
    return text
