"""book/pairs.lock: a hash for each pair of texts between two headings.

When both texts of a pair change, the new pair is taken. When one changes
alone, that is an error until the other changes too, or is confirmed by name.
"""

import hashlib

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


def check(section, lock, confirmed, complaints):
    """Returns the section's entries as they now are to be."""
    en = parts(f"chapters/{section}.en.md")
    zh = parts(f"chapters/{section}.zh.md")
    found = {}
    for name in en.keys() & zh.keys():
        part = f"{section}#{name}"
        now = digest(en[name][1]), digest(zh[name][1])
        before = lock.get(part, now)
        changed = [now[0] != before[0], now[1] != before[1]]
        found[part] = now
        if sum(changed) == 1 and not is_confirmed(part, confirmed):
            found[part] = before
            one, other = ("en", "zh") if changed[0] else ("zh", "en")
            lines = {"en": en[name][0], "zh": zh[name][0]}
            complaints.at(
                f"chapters/{section}.{other}.md", lines[other],
                f"the text under {{#{name}}} is as before, but "
                f"chapters/{section}.{one}.md:{lines[one]} has changed",
                f"change it too; or, if it is still right: "
                f"make pairs CONFIRM={part}")
    return found
