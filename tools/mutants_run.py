"""Judge one mutant: compile it, link it with its suite, run it.

One flavour after the other: what no test fails in the first is compiled with
-O2, beside the reference. Where both objects are the same, byte by byte, the
compiler has proved them equal. What is left is judged with the sanitizers.
"""
import functools
import os
import pathlib
import shutil
import subprocess
import tempfile

import judge
import mutants_how
import results
import source
import suite
import watched

FLAVOURS = ('gcc-O0', 'asan')
HANGS = {'gcc-O0': 1, 'asan': 3}    # seconds of one test, at least
TIMES = 10                          # and so many times the reference's


@functools.lru_cache(None)
def tests(lab):
    return [name for name, _ in suite.expected(f'tests/{lab}.c')]


def failing(how, command, folder):
    """(the tests that failed, how long the slowest took); a harness that was
    broken failed in `?`."""
    xml = os.path.join(folder, 'verdicts.xml')
    pathlib.Path(xml).unlink(missing_ok=True)
    status, printed = watched.run(command + [xml], folder, how.hangs)
    entries = suite.read_xml(xml)
    if status is None:
        return [printed.name or '?'], how.hangs
    if entries is None:
        return ['?'], 0
    found = []
    for name in tests(how.lab):
        own = [entry for entry in entries if entry.name == name]
        verdict = judge.judge(own, printed.text(name),
                              printed.ended.get(name, 0))[0]
        if verdict != results.PASSED:
            found.append(name)
    return found, max(entry.seconds for entry in entries)


def compiled(how, text, to, *more):
    """Does it compile? Without a file, so that no name gets into it."""
    assembly = source.suffix(how.file).endswith('.S')
    kind = 'assembler-with-cpp' if assembly else 'c'
    done = subprocess.run([*how.compile, *more, '-x', kind, '-c', '-o', to,
                           '-'], input=text, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def run(how, text, folder):
    """The tests that fail; None: it does not compile."""
    made = os.path.join(folder, 'mutant')
    if not compiled(how, text, made + '.o'):
        return None, 0
    subprocess.run([*how.link, '-o', made, made + '.o', *how.rest],
                   check=True)
    return failing(how, [made], folder)


def optimized(how, text, folder):
    """The object that -O2 makes of a text."""
    to = os.path.join(folder, 'equal.o')
    if not compiled(how, text, to, '-O2', '-g0'):
        return None
    return pathlib.Path(to).read_bytes()


def judged(hows, reference, text):
    """(state, flavour, the tests that failed) of one mutant."""
    folder = tempfile.mkdtemp(prefix='mutant.', dir=hows[0].folder)
    try:
        for how in hows:
            failed, _ = run(how, text, folder)
            if failed is None:
                return 'invalid', how.flavour, []
            if failed:
                return 'killed', how.flavour, failed
            if how.last and optimized(how, text, folder) == optimized(
                    how, reference, folder):
                return 'equal', how.flavour, []
        return 'survived', '', []
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepared(lab, reference, kept):
    """([how], what fails already on the reference); its slowest test says
    how long one may take. What is needed is kept in a folder."""
    suites = mutants_how.suites(lab)
    hows = [mutants_how.How(lab, each, flavour, kept) for flavour in FLAVOURS
            for each in suites]
    hows[len(suites) - 1].last = True
    failed = []
    for how in hows:
        with tempfile.TemporaryDirectory(dir=kept) as folder:
            how.hangs = 5 * HANGS[how.flavour]
            found, slowest = run(how, reference, folder)
            how.hangs = max(HANGS[how.flavour], round(TIMES * slowest))
            failed += ['?'] if found is None else found
    return hows, failed
