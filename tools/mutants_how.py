"""Who judges the mutants of a file, and by which commands they are made."""
import pathlib
import shlex
import shutil

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
    """The suites that judge a lab's mutants, or a given module's: its own, if
    it has one, then its users'."""
    own = [lab] if pathlib.Path(f'tests/{lab}.c').exists() else []
    return own + (GIVEN[lab[6:]] if lab.startswith('given/') else [])


class How:
    """How the mutants of one file are made and judged by the suite of a lab:
    tools/mutants.mk has written it. What they are made of is copied to a
    folder, so that it stays the same whoever edits or compiles meanwhile."""

    def __init__(self, file, lab, flavour, folder):
        path = pathlib.Path('build', flavour, 'mutants', lab + '.how')
        lines = path.read_text('utf-8').splitlines()
        self.compile, self.link, self.rest = map(shlex.split, lines)
        self.file, self.lab, self.flavour = file, lab, flavour
        self.hangs = 1
        self.last = False       # of those without the sanitizers
        if file != lab:     # given: the lab is there, the module is not
            self.compile = [word for word in self.compile
                            if not word.startswith('-D') or '=scr' not in word]
            self.rest.remove(f'build/{flavour}/{file}.o')
            self.rest.insert(0, f'build/{flavour}/{self.own()}.o')
        self.folder = folder    # for what comes and goes
        self.keep(pathlib.Path(folder, flavour, lab))

    def own(self):
        """The object of the lab itself."""
        scripted = any(word.endswith('/scripted.o') for word in self.rest)
        return 'scripted/' * scripted + f'reference/{self.lab}'

    def keep(self, folder):
        shutil.copytree('include', folder / 'include')
        shutil.copytree('solutions/given', folder / 'given')
        at = self.compile.index('include')
        self.compile[at:at + 1] = [str(folder / 'include'), '-iquote',
                                   str(folder / 'given')]
        for at, word in enumerate(self.rest):
            if word.endswith('.o'):
                self.rest[at] = str(folder / f'{at}.o')
                shutil.copy(word, self.rest[at])
