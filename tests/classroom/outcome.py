#!/usr/bin/env python3
"""Are the grader's results what the rows say? Each difference is a line.

A *false pass* and a *lost result* are what must never be. Then: another state
than expected, other tests that fail, an explanation that is missing.
"""
import json
import os
import re

import expected

CHINESE = re.compile("[\u4e00-\u9fff]")
# Who does not come back has waited: that is all this test asks for.
WAITS = {"no_wait_is_too_long"}
SECRETS = ("SECRET-4711", "LEAKED ", "TAKEN ", "root:x:", "root:*:")


def results(out):
    """{folder's name as bytes: what the grader wrote of it}"""
    found, folder = {}, os.path.join(out, "results")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8",
                  errors="surrogateescape") as file:
            result = json.load(file)
        found[os.fsencode(result["student"])] = result
    return found


def passed(lab):
    return {test["name"] for test in lab["tests"]
            if test["verdict"] == "passed"}


def lab_of(result, lab):
    return next((one for one in result["labs"] if one["lab"] == lab), None)


def told(lab):
    """Is what went wrong said, in both languages? Check has only one."""
    texts = [(test["en"], test["zh"]) for test in lab["tests"]
             if test["verdict"] != "passed"] if lab["tests"] and \
        lab["state"] == "failed" else [(lab["en"], lab["zh"])]
    return all(en and (zh == en or CHINESE.search(zh)) for en, zh in texts)


def differences(row, found, idle):
    """What is wrong with the result of one row."""
    result = found.get(row.student)
    lab = result and lab_of(result, row.lab)
    if not lab:
        yield "lost result"
        return
    state, tests = lab["state"], lab["tests"]
    if state == "passed" and "passed" not in row.states:
        yield "false pass"
    elif state not in row.states:
        yield "state %s, not %s: %s" % (state, "|".join(row.states),
                                        lab["en"][:300])
    failing = {test["name"] for test in tests} - passed(lab)
    verdicts = {test["verdict"] for test in tests} - {"passed"}
    if state == "passed" and (failing or not tests):
        yield "passed, though %s failed" % (failing or "nothing")
    if state == "failed" and row.tests and not verdicts & set(row.tests):
        yield "%s, not %s" % (verdicts, row.tests)
    if row.fails is not None and state in ("passed", "failed") \
            and failing != row.fails:
        yield "fails %s, not %s" % (sorted(failing), sorted(row.fails))
    more = passed(lab) - idle - WAITS
    if row.idle and more:
        yield "false pass of %s" % sorted(more)
    if state != "passed" and not told(lab):
        yield "not told in both languages"


def leaks(found):
    """What somebody was told of another one, or of this machine."""
    for student, result in found.items():
        text = json.dumps(result, ensure_ascii=False)
        for secret in SECRETS:
            if secret in text and student != b"secret":
                yield "%r: knows %r" % (student, secret)


def judge(rows, out):
    """[what is wrong]: nothing, if all is well."""
    found = results(out)
    model = found.get(expected.IDLE)
    idle = passed(lab_of(model, "1-basics/tiny")) if model else set()
    wrong = ["%r %s: %s" % (row.student, row.lab, what) for row in rows
             for what in differences(row, found, idle)]
    return wrong + list(leaks(found))
