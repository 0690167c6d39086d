"""Numbers that are others in every run: of threads, of ports, of places in
memory. Two texts are alike when only these differ, and each of them stands
for the same number throughout.
"""
import re

NUMBER = re.compile(r'\b0x[\da-f]{6,}\b|(?<=\()[\da-f]{8,}(?=\))|'
                    r'(?<=127\.0\.0\.1:)\d+|(?<=\[::1\]:)\d+')


def by_place(text):
    """The text with 1 for the first such number, 2 for the second, ..."""
    seen = {}
    return NUMBER.sub(
        lambda found: str(seen.setdefault(found[0], len(seen) + 1)), text)


def alike(one, other):
    return by_place(one) == by_place(other)
