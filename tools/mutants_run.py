"""Judge one mutant: compile it, link it with its suite, run it.

One flavour after the other: what no test fails in the first is compiled with
-O2, beside the reference. Where both objects are the same, byte by byte, the
compiler has proved them equal. What is left is judged with the sanitizers.
"""
import functools
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile

import judge
import results
import source
import suite
import watched

FLAVOURS = ('gcc-O0', 'asan')
HANGS = {'gcc-O0': 1, 'asan': 3}    # seconds of one test, at least
TIMES = 10                          # and so many times the reference's
# Who uses a module that is given: their suites judge it.
GIVEN = {
    'buffer': ['3-networking/reader', '3-networking/writer'],
    'clock': ['1-basics/tiny'],
    'errors': ['3-networking/resolve', '3-networking/stream'],
    'group': ['2-concurrency/timeout'],
    'handle': ['1-basics/loop', '1-basics/future', '1-basics/task'],
    'http': ['4-summary/serve'],
    'interrupt': ['1-basics/run'],
    'overflow': ['1-basics/coro', '1-basics/task'],
    'panic': ['1-basics/future', '1-basics/coro'],
    'pipe': ['3-networking/resolve', '1-basics/run'],
    'report': ['1-basics/run', '1-basics/loop', '1-basics/task'],
    'slab': ['1-basics/task', '1-basics/run'],
    'source': ['3-networking/reader', '3-networking/sock'],
    'stack': ['1-basics/coro', '1-basics/task'],
    'waiting': ['2-concurrency/timeout', '2-concurrency/locks'],
}


def suites(lab):
    """The labs whose suites judge a lab's mutants, or a given module's."""
    return [lab] if not lab.startswith('given/') else GIVEN[lab[6:]]


class How:
    """How the mutants of one file are made and judged by the suite of a lab:
    tools/mutants.mk has written it."""

    def __init__(self, file, lab, flavour):
        path = pathlib.Path('build', flavour, 'mutants', lab + '.how')
        lines = path.read_text('utf-8').splitlines()
        self.compile, self.link, self.rest = map(shlex.split, lines)
        self.file, self.lab, self.flavour = file, lab, flavour
        self.hangs = HANGS[flavour]
        self.last = False       # of those without the sanitizers
        if file != lab:     # given: the lab is there, the module is not
            self.compile = [word for word in self.compile
                            if not word.startswith('-D') or '=scr' not in word]
            self.compile += ['-iquote', 'solutions/given']
            self.rest.remove(f'build/{flavour}/{file}.o')
            self.rest.insert(0, f'build/{flavour}/{self.own()}.o')

    def own(self):
        """The object of the lab itself."""
        scripted = any(word.endswith('/scripted.o') for word in self.rest)
        return 'scripted/' * scripted + f'reference/{self.lab}'


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
    linked = subprocess.run([*how.link, '-o', made, made + '.o', *how.rest],
                            stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)
    if linked.returncode:
        return None, 0
    return failing(how, [made], folder)


def optimized(how, text, folder):
    """The object that -O2 makes of a text."""
    to = os.path.join(folder, 'equal.o')
    if not compiled(how, text, to, '-O2', '-g0'):
        return None
    return pathlib.Path(to).read_bytes()


def judged(hows, reference, text):
    """(state, flavour, the tests that failed) of one mutant."""
    folder = tempfile.mkdtemp(prefix='mutant.')
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


def prepared(lab, reference):
    """([how], what fails already on the reference); its slowest test says
    how long one may take."""
    hows = [How(lab, suite, flavour) for flavour in FLAVOURS
            for suite in suites(lab)]
    hows[len(suites(lab)) - 1].last = True
    failed = []
    for how in hows:
        with tempfile.TemporaryDirectory(prefix='mutant.') as folder:
            how.hangs *= 5
            found, slowest = run(how, reference, folder)
            how.hangs = max(HANGS[how.flavour], round(TIMES * slowest))
            failed += ['?'] if found is None else found
    return hows, failed
