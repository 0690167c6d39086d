"""outline/CHAPTER/LAB.json: what tools/outline.py reads instead of a reference.

Which step each function belongs to, what the steps ask for, and of the wrong
answers what fails and what to say: no code but that of the starter.
"""
import glob
import json
import os
import pathlib
import re
import sys

sys.path.insert(0, "tools")
import hints            # noqa: E402
import holes            # noqa: E402
import odd              # noqa: E402
import progress_state   # noqa: E402
import shade            # noqa: E402
import starters         # noqa: E402
import steps            # noqa: E402
import wrongs           # noqa: E402
from say import LANGUAGES   # noqa: E402


def part(item):
    """A row of the starter; or a hole, with names instead of its body."""
    if isinstance(item, str):
        return item
    return {"line": item.line, "indent": item.indent, "step": item.step,
            "texts": item.texts, "functions": item.functions()}


def titles(lab, wanted):
    """{language: {step: its title in the book}}"""
    found, before = {}, os.environ.get("BOOK_LANG")
    for lang in LANGUAGES:
        os.environ["BOOK_LANG"] = lang
        headings = progress_state.headings(lab)
        found[lang] = {number: shade.plain(title, wanted)
                       for number, title in headings.items()}
    if before is None:
        del os.environ["BOOK_LANG"]
    else:
        os.environ["BOOK_LANG"] = before
    return found


def of(lab, wanted):
    patches = wrongs.paths(lab)
    return {
        "steps": sorted(set(steps.of_lines(lab).values())),
        "wanted": hints.wanted(lab),
        "functions": sorted(odd.of_reference(lab)),
        "titles": titles(lab, wanted),
        "parts": [part(item) for item in steps.parts(lab)],
        "wrong": {os.path.basename(path): {
            "header": wrongs.header(path), "step": wrongs.step(lab, path),
            "ours": wrongs.ours(lab, path)} for path in patches}}


def write(folder, labs, wanted):
    """The outlines of these labs, and their starters beside them."""
    for lab in labs:
        path = pathlib.Path(folder, "outline", lab + ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(of(lab, wanted), ensure_ascii=False, indent=1,
                          sort_keys=True)
        path.write_text(text + "\n", "utf-8")
    for path, data in starters.derived()[0].items():
        lab = re.sub(r"^labs/|\..*$", "", path)
        if lab in labs:
            for place in "labs", "outline":
                there = pathlib.Path(folder, place, path[len("labs/"):])
                there.parent.mkdir(parents=True, exist_ok=True)
                there.write_bytes(data)
    manifest = "".join("%s  %s\n" % (starters.sha256(data), path)
                       for path, data in sorted(
                           starters.derived()[0].items())
                       if re.sub(r"^labs/|\..*$", "", path) in labs)
    pathlib.Path(folder, "labs/.starters").write_text(manifest)
