"""How long a section takes, by the rule at the head of chapters/minutes.tsv."""

import collections
import os
import re
import statistics

import prose

TRIALS = "docs/trials.md"
WORDS, CHARACTERS = 150, 300    # read in a minute
BLOCK, QUESTION = 0.5, 1        # minutes
LINE, RUN, RUNS = 1, 6, 1.25    # minutes, minutes, runs of a step

HAN = re.compile("[\u4e00-\u9fff]")
SHOWN = re.compile(r"(?m)^(``` *\{|!\[|::: \{\.(table|player))")
PART = re.compile(r"/\* lab: step (\d+).*?\*/(.*?)/\* lab: end \*/", re.S)
TRIED = re.compile(r"^\| (\w+) \| [^|]+ \| (\d+) \|", re.M)


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def fives(minutes):
    return 5 * max(1, round(minutes / 5))


def reading(section):
    """Minutes to read: the longer language, and what is looked at in it."""
    texts = {}
    for language in ("en", "zh"):
        path = f"chapters/{section}.{language}.md"
        texts[language] = " ".join(
            text for paragraph in prose.paragraphs(path)
            for _, text in paragraph.lines)
    source = text_of(path)
    blocks = len(SHOWN.findall(source))
    questions = source.count("{.question")
    return fives(max(len(texts["en"].split()) / WORDS,
                     len(HAN.findall(texts["zh"])) / CHARACTERS)
                 + BLOCK * blocks + QUESTION * questions)


def reference(section):
    return next((path for path in (f"solutions/{section}.c",
                                   f"solutions/{section}.x86_64.S")
                 if os.path.exists(path)), None)


def tried():
    """{lab: how often its readers ran make test}"""
    found = collections.defaultdict(list)
    for lab, runs in TRIED.findall(text_of(TRIALS)):
        found[lab].append(int(runs))
    return {lab: statistics.mean(runs) for lab, runs in found.items()}


def writing(section, runs):
    """Minutes to write a lab; 0 where there is nothing to write."""
    path = reference(section)
    parts = PART.findall(text_of(path)) if path else []
    lines = sum(1 for _, body in parts for line in body.splitlines()
                if line.strip())
    steps = len({step for step, _ in parts})
    runs = runs.get(section.split("/")[1], RUNS * steps)
    return fives(LINE * lines + RUN * runs) if parts else 0
