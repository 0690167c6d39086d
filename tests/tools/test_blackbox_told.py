"""What is told of a student's programs, before and after they have run."""
import importlib.util
import pathlib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location(
    'blackbox_run', ROOT / 'classroom/blackbox/run.py')
run = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(run)
GATHER, WGET = '2-concurrency/gather', '3-networking/wget'


def seen(program, **others):
    return {program: {'said': [others.get('said', '')], 'cases': [
        [case, others.get('verdict', 'passed'), others.get('why', '')]
        for case in run.CASES[program]]}}


class Told(unittest.TestCase):
    def test_what_was_not_handed_in_and_what_was_not_built(self):
        found = run.before({}, {GATHER})
        self.assertEqual({name: one['verdict'] for name, one in found.items()},
                         {'gather': 'failed', 'echo': 'missing',
                          'wget': 'missing'})
        self.assertIn(GATHER, found['gather']['en'])
        self.assertIn(GATHER, found['gather']['zh'])
        self.assertEqual(run.before({GATHER: 'x', WGET: 'y'},
                                    {GATHER, WGET}).keys(), {'echo'})

    def test_nothing_is_believed_but_every_case_passed(self):
        for played in ({}, {'gather': None}, {'gather': {'cases': []}},
                       {'gather': {'cases': [['order', 'passed', '']]}},
                       {'gather': 'passed'}, {'gather': [1]}):
            self.assertFalse(run.right('gather', played), played)
            self.assertEqual(run.result('gather', played, {}, {GATHER}, {})
                             ['verdict'], 'broken')
        self.assertTrue(run.right('gather', seen('gather')))

    def test_who_hears_that_another_lab_is_at_fault(self):
        wrong = seen('gather', verdict='wrong', why='gather.mixed')
        objects = {GATHER: 'x', '1-basics/loop': 'y'}
        for again, told in ((seen('gather'), True), (wrong, False)):
            one = run.result('gather', wrong, objects, {GATHER}, again)
            self.assertEqual(one['verdict'], 'failed')
            self.assertEqual('1-basics/loop' in one['en'], told)

    def test_nothing_that_chance_made_is_shown(self):
        texts = [run.excerpt.texts([
            f'panic: at {pointer} port {port} of {place}\n{junk}\n' * 3])
            for pointer, port, place, junk in (
                ('0x7f00beef', 40112, '127.3.4.5', '\x80\x99\x01'),
                ('0x55aa', 5021, '127.99.4.1', '\x7f'))]
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(texts[0]['en'].count('panic: at 0x…'), 1)


if __name__ == '__main__':
    unittest.main()
