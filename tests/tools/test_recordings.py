"""Recordings that the book's players show: made stable, compared, refused."""
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))

import recordings                   # noqa: E402
from stable import Numbers, same, stable    # noqa: E402

LINE = '{}\t2\t0\tloop\tready\t{}\twake_up\t0\n'
SLEEP = '0.0\t2\t0\tselector\tcall\tselector_select\t{}\t0x1\t3r\n'


class Stable(unittest.TestCase):
    def test_handles_are_numbered_and_seconds_rounded(self):
        numbers = Numbers()
        lines = [stable(LINE.format('0.04123', handle), numbers)
                 for handle in ('0x7f01', '0x7f02', '0x7f01')]
        self.assertEqual(lines, [LINE.format('0.0', handle)
                                 for handle in ('0x1', '0x2', '0x1')])

    def test_an_address_that_is_used_again_is_another_handle(self):
        numbers = Numbers()
        self.assertEqual(
            [numbers.of('0x7f01', 'wake_up', '0'), numbers.of('0x7f01'),
             numbers.of('0x7f01', 'stop', '0'), numbers.of('(nil)')],
            ['0x1', '0x1', '0x2', '0'])

    def test_a_short_sleep_is_not_no_sleep(self):
        for seconds, kept in ('0', '0'), ('0.004', '0.1'), ('inf', 'inf'):
            self.assertIn(f'select\t{kept}\t', stable(
                SLEEP.format(seconds), Numbers()))


class Same(unittest.TestCase):
    def test_a_little_time_is_the_same(self):
        self.assertTrue(same(LINE.format('1.0', '0x1'),
                             LINE.format('1.4', '0x1')))
        self.assertTrue(same(SLEEP.format('10'), SLEEP.format('9.9')))

    def test_another_time_handle_or_answer_is_not(self):
        kept = LINE.format('1.0', '0x1')
        self.assertFalse(same(kept, LINE.format('1.6', '0x1')))
        self.assertFalse(same(kept, LINE.format('1.0', '0x2')))
        self.assertFalse(same(SLEEP.format('10'), SLEEP.format('0')))
        self.assertFalse(same(kept, kept + kept))


class Check(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / 'hello.tsv'
        self.path.write_text('#: program 1-basics/hello\n'
                             + LINE.format('0.0', '0x1'), 'utf-8')
        kept = mock.patch.dict(os.environ)
        kept.start()
        self.addCleanup(kept.stop)

    def run_with(self, mode, *runs):
        with mock.patch.object(recordings, 'made', side_effect=runs):
            return recordings.handle(mode, self.path)

    def test_the_same_is_the_same(self):
        self.assertIsNone(self.run_with('check', LINE.format('0.1', '0x1')))

    def test_a_run_that_happens_only_sometimes_is_one_that_happens(self):
        other = LINE.format('0.0', '0x2')
        self.assertIsNone(self.run_with('check', other, other,
                                        LINE.format('0.0', '0x1')))

    def test_another_run_stops_and_says_from_which_line_on(self):
        said = self.run_with('check', *5 * [LINE.format('0.0', '0x2')])
        self.assertIn('hello.tsv:1: error: from line 2 on', said)
        self.assertIn('make transcripts', said)

    def test_record_keeps_the_remarks(self):
        new = LINE.format('0.0', '0x2')
        with mock.patch('builtins.print'):
            self.assertIsNone(self.run_with('record', *5 * [new]))
        self.assertEqual(self.path.read_text('utf-8'),
                         '#: program 1-basics/hello\n' + new)

    def test_a_recording_of_no_program_is_refused(self):
        self.path.write_text('', 'utf-8')
        self.assertIn('"#: program', self.run_with('check'))

    def test_a_picture_that_is_not_of_it_stops(self):
        list(recordings.draw('record', self.path))
        self.assertEqual(list(recordings.draw('check', self.path)), [])
        picture = self.path.with_suffix('.zh.svg')
        picture.write_text(picture.read_text('utf-8') + ' ', 'utf-8')
        self.assertIn('zh.svg:1: error', ''.join(
            recordings.draw('check', self.path)))

    def test_a_check_changes_no_picture(self):
        picture = self.path.with_suffix('.en.svg')
        picture.write_text('old', 'utf-8')
        list(recordings.draw('check', self.path))
        self.assertEqual(picture.read_text('utf-8'), 'old')


if __name__ == '__main__':
    unittest.main()
