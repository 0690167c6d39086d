"""One lab on a student's page: what failed, why, and what to do next."""
import itertools
import textwrap

import advice
import page
import parts
from page import markup, words
from say import say


def thought(item, lang):
    """(what they may have thought, step)"""
    sure, found, step = advice.explained(item)
    text = "".join("<p>%s</p>\n" % page.prose(
        one[lang] if sure else say("lab.perhaps", lang, text=one[lang]))
        for one in found)
    if text:
        text = '<div class="box"><p class="kind">%s</p>\n%s</div>\n' % (
            words("feedback.thought", lang), text)
    return text, step


def onward(item, lang, step, look=True):
    """What to read, and what to type."""
    kind, at = advice.to_look_at(item, step) if look else ("again", None)
    yield '<div class="next">\n<h3>%s</h3>\n' % words("feedback.next", lang)
    if kind != "again":
        yield "<p>%s</p>\n" % words("feedback.%s" % (
            "next_" + kind), lang, number=at)
    read = advice.to_read(item, lang, at)
    if read:
        yield "<p>%s<br><code>%s</code></p>\n" % tuple(map(markup, read))
    yield '<pre class="type">%s</pre>\n</div>\n' % "\n".join(
        markup(row) for row in advice.commands(item, at))


def said(item, lang):
    """What there is to say about the whole file: of a lab a sentence, then
    what some tool printed; of a program sentences, and indented what it did."""
    rows = enumerate(item.text[lang].split("\n"))

    def printed(row):
        return row[1].startswith("    ") if item.program else row[0] > 0
    for tool, some in itertools.groupby(rows, printed):
        text = "\n".join(row for _, row in some)
        if text.strip():
            yield '<pre class="said">%s</pre>\n' % markup(
                textwrap.dedent(text)) if tool \
                else '<p class="why">%s</p>\n' % page.prose(text)


def html(i, item, lang, detail):
    kind = parts.sort(item)
    yield '<section id="item-%d" class="item %s">\n<h2>%s<span>%s</span>' \
        '</h2>\n<p class="stands">%s · %s</p>\n' % (
            i, kind, parts.sign(kind), markup(parts.title(item, lang)),
            markup(parts.state(item, lang)), parts.points(item, lang))
    full = detail == "full"
    if full:
        yield from said(item, lang)
    step = None
    if item.state in ("passed", "failed") and item.all and not item.green():
        if not item.program:
            yield from parts.in_steps(item, lang)
        text, step = thought(item, lang) if full else ("", None)
        yield text
        yield from parts.failures(item, lang, detail)
    yield from onward(item, lang, step, full)
    yield "</section>\n"
