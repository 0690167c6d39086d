#!/usr/bin/env python3
"""Both catalogues of tools/words have the same keys and the same {names}.

Also: every key that a tool names in a say("key" ...) is there, and every
key there is named by somebody.
"""
import os
import re
import string
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import say

ROOT = os.path.dirname(say.WORDS.rstrip("/"))


def names(text):
    """The {names} of a sentence, or None where the braces do not close."""
    try:
        return {field for _, field, _, _ in string.Formatter().parse(text)
                if field is not None}
    except ValueError:
        return None


def compare(en, zh):
    """Complaints about two catalogues, as (key, what) pairs."""
    for key in sorted(set(en) | set(zh)):
        if key not in zh:
            yield key, "missing in zh.txt"
        elif key not in en:
            yield key, "missing in en.txt"
        elif names(en[key]) is None or names(zh[key]) is None:
            yield key, "braces do not match"
        elif names(en[key]) != names(zh[key]):
            yield key, "other names in zh.txt than in en.txt: %s, %s" % (
                sorted(names(zh[key])), sorted(names(en[key])))
        elif not en[key] or not zh[key]:
            yield key, "empty"


def tool_texts():
    """The text of every tool and make file that may say something."""
    top = os.path.dirname(ROOT)
    for folder, _, files in os.walk(top):
        inside = os.path.relpath(folder, top) + "/"
        if re.match(r"\.\w|build/|tests/|tools/words/", inside):
            continue
        for name in files:
            if name == "say.py" or name == "words-check.py":
                continue
            if name.endswith((".py", ".sh", ".mk", "Makefile")) \
                    or folder == ROOT:
                with open(os.path.join(folder, name),
                          encoding="utf-8", errors="replace") as file:
                    yield file.read()


def unused(catalogue, texts):
    """Keys that no tool names, and keys named that do not exist."""
    everything = "\n".join(texts)
    said = set(re.findall(r"""\bsay\(\s*["']([\w.-]+)["']""", everything))
    for key in sorted(said - set(catalogue)):
        yield key, "said by a tool, but missing in en.txt"
    for key in sorted(catalogue):
        head = key.partition(".")[0]
        built = ('"%s.%%s"' % head, '"%s." +' % head)
        if key not in everything and not any(b in everything for b in built):
            yield key, "nobody says it"


def main():
    en, zh = say.catalogue("en"), say.catalogue("zh")
    complaints = list(compare(en, zh)) + list(unused(en, tool_texts()))
    for key, what in complaints:
        print("tools/words: %s: %s" % (key, what))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
