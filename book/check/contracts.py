"""Which functions include/ promises, and which labs define them."""

import pathlib
import re

PROTOTYPE = re.compile(r"^(?!typedef\b)(?:\w+[ *]+)+?(\w+)\([^;{]*?\)"
                       r"(?:\s*__attribute__\(\(.*?\)\))?\s*;", re.M | re.S)
MACRO = re.compile(r"^#define\s+([a-z]\w*)\(", re.M)
HEAD = re.compile(r"^/\*\n \* ((?:\w+, )*\w+) - (.*?)\n(?: \*\n|(?= \*/))",
                  re.M | re.S)
DEFINED = re.compile(r"^(?!static\b)[a-z][^\n;{}#=]*?\b(\w+)\([^;{}]*\)"
                     r"(?:\s*__attribute__\(\(.*?\)\))?\s*\n\{", re.M)
IN_ASSEMBLY = re.compile(r"^\s*FUNCTION\((\w+)\)|^\s*\.globl\s+(\w+)", re.M)
ORDER = re.compile(r"^  (\w+)", re.M)


def contracts(complaints):
    """{function: (file, line, purpose, asyncio)} of all headers."""
    found = {}
    for path in sorted(pathlib.Path("include").glob("*.h")):
        text, told, before = path.read_text("utf-8"), {}, ""
        for head in HEAD.finditer(text):
            end = text.index("*/", head.start())
            label = re.search(r"^ \*   asyncio   (.*)$",
                              text[head.start():end], re.M)
            what = " ".join(head[2].replace("\n *", " ").split())
            what = re.sub("^the same", f"as {before}", what)
            line = text.count("\n", 0, head.start()) + 2
            for name in head[1].split(", "):
                told[name] = (str(path), line, what, label[1] if label else "")
                before = name
        for match in (*PROTOTYPE.finditer(text), *MACRO.finditer(text)):
            name = match[1]
            if name not in told:
                line = text.count("\n", 0, match.start()) + 1
                complaints.at(str(path), line, f"{name} has no purpose",
                              f"write a comment above it: {name} - what it "
                              "is for")
            else:
                found[name] = told[name]
    return found


def definers():
    """{function: labs that define it, in the order of the book}."""
    found = {}
    order = ORDER.findall(pathlib.Path("chapters/toc.txt").read_text("utf-8"))
    for path in sorted(pathlib.Path("solutions").glob("*/*.[cS]")):
        lab = path.name.split(".")[0]
        if path.parent.name == "given":
            continue
        text = path.read_text(encoding="utf-8")
        pattern = DEFINED if path.suffix == ".c" else IN_ASSEMBLY
        for names in pattern.findall(text):
            name = names if isinstance(names, str) else "".join(names)
            found.setdefault(name, set()).add(lab)
    return {name: sorted(labs & set(order), key=order.index)
            for name, labs in found.items()}
