"""book/pairs.lock: a hash for each pair of texts between two headings.

When both texts of a pair change, the new pair is taken. When one changes
alone, that is an error until the other changes too, or is confirmed by name.
"""

import hashlib

import entries
from prose import parts

HEAD = ("# Pairs of texts that belong together: part, English, Chinese.\n"
        "# Written by make pairs; commit it with the text.\n")


def digest(text):
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:12]


def read(path):
    lock = {}
    try:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if not line.startswith("#"):
                    part, en, zh = line.split()
                    lock[part] = (en, zh)
    except FileNotFoundError:
        pass
    return lock


def write(path, lock):
    text = HEAD + "".join(f"{part} {en} {zh}\n"
                          for part, (en, zh) in sorted(lock.items()))
    try:
        with open(path, encoding="utf-8") as old:
            if old.read() == text:
                return
    except FileNotFoundError:
        pass
    with open(path, "w", encoding="utf-8") as new:
        new.write(text)


def is_confirmed(part, confirmed):
    return part in confirmed or part.split("#")[0] in confirmed


def compare(part, en, zh, lock, confirmed, complaints):
    """Two texts (path, line, text): their entry as it now is to be."""
    now = digest(en[2]), digest(zh[2])
    before = lock.get(part, now)
    changed = [now[0] != before[0], now[1] != before[1]]
    if sum(changed) != 1 or is_confirmed(part, confirmed):
        return now
    one, other = (en, zh) if changed[0] else (zh, en)
    complaints.at(other[0], other[1],
                  f"the text under {{#{part.split('#')[1]}}} is as before, "
                  f"but {one[0]}:{one[1]} has changed",
                  f"change it too; or, if it is still right: "
                  f"make pairs CONFIRM={part}")
    return before


def pairs_of(section):
    """{part: (English, Chinese)}, each as (path, line, text)."""
    paths = [f"chapters/{section}.{language}.md" for language in ("en", "zh")]
    en, zh = [{name: (path, *part) for name, part in parts(path).items()}
              for path in paths]
    return {f"{section}#{name}": (en[name], zh[name])
            for name in en.keys() & zh.keys()}


def check(section, lock, confirmed, complaints):
    """Returns the section's entries as they now are to be."""
    texts = {**pairs_of(section), **entries.pairs_of(section)}
    return {part: compare(part, en, zh, lock, confirmed, complaints)
            for part, (en, zh) in texts.items()}
