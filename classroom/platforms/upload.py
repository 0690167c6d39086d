"""Is this what Gradescope's specification calls results.json?

faults(found) -> what is wrong with it, a line each. The rules are those of
docs/specs.md of gradescope/autograder_samples; docs/decisions/platforms.md
says when it was read.
"""
import numbers

FORMATS = ("text", "html", "simple_format", "md", "ansi")
SEEN = ("hidden", "after_due_date", "after_published", "visible")
NUMBER, TEXT, LIST, DICT = numbers.Real, str, list, dict
COMMON = {"score": NUMBER, "output": TEXT, "output_format": FORMATS,
          "visibility": SEEN, "extra_data": DICT}
TOP = dict(COMMON, execution_time=NUMBER, stdout_visibility=SEEN,
           test_output_format=FORMATS, test_name_format=FORMATS, tests=LIST,
           leaderboard=LIST)
TEST = dict(COMMON, max_score=NUMBER, status=("passed", "failed"), name=TEXT,
            name_format=FORMATS, number=TEXT, tags=LIST)


def fits(value, rule):
    if isinstance(rule, tuple):
        return value in rule
    return isinstance(value, rule) and not isinstance(value, bool)


def fields(where, found, rules):
    if not isinstance(found, dict):
        return ["%s: not an object" % where]
    wrong = ["%s.%s: unknown" % (where, name)
             for name in sorted(set(found) - set(rules))]
    return wrong + ["%s.%s: %r" % (where, name, value)
                    for name, value in sorted(found.items())
                    if name in rules and not fits(value, rules[name])]


def faults(found):
    wrong = fields("results", found, TOP)
    tests = found.get("tests", []) if isinstance(found, dict) else []
    for number, test in enumerate(tests if isinstance(tests, list) else []):
        wrong += fields("tests[%d]" % number, test, TEST)
    if not wrong and "score" not in found and not any(
            "score" in test for test in tests):
        wrong.append("results.score: missing")
    if not wrong and any(test.get("score", 0) > test["max_score"]
                         for test in tests if "max_score" in test):
        wrong.append("tests.score: more than max_score")
    return wrong
