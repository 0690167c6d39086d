"""Wrong answers that somebody gave before: tests/1-basics/wrong/LAB/*.patch.

Each begins with a header:
    fails: test_name, test_name      exactly these tests fail
    en: You may have ...             a line without a key goes on with the
    zh: ...                          text above it
"""
import glob
import os

KEYS = ("fails", "en", "zh")


def header(path):
    """{fails: [names], en: text, zh: text} of one patch."""
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
            "zh": found.get("zh", "")}


def folder(lab):
    chapter, _, name = lab.partition("/")
    return os.path.join("tests", chapter, "wrong", name)


def like(lab, failing, lang):
    """The explanations of the wrong answers that fail exactly these."""
    for path in sorted(glob.glob(os.path.join(folder(lab), "*.patch"))):
        wrong = header(path)
        if set(wrong["fails"]) == set(failing) and wrong[lang]:
            yield wrong[lang]
