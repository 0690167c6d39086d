"""feedback/STUDENT.html: what one student has, and what to do next.

DETAIL says how much: `full` also what was expected and what came; `names`
the tests and their verdicts; `hidden` the points of each lab.
"""
import page
import parts
import section
from graded import number
from page import markup, words
from say import say


RED = ("some", "none", "look")


def summary(student, lang, detail):
    hidden = detail == "hidden"
    yield '<table class="sums"><thead><tr><th scope="col">%s</th>' \
        % words("feedback.lab", lang)
    if not hidden:
        yield '<th scope="col">%s</th>' % words("feedback.state", lang)
    yield '<th scope="col" class="points">%s</th></tr></thead>\n<tbody>\n' \
        % words("feedback.head_points", lang)
    for i, item in enumerate(student.items.values()):
        name = markup(parts.title(item, lang))
        if not hidden:
            link = '<a href="#item-%d">%s</a>' % (i, name)
            name = parts.sign(parts.sort(item)) + (
                link if parts.sort(item) in RED else name)
        small = "" if hidden else '<small class="narrow">%s</small>' \
            % markup(parts.state(item, lang))
        yield '<tr><th scope="row"><span>%s</span>%s</th>' % (name, small)
        if not hidden:
            yield "<td>%s</td>" % markup(parts.state(item, lang))
        yield '<td class="points">%s</td></tr>\n' % parts.points(item, lang)
    yield "</tbody></table>\n"


def banner(student, lang):
    if student.unsandboxed():
        yield '<p class="banner"><b>UNSANDBOXED</b> %s</p>\n' % words(
            "feedback.unsandboxed", lang)
    notes = [note[lang] for note in student.notes if note[lang]]
    if notes:
        yield '<div class="box notes"><p class="kind">%s</p>\n<ul>\n' \
            % words("feedback.notes", lang)
        for note in notes:
            yield "<li>%s</li>\n" % page.prose(note)
        yield "</ul>\n</div>\n"


def not_begun(student, lang):
    """What was not handed in, in one line; and the first of it."""
    out = [item for item in student.items.values()
           if parts.sort(item) == "out"]
    if out:
        yield '<section class="item out">\n<h2>%s<span>%s</span></h2>\n' \
            "<p>%s</p>\n" % (parts.sign("out"), words(
                "class.state_missing", lang), ", ".join(
                    words("feedback.program", lang, name=item.short)
                    if item.program else "<code>%s</code>" % markup(item.short)
                    for item in out))
        yield from section.onward(out[0], lang, None, False)
        yield "</section>\n"
    elif all(item.green() for item in student.items.values()):
        yield "<p>%s</p>\n" % words("feedback.all_green", lang)


def begin(student, lang):
    """Of everything, the one thing to do first."""
    for i, item in enumerate(student.items.values()):
        if parts.sort(item) in RED:
            link = '<a href="#item-%d">%s</a>' % (
                i, markup(parts.title(item, lang)))
            yield '<p class="first">%s</p>\n' % words(
                "feedback.begin", lang, item="@").replace("@", link)
            return


def total(student, lang):
    points, of = student.total(), student.of()
    part = int(100 * points / of) if of else 0
    return '<p class="total"><b>%s</b> %s</p>\n<div class="bar">' \
        '<span style="width:%d%%"></span></div>\n' % (
            number(points), words("feedback.of_points", lang, of=number(of)),
            part)


def body(student, lang, detail):
    yield "<h1>%s</h1>\n" % markup(student.name)
    yield total(student, lang)
    yield from banner(student, lang)
    if not student.items:
        return
    if detail != "hidden":
        yield from begin(student, lang)
    yield "<h2>%s</h2>\n" % words("feedback.stands", lang)
    yield from summary(student, lang, detail)
    if detail == "hidden":
        yield "<p>%s</p>\n" % words("feedback.hidden", lang)
        return
    for i, item in enumerate(student.items.values()):
        if parts.sort(item) in RED:
            yield from section.html(i, item, lang, detail)
    yield from not_begun(student, lang)


def text(student, detail):
    lang = student.language
    return page.html(lang, student.mark() + student.name, "feedback",
                     "".join(body(student, lang, detail)))
