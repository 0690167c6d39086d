"""junit.xml: a suite for each student and lab, in what readers agree on.

There is no standard. This is what both the schema of Ant's task and that of
Jenkins' plugin accept: so no time is measured (a second run is the same), and
the date is none.
"""
import clean

JUDGED_BY_ITSELF = ("wrong", "unwritten")     # a failure; all else an error
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'


def attributes(**named):
    return "".join(' %s="%s"' % (name, clean.html.escape(
        clean.line(value, 400), quote=True)) for name, value in named.items())


def case(student, item, name, verdict, message):
    head = "    <testcase" + attributes(
        name=student.mark() + name, time="0",
        classname="%s.%s" % (student.folder, item.name))
    if verdict == "passed" and item.state in ("passed", "failed"):
        return head + "/>\n"
    tag = "failure" if verdict in JUDGED_BY_ITSELF else "error"
    return "%s>\n      <%s%s>%s</%s>\n    </testcase>\n" % (
        head, tag, attributes(message=message or verdict, type=verdict),
        clean.markup(message), tag)


def cases(student, item):
    """[(name, verdict, message)]; a lab without tests is one, and fails."""
    lang = student.language
    if item.tests:
        return [(test.name, verdict(item, test), test.message(lang)
                 or item.text[lang]) for test in item.tests]
    state = "nothing" if item.state == "passed" else item.state
    return [(item.name, state, item.text[lang])]


def verdict(item, test):
    """A test counts only where its lab was judged."""
    counts = test.verdict != "passed" or item.state in ("passed", "failed")
    return test.verdict if counts else item.state


def suite(number, student, item):
    found = cases(student, item)
    failed = [one for _, one, _ in found if one != "passed"]
    failures = sum(one in JUDGED_BY_ITSELF for one in failed)
    head = "  <testsuite" + attributes(
        id=number, name="%s%s %s" % (student.mark(), student.folder,
                                     item.name),
        package=student.folder, hostname="localhost",
        timestamp="1970-01-01T00:00:00", time="0", tests=len(found),
        failures=failures, errors=len(failed) - failures)
    return head + ">\n    <properties/>\n" + "".join(
        case(student, item, *one) for one in found) \
        + "    <system-out/>\n    <system-err/>\n  </testsuite>\n"


def text(everybody):
    suites = [(student, item) for student in everybody.students
              for item in student.items.values()]
    return HEAD + "".join(suite(number, *one) for number, one
                          in enumerate(suites)) + "</testsuites>\n"
