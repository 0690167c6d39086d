"""Texts that somebody else wrote, made harmless for the place they go to.

A name or a message may hold anything: commands for a terminal, marks that
turn the direction of writing round, half a character, what XML forbids, a
formula for a spreadsheet. Whoever reads it should see it, and obey nothing.
"""
import html
import re

NAME, MESSAGE = 80, 4000     # the longest that is shown
KEPT = "\n\t\u3000"
FORMULA = "=+-@＝＋－＠"
BEHIND = re.compile(r"(;\s*)(?=[%s])" % re.escape(FORMULA))


def visible(text):
    """Control codes, marks of direction, lone surrogates: as \\x1b."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in KEPT
                   else c.encode("unicode_escape").decode() for c in text)


def shown(text, most=MESSAGE):
    """Lines of text, and not too many."""
    text = text if isinstance(text, str) else str(text)
    if len(text) <= most:
        return visible(text)
    return visible(text[:most]) + "… (%d)" % len(text)


def line(text, most=NAME):
    """The same in one line."""
    return shown(text, most).replace("\n", "\\n").replace("\t", "\\t")


def markup(text, most=MESSAGE):
    """For HTML and XML, between tags or in quotes."""
    return html.escape(shown(text, most), quote=True)


def cell(text, most=MESSAGE):
    """For a CSV file that a spreadsheet opens: never a formula.

    Where `;` separates, a formula may also begin behind one.
    """
    text = line(text, most)
    if ";" in text:
        text = BEHIND.sub(r"\1'", text)
    return "'" + text if text.lstrip()[:1] in tuple(FORMULA) else text
