"""A runtime that does the wrong thing when a call fails is told so.

Each plant is a lab's reference with one line spoiled, as somebody might write
it, in a program with all the scenarios; the one concerned must see it.
"""
import contextlib
import io
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))
import check_faults  # noqa: E402
import faults  # noqa: E402
from gate import Gate, make  # noqa: E402

# name: lab, what stands there, what is planted, then where it must be seen:
# scenario, call, error, and the key of what is said
PLANTS = {
    'leak': ('3-networking/stream', '''	reader_destroy(r);
	if (w)
''', '''	if (w)
''', 'stream', 'memory', 'ENOMEM', 'wrong'),
    'interrupted': ('3-networking/sock', '''errno != EINTR)
			return -errno;
		if (rc < 0)
			return rc;
	}
	/* lab: end */
}

ssize_t sock_send''', '''true)
			return -errno;
		if (rc < 0)
			return rc;
	}
	/* lab: end */
}

ssize_t sock_send''', 'sock', 'recv', 'EINTR', 'recover'),
    'descriptor': ('3-networking/resolve', '''	if (rc < 0) {
		close(k->ends[0]);
''', '''	if (rc < 0) {
''', 'resolve', 'pthread_create', 'EAGAIN', 'wrong'),
    'hang': ('3-networking/resolve', '''	close(k->ends[1]);
	let_go(k);
	return -EAGAIN;''', '''	return 0;''', 'resolve', 'pthread_create',
             'EAGAIN', 'waits'),
    'crash': ('1-basics/loop', '''	if (!l->timers || !l->selector) {
''', '''	if (0) {
''', 'loop', 'memory', 'ENOMEM', 'status'),
    'another': ('3-networking/sock', '''	if (fd < 0)
		return fd;
	return or_close(fd, bind''', '''	if (fd < 0)
		return -EPERM;
	return or_close(fd, bind''', 'sock', 'socket', 'EMFILE', 'another'),
    'short': ('3-networking/writer', '''	if ((size_t)sent == n)
		return 0;
''', '''	if (sent > 0)
		return 0;
''', 'stream', 'send', 'short', 'recover'),
    'spin': ('3-networking/stream', '''			rc = async_sleep(1);
''', '''			rc = async_sleep(0);
''', 'stream', 'accept', 'EMFILE', 'turns'),
    'says': ('1-basics/run', '''	} else if (main) {
''', '''	} else if (0) {
''', 'run', 'pipe', 'EMFILE', 'says'),
}


def setUpModule():
    os.chdir(ROOT)


def planted(name):
    """The path of a program with this plant in it, below build/asan."""
    lab, stands, instead, *_ = PLANTS[name]
    text = (ROOT / 'solutions' / f'{lab}.c').read_text('utf-8')
    if text.count(stands) != 1:
        raise ValueError(f'{name}: what it spoils stands there no more')
    source = ROOT / 'build' / 'try' / lab / f'faults_{name}.c'
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text.replace(stands, instead), 'utf-8')
    return f'build/asan/try/{lab}/faults_{name}.faults'


class Planted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.programs = {name: planted(name) for name in PLANTS}
        code, said = make('FLAVOUR=asan', *cls.programs.values())
        if code:
            raise RuntimeError(said)

    @classmethod
    def tearDownClass(cls):
        for path in ROOT.glob('build/try/*/*/faults_*.c'):
            path.unlink()

    def bads(self, name):
        _, _, _, scenario, call, error, _ = PLANTS[name]
        _, bads = faults.run(str(ROOT / self.programs[name]), scenario,
                             (call, error), sample=12)
        return bads

    def test_each_plant_is_told(self):
        for name, plant in PLANTS.items():
            with self.subTest(name):
                keys = [bad['key'] for bad in self.bads(name)]
                self.assertIn(plant[-1], keys)

    def test_what_is_told_names_the_place_and_the_command(self):
        bad = self.bads('descriptor')[0]
        said = faults.told('build/asan/faults', bad)
        self.assertRegex(said, r'^tests/faults/networking\.c:\d+: resolve')
        self.assertIn('never closed', said)
        self.assertIn('make faults SCENARIO=resolve CALL=pthread_create '
                      'ERROR=EAGAIN MODE=once N=1 FLAVOUR=asan', said)

    def test_the_reference_has_none_of_them(self):
        code, said = make('FLAVOUR=asan', 'build/asan/faults')
        self.assertEqual(code, 0, said)
        for name, plant in PLANTS.items():
            with self.subTest(name):
                sums, bads = faults.run(str(ROOT / 'build/asan/faults'),
                                        plant[3], plant[4:6], sample=12)
                self.assertEqual(bads, [])
                self.assertIn(plant[4], [row['call'] for row in sums])


class Gated(unittest.TestCase):
    def told(self, check, *arguments):
        """What the gate says of a fault, and how many there are."""
        gate, said = Gate(), io.StringIO()
        with contextlib.redirect_stdout(said):
            check(gate, *arguments)
            gate.item()
        return gate.failed, said.getvalue()

    def test_a_call_that_nobody_makes_fail_is_told(self):
        build = ROOT / 'build' / 'faults-planted'
        (build / 'tests' / 'faults').mkdir(parents=True, exist_ok=True)
        (build / 'given').mkdir(exist_ok=True)
        for path, text in ((build / 'given' / 'pipe.c', 'int ioctl(int, int);'
                            'int f(void) { return ioctl(0, 0); }'),
                           (build / 'tests' / 'faults' / 'calls.c',
                            'int __wrap_pipe(void) { return 0; }')):
            path.write_text(text + '\n', 'utf-8')
            subprocess.run(['cc', '-c', '-o', path.with_suffix('.o'), path],
                           check=True)
        failed, said = self.told(check_faults.check_calls, [build])
        self.assertEqual(failed, 1)
        self.assertRegex(said, r'^tests/faults/harmless\.txt:1: .*ioctl')

    def test_a_fault_that_no_scenario_meets_is_told(self):
        binary = str(ROOT / 'build/asan/faults')
        make('FLAVOUR=asan', 'build/asan/faults')
        sums, _ = faults.run(binary, 'timers')
        failed, said = self.told(check_faults.check_plans, binary, sums)
        self.assertGreater(failed, 50)
        self.assertIn('accept never failed with EMFILE', said)


if __name__ == '__main__':
    unittest.main()
