"""A page that stands alone: no script, no request, the looks of the book."""
import functools
import os
import re
from urllib.parse import quote

from clean import markup
from say import say
from toc import ROOT, text

SIGN = ('<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="'
        'M19.5 8.2A8.4 8.4 0 1 0 20.4 12"/><path d="M19.9 3.4v5h-5"/>'
        '<circle cx="12" cy="12" r="2.2"/></svg>')
HEAD = """<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>%s</title>
<style>
%s</style>
</head>
<body class="%s">
<header class="top"><p>%s<span>%s</span></p>%s</header>
<main>
"""


@functools.lru_cache(maxsize=None)
def style():
    """The book's colours and type, then what is ours; comments left out."""
    css = text("book/style/1-base.css") + \
        "@media screen and (prefers-color-scheme: dark) {\n" \
        + text("book/dark.css") + "}\n" + text("classroom/grade/look.css")
    css = re.sub(r"/\*.*?\*/\n?", "", css, flags=re.S)
    css = re.sub(r"^::highlight.*\n", "", css, flags=re.M)  # of the search
    return re.sub(r"\n\s*\n+", "\n", css).lstrip()


def html(lang, title, kind, body, top=""):
    return HEAD % (lang, markup(title), style(), kind, SIGN,
                   markup(say("feedback.book", lang)), top) \
        + body + "</main>\n</body>\n</html>\n"


def broken(name):
    """A long_name_of_a_test, which may be broken behind a `_`."""
    return markup(name).replace("_", "_<wbr>")


def address(*parts):
    """A relative address of a file whose name may be anything."""
    return quote(os.fsencode("/".join(parts)))


def words(key, lang, **names):
    """A sentence of ours, for HTML; `code` in it is code."""
    said = markup(say(key, lang, **names))
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", said)


def prose(said):
    """Somebody's paragraph; `code` in it is code."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>",
                  markup(said)).replace("\n", "<br>")
