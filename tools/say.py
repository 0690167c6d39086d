#!/usr/bin/env python3
"""Every sentence a reader sees, in the reader's language.

The sentences stand in tools/words/en.txt and zh.txt, one to a line:
    key = text with {names} to fill in        (\\n breaks a line, # a comment)

    from say import say, language
    print(say("run.nobody", lab="loop"))      the reader's language
    say("run.nobody", lang="zh", lab="loop")  a given one

    tools/say.py run.nobody lab=loop          the same, from a shell
"""
import os
import sys
import unicodedata

WORDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "words")
LANGUAGES = ("en", "zh")
_catalogues = {}


def language(env=os.environ):
    """BOOK_LANG if it is zh or en, else what the locale says."""
    if env.get("BOOK_LANG") in LANGUAGES:
        return env["BOOK_LANG"]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if env.get(name):
            return "zh" if env[name].startswith("zh") else "en"
    return "en"


def read(path):
    """Read one catalogue: {key: text}. A line that is none stops us."""
    words = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            key, equals, text = line.partition("=")
            key = key.strip()
            if not equals or not key or key in words:
                raise ValueError("%s:%d: not a new `key = text`: %s"
                                 % (path, number, line))
            words[key] = text.strip().replace("\\n", "\n")
    return words


def catalogue(lang):
    if lang not in _catalogues:
        _catalogues[lang] = read(os.path.join(WORDS, lang + ".txt"))
    return _catalogues[lang]


def say(key, lang=None, **names):
    """The sentence of that key. An unknown key or name is our own mistake."""
    return catalogue(lang or language())[key].format(**names)


def width(text):
    """Columns that a text takes on a terminal: Chinese takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def pad(text, columns):
    return text + " " * max(0, columns - width(text))


def main(args):
    if not args:
        sys.exit(__doc__)
    names = dict(arg.split("=", 1) for arg in args[1:])
    print(say(args[0], **names))


if __name__ == "__main__":
    main(sys.argv[1:])
