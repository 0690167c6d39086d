#!/usr/bin/env python3
"""A class of N, the same one for the same seed: right, wrong, half, hostile.

    crowd.py FOLDER [N [SEED]]

Right answers (the reference, tests/*/right), wrong ones (tests/*/wrong, whose
heads say which tests must fail), starters with some steps written, and what
make.py makes. Some hand in one lab, some several, one in a hundred all.
"""
import collections
import glob
import os
import random
import re
import sys

import make
from expected import ROOT, Row

os.chdir(ROOT)

import answers      # noqa: E402
import gate         # noqa: E402
import holes        # noqa: E402
import source       # noqa: E402

STEP = re.compile(r"^[ \t]*/\* lab: step (\d+)\n(?:.*\n)*?.*\*/\n"
                  r"((?:.*\n)*?)[ \t]*/\* lab: end \*/\n", re.M)
Answer = collections.namedtuple("Answer", "lab text states fails")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def labs():
    """Every lab, by its reference; not those of another processor."""
    found = {path.split("/", 1)[1].partition(".")[0]
             for path in glob.glob("solutions/[0-9]-*/*.[cS]")}
    return sorted(lab for lab in found
                  if os.path.exists(source.of("solutions", lab)))


def right(lab):
    chapter, name = lab.split("/")
    paths = [source.of("solutions", lab)] + [
        path for path in sorted(glob.glob("tests/%s/right/%s/*.[cS]"
                                          % (chapter, name)))
        if source.ours(lab, path)]
    return [Answer(lab, read(path), ["passed"], set()) for path in paths]


def wrong():
    """Every wrong answer, and the tests that it must fail."""
    checked = gate.Gate()
    for lab, path, fails in answers.collect(checked, labs()).values():
        if not fails:
            continue
        text = read("build/try/%s/%s%s" % (lab, path.stem,
                                           source.suffix(lab)[-2:]))
        yield Answer(lab, text, ["failed"], fails)


def half(lab, upto):
    """The starter in which the steps before `upto` are written."""
    path = source.of("solutions", lab)
    text = STEP.sub(lambda found: found[2] if int(found[1]) < upto
                    else found[0], read(path))
    if "lab: step" not in text:
        return None
    return Answer(lab, holes.starter(path, text),
                  ["failed", "compile", "symbols", "link"], None)


class Crowd:
    def __init__(self, folder, seed, out="", port=9):
        self.dice = random.Random(seed)
        self.maker = make.Maker(folder, out, port)
        self.of = {"right": {lab: right(lab) for lab in labs()},
                   "wrong": collections.defaultdict(list),
                   "half": {lab: [answer for answer in (
                       half(lab, step) for step in range(1, 5)) if answer]
                       for lab in labs()}}
        for answer in wrong():
            self.of["wrong"][answer.lab].append(answer)
        self.nasty = sorted(self.maker.rows) + sorted(make.expected.tricks())

    def student(self, name):
        """One who does homework: (rows)."""
        dice = self.dice
        share = dice.random()
        many = len(labs()) if share < 0.01 else \
            dice.randint(2, 4) if share < 0.2 else 1
        rows = []
        for lab in dice.sample(labs(), many):
            kind = dice.choices(("right", "wrong", "half"), (30, 40, 10))[0]
            answer = dice.choice(self.of[kind][lab])
            suffix = source.suffix(lab)
            path = dice.choice(("labs/%s%s", "%s%s")) % (lab, suffix) \
                if dice.random() < 0.8 else lab.split("/")[1] + suffix
            self.maker.put(name, path, answer.text)
            rows.append(Row(name, lab, answer.states, fails=answer.fails))
        return rows

    def all(self, count):
        """The rows of so many, one in five of them hostile."""
        rows = self.maker.everything(["honest", "secret"])
        nasty = self.dice.sample(self.nasty, min(count // 5, len(self.nasty)))
        rows += self.maker.everything(set(nasty) - {"honest", "secret"})
        done = {row.student for row in rows}
        for number in range(count - len(done)):
            rows += self.student("s%03d" % number)
        return rows


def main(folder, count="300", seed="7"):
    os.makedirs(folder)
    rows = Crowd(folder, int(seed)).all(int(count))
    print("%d submissions, %d rows" % (
        len({row.student for row in rows}), len(rows)))


if __name__ == "__main__":
    main(*sys.argv[1:])
