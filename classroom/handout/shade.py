"""The book's and the hints' text without the reference's.

A listing from solutions/ that is no starter's is left out, and one sentence in
both languages stands in its place. In what was typed (a sketch, what a
debugger printed, a hint) what is also the reference's gives way to an
ellipsis; of a function's head its name stays.
"""
import re
import sys

sys.path.insert(0, "tools")
import leak             # noqa: E402
import needles          # noqa: E402
from say import say     # noqa: E402

GONE = "…"
FENCE = re.compile(r"^(`{3,})\s*(\{.*\}|\w*)\s*$")
SOLUTION = re.compile(r'\binclude="(solutions/[^"]+)"')
CHOICE = re.compile(r'\b(function|type)="([^"]+)"')
FUNCTION = re.compile(r"(?:static )?[a-z][\w ]*[ *]\w+\(")
DEFINED = r"^[a-z][^;{}\n]*\b%s\([^;{}]*\)\n\{.*?^\}"
TYPE = r"^(?:typedef )?(?:struct|union|enum) %s \{.*?^\}"
KEPT = re.compile(r'#[\w-]+|\b(?:title|title-zh)="[^"]*"')


def dropped(text):
    """What may be seen of what is the reference's: as many lines."""
    if FUNCTION.match(text):
        return "%s(%s)%s" % (text.partition("(")[0], GONE,
                             ";" * text.endswith(";"))
    return re.sub(r"\S.*", GONE, text)


def ranges(text, wanted):
    """[(begin, end)] of what is the reference's, the shortest first."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    found = leak.everywhere("".join(text[at] for at in places), wanted)
    return sorted(((places[at], places[at + len(needle) - 1] + 1)
                   for needle, all_of_it in found.items()
                   for at in all_of_it), key=lambda one: one[1] - one[0])


def plain(text, wanted):
    """A text with all of that dropped: a hint, what a console says."""
    while True:
        found = ranges(text, wanted)
        if not found:
            return text
        begin, end = found[0]
        shown, after = dropped(text[begin:end]), text[end:]
        if "\n" in text[begin:end] and "\n" not in shown:
            after = re.sub(r"^([,.;:)]*) ?", r"\1\n", after)
        text = text[:begin] + shown + after


def part(path, kind, name):
    """One function or type, as it stands in a file."""
    head = TYPE if kind == "type" else DEFINED
    found = re.search(head % re.escape(name.replace("struct ", "")),
                      needles.read(path), re.M | re.S)
    return found and found[0]


def held_back(head, wanted):
    """Is this fence a listing of what is not handed out?"""
    file, choice = SOLUTION.search(head), CHOICE.search(head)
    if not file:
        return False
    if not choice:
        return True
    parts = [part(file[1], choice[1], name.strip())
             for name in choice[2].split(",")]
    return any(one is None or ranges(one, wanted) for one in parts)


def listing(fence, head):
    """What stands in its place: the same in both languages."""
    kept = " ".join(KEPT.findall(head))
    return ["%s {.c .sketch%s}" % (fence, kept and " " + kept),
            "/* %s" % say("handout.listing", "en"),
            " * %s */" % say("handout.listing", "zh"), fence]


def chapter(text, wanted):
    """A section's text for the hand-out's book."""
    done, skipped = [], None
    for row in text.split("\n"):
        found = FENCE.match(row)
        if skipped:
            skipped = row.strip() != skipped and skipped
        elif found and held_back(found[2], wanted):
            done += listing(*found.groups())
            skipped = found[1]
        else:
            done.append(row)
    return plain("\n".join(done), wanted)
