"""What a console block shows of its times: `#: round 1`, one digit behind the
point. A busy machine makes a time longer, never shorter.
"""
import re

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def shown(text, entry):
    if "round" in entry.directives:
        form = f'{{:.{int(entry.get("round"))}f}}'
        text = re.sub(r"\d+\.\d+", lambda m: form.format(float(m[0])), text)
    lines = [line.rstrip() for line in text.splitlines()]
    keep = int(entry.get("head", len(lines)))
    return lines[:keep] + ["…"] * (keep < len(lines))


def only_longer(entry, said):
    """Is all that differs a measured time, and each as long or longer?"""
    if "round" not in entry.directives:
        return False
    one, other = ("\n".join(lines) for lines in (entry.said, said))
    times = zip(NUMBER.findall(one), NUMBER.findall(other))
    return (NUMBER.sub("#", one) == NUMBER.sub("#", other)
            and all(float(was) <= float(now) for was, now in times))
