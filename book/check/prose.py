"""The prose of a section, without code: paragraphs with their lines.

Fences are left out. Inline code becomes CODE, a link that the page fills
becomes FILLED, other mark-up goes, so that what is left is what is read.
"""

import re

CODE, FILLED = "\uE000", "\uE001"
FENCE = re.compile(r"^\s*(```+|~~~+)")
HEADING = re.compile(r"^#{1,6} .*\{#([a-z0-9-]+)\}\s*$")
ALLOW = re.compile(r"<!--\s*allow:\s*(.*?)\s*-->")


def lines_outside_fences(path):
    fence = None
    with open(path, encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            mark = FENCE.match(text)
            if mark and fence is None:
                fence = mark.group(1)
            elif mark and text.strip().startswith(fence):
                fence = None
            elif fence is None:
                yield number, text.rstrip("\n")


def read_text(text):
    """What a reader sees of one line; ** stays, for the check of bold."""
    text = re.sub(r"<!--.*?-->", "", text)
    if text.lstrip().startswith(":::"):
        title = re.search(r'title="([^"]*)"', text)
        text = title.group(1) if title else ""
    text = re.sub(r"(`+).*?[^`]\1(?!`)", CODE, text)
    text = re.sub(r"^\s*\[\^[^\]]+\]:", "", text)
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = re.sub(r"\[\]\([^)]*\)", FILLED, text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\{[#.][^}]*\}", "", text)
    text = re.sub(r"<https?:[^>]*>|https?://\S+", CODE, text)
    return re.sub(r"^\s*(?:[-+*] |\d+\. |> |#+ )?(?:\[[ x]\] )?", "", text)


class Paragraph:
    """Lines without a blank one between; the words it is allowed to use."""

    def __init__(self, allowed):
        self.lines, self.allowed = [], list(allowed)

    def joined(self, glue):
        """The text in one, and the line of each of its characters."""
        text, places = "", []
        for number, line in self.lines:
            part = (glue if text else "") + line.strip()
            text += part
            places += [number] * len(part)
        return text, places

    def allows(self, snippet):
        return any(word in snippet or snippet in word
                   for word in self.allowed)


def paragraphs(path):
    """A comment "allow:" alone is for the paragraph below it."""
    current, waiting, last = None, [], 0
    for number, raw in lines_outside_fences(path):
        allowed = [w for found in ALLOW.findall(raw) for w in found.split()]
        text = read_text(raw)
        if current and (number != last + 1 or not raw.strip()):
            yield current
            current = None
        last = number
        if not text.strip():
            waiting += allowed
            continue
        current = current or Paragraph(waiting)
        waiting = []
        current.allowed += allowed
        current.lines.append((number, text))
    if current:
        yield current


def parts(path):
    """The source between two headings: {id: (line, text)}."""
    outside = {number for number, _ in lines_outside_fences(path)}
    found, current = {}, None
    with open(path, encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            heading = HEADING.match(text) if number in outside else None
            if heading:
                current = heading.group(1)
                found[current] = (number, "")
            if current:
                line, before = found[current]
                found[current] = (line, before + text)
    return found
