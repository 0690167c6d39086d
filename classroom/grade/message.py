"""Why a test failed: expected and got side by side, the rest as it came."""
import re

import page
from say import say

LABEL = re.compile(r"(expected|got|look at|应为|期望|实得|实际|看看)"
                   r"(?:: *|：)(.*)")
PLAIN = ("look at", "看看")
SAID = 12       # lines of what a test printed


def parts(text):
    """[[label or "", value]]: a line without a label goes on with the last."""
    found = []
    for row in text.splitlines():
        label = LABEL.fullmatch(row)
        if label:
            found.append([label[1], label[2]])
        elif found:
            found[-1][1] += "\n" + row
        elif row.strip():
            found.append(["", row])
    return found


def html(test, lang):
    rows = []
    for label, value in parts(test.message(lang)):
        if not label:
            rows.append('<p class="why">%s</p>\n' % page.prose(value))
        else:
            kind = ' class="prose"' if label in PLAIN else ""
            rows.append("<div%s><dt>%s</dt><dd>%s</dd></div>\n" % (
                kind, label, page.prose(value) if kind
                else page.markup(value)))
    at = next((i for i, row in enumerate(rows)
               if row.startswith("<div")), len(rows))
    text = "".join(rows[:at])
    if rows[at:]:
        text += '<dl class="told">\n%s</dl>\n' % "".join(rows[at:])
    if test.said:
        shown = test.said.splitlines()
        more = ["…"] * (len(shown) > SAID)
        text += '<p class="why">%s</p>\n<pre class="said">%s</pre>\n' % (
            page.words("lab.said", lang),
            page.markup("\n".join(shown[:SAID] + more)))
    return text


def verdict(word, lang):
    """The verdict of a test, in a word or two."""
    known = ("passed", "wrong", "crash", "timeout", "exit", "memory",
             "unwritten", "nothing", "compile", "symbols", "link",
             "missing", "refused")
    return say("class.%s" % ("test_" + word), lang) if word in known else word
