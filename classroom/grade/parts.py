"""How one lab or program stands, as pieces of a page."""
import message
import page
import toc
import view
from graded import number
from page import markup, words
from say import say

OPEN = 3        # kinds of failures that stand open; the rest is folded
RUN = ("passed", "failed", "compile", "link", "symbols", "refused")
SIGNS = {"all": "✓", "some": "◐", "none": "✗", "look": "!", "out": "–"}


def sort(item):
    """How an item stands: a colour and a sign, never a colour alone."""
    if item.state == "missing":
        return "out"
    if item.state not in RUN or item.state == "passed" and not item.all:
        return "look"
    return "all" if item.green() else "some" if item.passed else "none"


def state(item, lang):
    if item.state in ("passed", "failed") and item.all:
        return say("feedback.passed", lang, passed=item.passed, all=item.all)
    known = ("compile", "link", "symbols", "broken", "missing", "refused")
    return say("class.%s" % ("state_" + (
        item.state if item.state in known else "nothing")), lang)


def sign(kind):
    return '<span class="mark %s" aria-hidden="true">%s</span>' % (
        kind, SIGNS[kind])


def title(item, lang):
    known = toc.titles(item.name, lang).get(0)
    if item.program:
        return say("feedback.program", lang, name=item.short)
    return say("feedback.item", lang, name=item.short, title=known) \
        if known else item.short


def points(item, lang):
    return words("feedback.points", lang, points=number(item.points),
                 of=number(item.of))


def in_steps(item, lang):
    """A line for each step: does it stand?"""
    yield '<ul class="steps">\n'
    for step, tests in view.in_steps(item.tests):
        done = sum(map(view.passed, tests))
        kind = "all" if done == len(tests) else "none" \
            if any(map(view.wrong, tests)) else "out"
        digits, _, name = step.partition(" ")
        key = "view.given_long" if name.startswith(view.GIVEN) \
            else "view.step_long" if name else "view.step_short"
        called = say(key, lang, number=digits,
                     title=name.replace(view.GIVEN, "", 1)) \
            if step else say("feedback.cases", lang)
        names = dict.fromkeys(test.message(lang) for test in tests
                              if view.unwritten(test))
        called = markup(called) + "".join(
            " <small>%s</small>" % page.broken(name) for name in names)
        yield '<li>%s<span>%s</span><span class="count">%s</span></li>\n' % (
            sign(kind), called, words(
                "feedback.count", lang, passed=done, all=len(tests)))
    yield "</ul>\n"


def failure(alike, lang, detail):
    """Tests that failed in the same way: all their names, one reason."""
    rest = ", ".join(page.broken(test.name) for test in alike[1:])
    yield '<li class="failure"><p class="names">%s%s</p>\n' % (
        page.broken(alike[0].name),
        "<small>%s %s</small>" % (words("feedback.alike", lang), rest)
        if rest else "")
    yield '<p class="verdict">%s</p>\n' % markup(
        message.verdict(alike[0].verdict, lang))
    if detail == "full":
        yield message.html(alike[0], lang)
    yield "</li>\n"


def failures(item, lang, detail):
    """The tests that failed; the first few open, the rest folded."""
    kinds = {}
    for test in item.tests:
        if view.wrong(test) or detail != "full" and not view.passed(test):
            kinds.setdefault(view.kind(test) if detail == "full"
                             else test.verdict, []).append(test)
    shown = list(kinds.values())
    if not shown:
        return
    yield '<h3>%s</h3>\n<ul class="failures">\n' % words(
        "feedback.failed", lang)
    for at, alike in enumerate(shown):
        if at == OPEN:
            yield "</ul>\n<details><summary>%s</summary>\n" \
                '<ul class="failures">\n' % words(
                    "feedback.more", lang,
                    count=sum(map(len, shown[OPEN:])))
        yield from failure(alike, lang, detail)
    yield "</ul>\n" + "</details>\n" * (len(shown) > OPEN)
