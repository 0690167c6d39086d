"""index.en.html and index.zh.html: the class, for the teacher."""
import page
import parts
import talk
import toc
from graded import number
from page import markup, words
from weights import PREFIX

OTHER = {"en": ("zh", "中文"), "zh": ("en", "English")}


def column(name, lang):
    """The head of a column: short, since there are many."""
    short = markup(toc.short(name))
    if name.startswith(PREFIX):
        short = words("feedback.program", lang, name=name[len(PREFIX):])
    return '<th scope="col" class="lab"><span title="%s">%s</span></th>' % (
        markup(toc.titles(name, lang).get(0, name)), short)


def cell(item, lang):
    kind = parts.sort(item)
    return '<td class="%s" title="%s">%s<span class="sr">%s</span> %s</td>' \
        % (kind, markup("%s: %s" % (item.short, parts.state(item, lang))),
           parts.sign(kind), markup(parts.state(item, lang)),
           number(item.points) if kind != "out" else "")


def row(student, lang):
    link = page.address("feedback", student.key + ".html")
    yield '<tr><th scope="row"><a href="%s">%s</a>%s</th>' % (
        link, markup(student.name),
        ' <b class="un">UNSANDBOXED</b>' if student.unsandboxed() else "")
    yield '<td class="sum">%s</td>' % number(student.total())
    for item in student.items.values():
        yield cell(item, lang)
    yield "</tr>\n"


def foot(everybody, lang):
    """How many have each lab whole."""
    yield '<tfoot><tr><th scope="row">%s</th><td></td>' % words(
        "class.whole", lang)
    for name in everybody.worth:
        done = sum(one.items[name].green() for one in everybody.students)
        yield "<td>%d</td>" % done
    yield "</tr></tfoot>\n"


def table(everybody, lang):
    yield '<h2 id="class">%s</h2>\n<p class="legend">' % words(
        "class.table", lang)
    for kind in parts.SIGNS:
        yield '<span class="%s">%s %s</span> ' % (
            kind, parts.sign(kind), words("class.%s" % ("sign_" + kind), lang))
    yield '</p>\n<div class="scroll" role="region" tabindex="0" ' \
        'aria-labelledby="class">\n<table class="grid">\n<thead><tr>' \
        '<th scope="col">%s</th><th scope="col" class="sum">%s</th>' % (
            words("class.student", lang), words("class.total", lang,
                                                of=number(everybody.of)))
    for name in everybody.worth:
        yield column(name, lang)
    yield "</tr></thead>\n<tbody>\n"
    for one in everybody.students:
        yield from row(one, lang)
    yield "</tbody>\n"
    yield from foot(everybody, lang)
    yield "</table>\n</div>\n"


def figures(everybody, lang):
    """The class in four numbers."""
    totals = sorted(one.total() for one in everybody.students)
    half, odd = divmod(len(totals), 2)
    middle = totals[half] if odd else (totals[half - 1] + totals[half]) / 2
    yield '<dl class="figures">\n'
    for key, value in (("students", len(totals)),
                       ("points", number(everybody.of)),
                       ("middle", number(middle)),
                       ("range", "%s–%s" % (number(totals[0]),
                                            number(totals[-1])))):
        yield "<div><dt>%s</dt><dd>%s</dd></div>\n" % (
            words("class.%s" % ("figure_" + key), lang), value)
    yield "</dl>\n"


def body(everybody, lang):
    yield "<h1>%s</h1>\n" % words("class.title", lang)
    if any(one.unsandboxed() for one in everybody.students):
        yield '<p class="banner"><b>UNSANDBOXED</b> %s</p>\n' % words(
            "class.unsandboxed", lang)
    if not everybody.students:
        yield "<p>%s</p>\n" % words("class.nobody", lang)
        return
    yield from figures(everybody, lang)
    yield from table(everybody, lang)
    yield from talk.body(everybody, lang)


def text(everybody, lang):
    other, name = OTHER[lang]
    top = '<nav><a href="index.%s.html" lang="%s" hreflang="%s">%s</a>' \
        "</nav>" % (other, other, other, name)
    return page.html(lang, page.say("class.title", lang), "class",
                     "".join(body(everybody, lang)), top)
