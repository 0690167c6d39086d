"""results.tap: a line for each test of each student.

Version 13, which also whoever reads 14 understands; prove knows no later one.
"""
import clean
import junit


def description(text):
    """In a description `#` begins a directive, so it is escaped."""
    return clean.line(text, 400).replace("\\", "\\\\").replace("#", "\\#")


def points(everybody):
    """(passed?, what, why) of everything there is."""
    for one in everybody.students:
        for item in one.items.values():
            for name, verdict, message in junit.cases(one, item):
                yield verdict == "passed", "%s%s %s: %s" % (
                    one.mark(), clean.line(one.folder), item.name,
                    name), "%s: %s" % (verdict, message)


def text(everybody):
    found = list(points(everybody))
    rows = ["TAP version 13", "1..%d" % len(found)]
    for number, (passed, what, why) in enumerate(found, 1):
        rows.append("%s %d - %s" % ("ok" if passed else "not ok", number,
                                    description(what)))
        if not passed:
            rows.append("# " + clean.line(why, 400))
    return "\n".join(rows) + "\n"
