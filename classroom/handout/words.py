"""Of the sentences of tools/words/ those that somebody in the hand-out says."""
import pathlib
import re

KEY = re.compile(r"([\w.-]+)\s*=")


def is_said(key, everything):
    """Is it named, or made of its first part and something?"""
    head = key.partition(".")[0]
    return key in everything or any(
        begin + head + end in everything for begin in "\"'"
        for end in (".%", '." +', ".{"))


def fitted(text, everything):
    """A catalogue without the others; a comment goes with what it heads."""
    done, heads = [], []
    for row in text.splitlines():
        key = KEY.match(row)
        if key and is_said(key[1], everything):
            done += heads + [row]
            heads = []
        elif not row:
            heads = [row]
        elif row.startswith("#"):
            heads.append(row)
    return "\n".join(done).strip("\n") + "\n"


def write(folder):
    said = [path.read_text("utf-8") for path in
            sorted(pathlib.Path(folder, "tools").iterdir()) if path.is_file()]
    for lang in "en", "zh":
        path = "tools/words/%s.txt" % lang
        there = pathlib.Path(folder, path)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_text(fitted(pathlib.Path(path).read_text("utf-8"),
                                "\n".join(said)), "utf-8")
