"""Wrong answers that somebody gave before: tests/1-basics/wrong/LAB/*.patch.

Each begins with a header:
    fails: test_name, test_name      exactly these tests fail
    en: You may have ...             a line without a key goes on with the
    zh: ...                          text above it
    step: 5                          if the diff does not tell
"""
import glob
import os
import re

import outline
import source
import steps

KEYS = ("fails", "fails-fast", "en", "zh", "step")
ALIKE = 0.8     # of all tests that fail here or there, those that fail in both
ENOUGH = 2      # failures, for a guess
FEW = 2         # explanations of a half-written file, at most


def header(path):
    """{fails: [names], en: text, zh: text} of one patch."""
    known = outline.wrong(path)
    if known:
        return dict(known["header"])
    found, key = {}, None
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            line = line.strip()
            if not line or line.startswith("--- "):
                break
            name, colon, text = line.partition(":")
            if colon and name in KEYS:
                key, found[name] = name, text.strip()
            elif key:
                space = "" if key == "zh" else " "
                found[key] += space + line
    names = found.get("fails", "").replace(",", " ").split()
    return {"fails": names, "en": found.get("en", ""),
            "zh": found.get("zh", ""), "step": found.get("step")}


def folder(lab):
    chapter, _, name = lab.partition("/")
    return os.path.join("tests", chapter, "wrong", name)


def paths(lab):
    """Each patch of a lab; an outline knows what stood in them."""
    known = outline.of(lab)
    if known:
        return [os.path.join(folder(lab), name)
                for name in sorted(known["wrong"])]
    return sorted(glob.glob(os.path.join(folder(lab), "*.patch")))


def ours(lab, path):
    """Is it about this machine's file?"""
    known = outline.wrong(path)
    return known["ours"] if known else source.ours(lab, path)


def step(lab, path):
    """The step that the patch changes; None: no step, or more than one."""
    known, said = outline.wrong(path), header(path)["step"]
    if known or said:
        return known["step"] if known else int(said)
    of_line, found, at = steps.of_lines(lab), set(), 0
    with open(path, encoding="utf-8", errors="replace") as file:
        for row in file:
            hunk = re.match(r"@@ -(\d+)", row)
            if hunk:
                at = int(hunk[1])
            elif at and row[0] == "-":
                found.add(of_line.get(at))
                at += 1
            elif at and row[0] == "+":
                found.add(of_line.get(at) or of_line.get(at - 1))
            elif at:
                at += 1
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def likeness(one, other):
    return len(one & other) / max(1, len(one | other))


def like(lab, failing, unknown=(), later=(), waiting=()):
    """(sure?, [patches]): what fails as this does.

    Sure are those that fail exactly these tests. Else there may be one that
    nearly does, more than any other. The unknown tests did not run: where
    there are any, nothing is sure. The later ones wait for what is not
    written, the steps `waiting`: there nobody can have made a mistake.
    """
    failing = set(failing) - set(unknown) - set(later)
    ranked = []
    for path in paths(lab):
        fails = set(header(path)["fails"]) - set(unknown) - set(later)
        if step(lab, path) not in waiting:
            ranked.append((likeness(fails, failing), path))
    same = [path for value, path in ranked if value == 1]
    texts = {header(path)["en"] for path in same}
    if same and not unknown and (not later or len(texts) <= FEW):
        return True, same
    best = max(ranked, default=(0, ""))[0]
    nearest = [path for value, path in ranked if value == best]
    near = best >= ALIKE and len(nearest) == 1 and len(failing) >= ENOUGH
    return False, nearest if near else []
