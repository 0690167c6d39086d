"""Much of it: a megabyte and a gigabyte both ways at once, 900 clients, and
more descriptors than select(2) has bits for."""
import os
import resource
import shutil
import subprocess
import tempfile
import unittest

from test_sanitizer import objects

SANITIZE = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all']
MB = 1 << 20


class Load(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.programs = {(name, flavour): cls.compiled(name, flavour)
                        for name in ('bytes', 'clients')
                        for flavour in ('plain', 'asan')}

    @classmethod
    def compiled(cls, name, flavour):
        target = os.path.join(cls.folder, f'{name}-{flavour}')
        subprocess.run(
            ['cc', '-std=c11', '-D_POSIX_C_SOURCE=200809L', '-O1', '-g',
             '-Wno-unused-parameter', '-pthread', '-iquote', 'include',
             '-o', target, f'tests/tools/load_{name}.c']
            + (SANITIZE if flavour == 'asan' else [])
            + objects(flavour) + ['-lm'], check=True)
        return target

    def run_load(self, name, flavour, number):
        """What it printed, as words."""
        env = {key: value for key, value in os.environ.items()
               if not key.endswith('SAN_OPTIONS')}
        done = subprocess.run(
            [self.programs[name, flavour], str(number)], timeout=120, env=env,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertNotIn('ERROR', done.stderr)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.split(None, 1)

    def test_a_megabyte_both_ways_is_intact(self):
        self.assertEqual(self.run_load('bytes', 'asan', MB)[0], '0')

    def test_a_gigabyte_takes_no_more_memory_than_a_megabyte(self):
        _, little = self.run_load('bytes', 'plain', MB)
        rc, much = self.run_load('bytes', 'plain', 1024 * MB)
        self.assertEqual(rc, '0')
        self.assertLess(int(much) - int(little), 1024)  # kilobytes

    def many(self, flavour, number):
        if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 2 * number + 100:
            self.skipTest('this system gives a process too few descriptors')
        answered, why = self.run_load('clients', flavour, number)
        return int(answered), why.strip()

    def test_900_clients_at_once_are_all_answered(self):
        for flavour in ('plain', 'asan'):
            self.assertEqual(self.many(flavour, 900), (900, 'Success'))

    def test_beyond_the_last_bit_there_is_an_error_and_no_harm(self):
        for flavour in ('plain', 'asan'):
            answered, why = self.many(flavour, 1100)
            self.assertGreater(answered, 900)
            self.assertLess(answered, 1100)
            self.assertEqual(why, 'Too many open files')


if __name__ == '__main__':
    unittest.main()
