"""The runner of the gates: it adds up, names logs, trusts no silent gate."""
import unittest

import planted

MAKEFILE = '''check-good:
	@echo "2 passed, 0 failed, 1 skipped"
check-bad:
	@echo "include/x.h:7: wrong"
	@echo "1 passed, 1 failed, 0 skipped"; false
check-liar:
	@echo "3 passed, 0 failed, 0 skipped"; false
check-silent:
	@true
check-empty:
	@echo "0 passed, 0 failed, 0 skipped"
fine:
	@echo "done"
sad:
	@echo "chapters/a.md:3: no such id"; false
'''
TESTS = '''import unittest
class T(unittest.TestCase):
    def test_good(self):
        pass
    @unittest.skip('not here')
    def test_later(self):
        pass
    def test_bad(self):
        self.assertEqual(1, 2)
'''
CI = '''setup setup-dev:
	@echo "$@"; test ! -e no-$@
test:
	@echo "reference: 5 passed, 0 failed, 0 skipped"
	@echo "yours: 0 passed, 0 failed, 2 skipped"
check:
	@echo "7 passed, 0 failed, 1 skipped"; test ! -e no-$@
'''


class Ci(unittest.TestCase):
    """.ci/run sums what every step counted."""

    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {
            'Makefile': CI, '.ci/run': planted.ROOT / '.ci/run'})

    def ends(self, code, last):
        done, said = self.tree.command('bash', '.ci/run')
        self.assertEqual((done, said.splitlines()[-1]), (code, last), said)

    def test_the_sum(self):
        self.ends(0, '14 passed, 0 failed, 3 skipped')

    def test_a_step_that_fails_counts(self):
        for step, last in (('setup', '13 passed, 1 failed, 3 skipped'),
                           ('check', '14 passed, 1 failed, 3 skipped')):
            self.tree.write(f'no-{step}', '')
            self.ends(1, last)
            (self.tree.root / f'no-{step}').unlink()


class Runner(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {
            'Makefile': MAKEFILE, 'tests/tools/test_some.py': TESTS,
            'tests/tools/test_broken.py': 'import nosuchmodule\n'})

    def ends(self, last, *command):
        code, said = self.tree.gate(*command)
        self.assertEqual(said.splitlines()[-1], last, said)
        self.assertEqual(code, 0 if ' 0 failed' in last else 1)
        return said

    def test_it_adds_up(self):
        self.ends('2 passed, 0 failed, 1 skipped', 'check.py', 'good')
        said = self.ends('3 passed, 1 failed, 1 skipped', 'check.py', 'bad',
                         'good')
        self.assertRegex(said, '(?m)^✗ bad .*\n    include/x.h:7: wrong$')
        self.assertRegex(said, '(?m)^✓ good ')
        self.assertIn('build/check/bad.log', said)
        log = self.tree.root / 'build/check/bad.log'
        self.assertIn('include/x.h:7: wrong', log.read_text('utf-8'))

    def test_a_gate_that_does_not_count_has_failed(self):
        for name in ('silent', 'empty', 'nosuch'):
            self.ends('0 passed, 1 failed, 0 skipped', 'check.py', name)
        self.ends('3 passed, 1 failed, 0 skipped', 'check.py', 'liar')

    def test_commands(self):
        said = self.ends('1 passed, 1 failed, 0 skipped',
                         'check_commands.py', 'fine', 'sad')
        self.assertRegex(said, '(?m)^chapters/a.md:3: ')

    def test_unittests(self):
        said = self.ends('1 passed, 1 failed, 1 skipped', 'check_unittest.py',
                         'test_some.py')
        self.assertRegex(said, r'(?m)^tests/tools/test_some.py:9: test_bad: ')
        said = self.ends('0 passed, 1 failed, 0 skipped', 'check_unittest.py',
                         '-x', 'test_some*', 'test_*.py')
        self.assertRegex(said, r'(?m)^tests/tools/test_broken.py:\d+: ')


if __name__ == '__main__':
    unittest.main()
