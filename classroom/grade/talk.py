"""What to talk about in class: where most failed, and what they thought.

And what a person should look at: files without a verdict, runs without a
sandbox. It says what is, and not why; that may have many reasons.
"""
import collections

import advice
import page
import parts
import toc
from clean import line
from page import markup, words
from say import say
from weights import PREFIX

MOST = 12       # tests, and explanations
ODD = ("broken", "symbols", "refused", "nothing")


def counted(everybody):
    """{item: (who handed it in, {test: (step, how many passed)})}"""
    found = {}
    for name in everybody.worth:
        items = [one.items[name] for one in everybody.students
                 if one.items[name].state in ("passed", "failed")]
        tests = {}
        for item in items:
            for test in item.tests:
                step, passed = tests.get(test.name, (test.step, 0))
                tests[test.name] = step, passed + (test.verdict == "passed")
        found[name] = len(items), tests
    return found


def meter(part, whole):
    return '<span class="bar"><span style="width:%d%%"></span></span>' % (
        100 * part // max(1, whole))


def hardest(found, lang):
    """The tests that most of those who handed the lab in did not pass."""
    ranked = sorted((passed - all, name, i, test) for name, (all, tests)
                    in found.items() for i, (test, (_, passed))
                    in enumerate(tests.items()) if passed < all)
    yield "<h2>%s</h2>\n" % words("class.talk", lang)
    if not ranked:
        yield "<p>%s</p>\n" % words("class.all_green", lang)
        return
    yield '<table class="hard"><thead><tr><th scope="col">%s</th>' \
        '<th scope="col">%s</th></tr></thead>\n<tbody>\n' % (
            words("class.test", lang), words("class.failed", lang))
    for failed, name, _, test in ranked[:MOST]:
        all, step = found[name][0], found[name][1][test][0]
        yield '<tr><th scope="row">%s<small>%s</small></th><td>%s %s' \
            "</td></tr>\n" % (
                page.broken(test), markup(" · ".join(filter(None, (
                    name, step)))), meter(-failed, all),
                words("class.of", lang, part=-failed, all=all))
    yield "</tbody></table>\n"


def thoughts(everybody, lang):
    """The misconceptions that fit, and how many they fit."""
    count = collections.Counter()
    for one in everybody.students:
        for item in one.items.values():
            sure, texts, _ = advice.explained(item)
            if sure:
                count.update({(item.name, text["en"], text["zh"])
                              for text in texts})
    if not count:
        return
    yield "<h2>%s</h2>\n<ul class=\"thoughts\">\n" % words(
        "class.thoughts", lang)
    for (name, en, zh), times in sorted(
            count.items(), key=lambda one: (-one[1], one[0]))[:MOST]:
        yield "<li><b>%d ×</b> <span>%s<small>%s</small></span></li>\n" % (
            times, page.prose(zh if lang == "zh" else en), markup(name))
    yield "</ul>\n"


def look(everybody, lang):
    """What a person should look at."""
    rows = []
    for one in everybody.students:
        said = [(item.short, parts.state(item, lang), item.text[lang])
                for item in one.items.values() if item.state in ODD]
        said += [(item.short, say("class.no_verdicts", lang, count=n), "")
                 for item in one.items.values() if item.state == "failed"
                 for n in [sum(t.verdict in ("nothing", "exit")
                               for t in item.tests)] if n]
        told = {text for _, _, text in said}
        said += [("", note[lang], "") for note in one.notes
                 if note[lang] and note[lang] not in told]
        if said:
            rows.append((one, said))
    if not rows and not everybody.absent:
        return
    yield "<h2>%s</h2>\n<p>%s</p>\n<ul class=\"look\">\n" % (
        words("class.look", lang), words("class.look_why", lang))
    for one, said in rows:
        yield '<li><a href="%s">%s</a>\n' % (page.address(
            "feedback", one.key + ".html"), markup(one.name))
        for name, what, text in said:
            yield "<p>%s%s%s</p>\n" % (
                "<b>%s</b> " % markup(name) if name else "",
                page.prose(what), "<br><small>%s</small>" % markup(
                    line(text.replace("\n", " "), 300)) if text else "")
        yield "</li>\n"
    if everybody.absent:
        yield "<li>%s\n<p>%s</p></li>\n" % (
            words("class.absent", lang), markup(", ".join(everybody.absent)))
    yield "</ul>\n"


def every_test(found, lang):
    """Per test how many passed, folded lab by lab."""
    yield "<h2>%s</h2>\n" % words("class.every", lang)
    for name, (all, tests) in found.items():
        if not tests:
            continue
        yield "<details><summary>%s</summary>\n" % (
            words("feedback.program", lang, name=name[len(PREFIX):])
            if name.startswith(PREFIX) else "%s <small>%s</small>" % (
                markup(toc.titles(name, lang).get(0, name)), markup(name)))
        yield '<ul class="every">\n'
        for test, (_, passed) in tests.items():
            yield "<li><span>%s</span> %s %s</li>\n" % (
                page.broken(test), meter(passed, all), words(
                    "feedback.count", lang, passed=passed, all=all))
        yield "</ul>\n</details>\n"


def body(everybody, lang):
    found = counted(everybody)
    yield from hardest(found, lang)
    yield from thoughts(everybody, lang)
    yield from look(everybody, lang)
    yield from every_test(found, lang)
