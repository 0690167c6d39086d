"""Our Markdown, made plain: what a learning platform shows of it.

Links into the book become titles, attributes go, lines that were broken are
joined, listings are indented. What is left is Markdown that any platform
reads.
"""
import pathlib
import re

HEADING = re.compile(r"^#{1,6} (.*?) *\{#([a-z0-9-]+)\}\s*$", re.M)
QUOTES = {"en": '"%s"', "zh": "“%s”"}
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")
ITEM = re.compile(r"(?:[-*+] |\d+\. |\|)")


def titles(language):
    """{id: title} of every heading of the book."""
    found = {}
    for path in sorted(pathlib.Path("chapters").glob(f"*/*.{language}.md")):
        for title, name in HEADING.findall(path.read_text(encoding="utf-8")):
            found[name] = title
    return found


def inline(text, language, known):
    """Without attributes, and with titles in place of links."""
    text = re.sub(r"(`[^`]*`)\{\.[a-z]+\}", r"\1", text)
    text = re.sub(r"\[\]\(#([a-z0-9-]+)\)", lambda link: QUOTES[language] %
                  known.get(link[1], link[1]), text)
    return re.sub(r"\[([^\]]+)\]\(#[a-z0-9-]+\)", r"\1", text)


def join(one, other):
    """No gap between two Chinese characters, as on the page."""
    gap = "" if HAN.match(one[-1:]) and HAN.match(other[:1]) else " "
    return one + gap + other


def plain(lines, language, known):
    """Paragraphs and listings, an empty line between two of them."""
    blocks, listing, open_ = [], None, False
    for line in lines:
        if line.strip().startswith("```"):
            if listing is not None:
                blocks.append("\n".join(listing))
            listing = [] if listing is None else None
            open_ = False
        elif listing is not None:
            listing.append(("    " + line).rstrip())
        elif not line.strip():
            open_ = False
        elif open_ and not ITEM.match(line.strip()):
            blocks[-1] = join(blocks[-1],
                              inline(line.strip(), language, known))
        elif open_:
            blocks[-1] += "\n" + inline(line.strip(), language, known)
        else:
            blocks.append(inline(line.strip(), language, known))
            open_ = True
    return "\n\n".join(blocks)


def ready(question, language, known):
    """The question with text in place of lines."""
    def text(lines):
        return plain(lines, language, known)
    return question._replace(
        text=text(question.text), answer=text(question.answer),
        choices=[each._replace(text=text(each.text), why=text(each.why))
                 for each in question.choices])
