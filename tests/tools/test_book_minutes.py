"""The minutes of the guide: what does not come out stops with file and line."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NEEDED = ('chapters', 'docs/trials.md', 'solutions')
DATA = 'chapters/minutes.tsv'
ENGLISH, CHINESE = (f'chapters/classroom/sessions.{language}.md'
                    for language in ('en', 'zh'))


class Minutes(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.place)
        for name in NEEDED:
            at = self.place / name
            at.parent.mkdir(parents=True, exist_ok=True)
            if name == 'chapters':
                shutil.copytree(ROOT / name, at)
            else:
                os.symlink(ROOT / name, at)

    def check(self, *words):
        return subprocess.run(
            [sys.executable, '-B', ROOT / 'book/check/minutes.py', *words],
            cwd=self.place, capture_output=True, text=True)

    def change(self, name, old, new):
        path = self.place / name
        text = path.read_text(encoding='utf-8')
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding='utf-8')
        return text[:text.index(old)].count('\n') + 1

    def refused(self, name, line, words):
        done = self.check()
        self.assertEqual(done.returncode, 1)
        self.assertIn(f'{name}:{line}: error: ', done.stderr)
        self.assertIn(words, done.stderr)

    def test_the_plan_of_the_book_comes_out(self):
        done = self.check()
        self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_a_section_without_a_row(self):
        self.change(DATA, '1-basics/tiny\t', '# 1-basics/tiny\t')
        toc = (self.place / 'chapters/toc.txt').read_text(encoding='utf-8')
        line = toc[:toc.index('  tiny')].count('\n') + 1
        self.refused('chapters/toc.txt', line, 'tiny has no row')

    def test_two_sections_of_one_name_are_two(self):
        self.change(DATA, '2-concurrency/closing\t', '# gone\t')
        toc = (self.place / 'chapters/toc.txt').read_text(encoding='utf-8')
        line = toc[:toc.index('  closing', toc.index('2-conc'))].count('\n')
        self.refused('chapters/toc.txt', line + 1, 'closing has no row')

    def test_a_row_of_no_section(self):
        line = self.change(DATA, '1-basics/tiny\t', '1-basics/tin\t')
        self.refused(DATA, line, '1-basics/tin is no section')

    def test_a_row_that_cannot_be_read(self):
        line = self.change(DATA, '1-basics/tiny\t1\t', '1-basics/tiny 1\t')
        self.refused(DATA, line, 'six fields')
        self.change(DATA, '1-basics/tiny 1\t', '1-basics/tiny\t12\t')
        self.refused(DATA, line, 'six fields')

    def test_what_is_counted_is_held_against_the_text(self):
        line = self.change(DATA, 'tiny\t1\t30\t', 'tiny\t1\t60\t')
        self.refused(DATA, line, '60 minutes to read, and 30 are counted')

    def test_lab_work_is_held_against_the_reference(self):
        line = self.change(DATA, '40\t35\tcounted', '40\t95\tcounted')
        self.refused(DATA, line, '135 minutes of lab work, and 75')

    def test_what_a_class_took_is_not_counted_again(self):
        self.change(DATA, 'locks\t-\t30\t0\t95\tcounted',
                    'locks\t-\t50\t0\t75\tspring 2027')
        done = self.check()
        self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_a_session_of_another_length(self):
        for name, row, words in (
                (ENGLISH, '| 10 | question | the vote', 'question'),
                (CHINESE, '| 10 | 提问 | 举手', '提问')):
            self.change(name, row, row.replace('10', '15'))
            path = self.place / name
            text = path.read_text(encoding='utf-8')
            line = text[:text.index('#sessions-tbl-1 ')].count('\n') + 1
            self.refused(name, line, 'session 1 lasts 95 minutes')
            shutil.copy(ROOT / name, path)

    def test_lab_work_in_class_is_that_of_the_data(self):
        self.change(ENGLISH, '| 40 | lab | *tiny*', '| 40 | talk | *tiny*')
        done = self.check()
        self.assertIn('0 minutes of lab work in session 1, and 40',
                      done.stderr)

    def test_what_is_done_at_home_is_added_up(self):
        line = self.change(CHINESE, '| 80 | 160 | 240 |', '| 80 | 160 | 250 |')
        self.refused(CHINESE, line, 'session 1: 80 | 160 | 250')

    def test_an_elective_takes_what_it_takes(self):
        line = self.change(ENGLISH, '| [locks](#locks) | 5 | 125 |',
                           '| [locks](#locks) | 5 | 100 |')
        self.refused(ENGLISH, line, 'locks: 100 minutes')

    def test_a_session_without_a_timetable(self):
        self.change(ENGLISH, '#sessions-tbl-3 ', '#sessions-other ')
        self.refused(ENGLISH, 1, 'session 3 has no timetable')

    def test_a_book_without_the_guide(self):
        shutil.rmtree(self.place / 'chapters/classroom')
        toc = self.place / 'chapters/toc.txt'
        text = toc.read_text(encoding='utf-8')
        toc.write_text(text[:text.index('classroom |')], encoding='utf-8')
        done = self.check()
        self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_it_can_be_asked_what_is_counted(self):
        self.assertIn('1-basics/tiny\t30\t75\n', self.check('count').stdout)


if __name__ == '__main__':
    unittest.main()
