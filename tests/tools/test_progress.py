"""What was green once, how far one is, and what to do now: units."""
import contextlib
import io
import os
import pathlib
import re
import shutil
import sys
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))

import progress_kept            # noqa: E402


class Kept(unittest.TestCase):
    """labs/.progress.tsv: nothing is lost, whatever stands in it."""

    def setUp(self):
        self.here = os.getcwd()
        self.folder = pathlib.Path(tempfile.mkdtemp())
        (self.folder / 'labs').mkdir()
        os.chdir(self.folder)
        self.file = self.folder / 'labs/.progress.tsv'

    def tearDown(self):
        os.chdir(self.here)
        shutil.rmtree(self.folder)

    def add(self, *green):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            progress_kept.add(green)
        return said.getvalue()

    def test_the_first_day_stays(self):
        self.file.write_text('1-basics/tiny\t1\t2020-02-03\n')
        self.assertEqual(self.add(('1-basics/tiny', '1'),
                                  ('1-basics/tiny', '2')), '')
        kept = progress_kept.read()
        self.assertEqual(kept['1-basics/tiny', '1'], '2020-02-03')
        self.assertRegex(kept['1-basics/tiny', '2'], r'^\d{4}-\d\d-\d\d$')

    def test_what_is_known_is_not_written_again(self):
        self.add(('1-basics/tiny', '1'))
        before = os.stat(self.file).st_ino
        self.add(('1-basics/tiny', '1'))
        self.assertEqual(os.stat(self.file).st_ino, before)

    def test_a_broken_line_is_named_and_the_file_kept(self):
        broken = b'# x\n1-basics/tiny\t1\t2020-02-03\nnonsense \xff\n'
        self.file.write_bytes(broken)
        said = self.add(('1-basics/tiny', '2'))
        self.assertIn('labs/.progress.tsv:3:', said)
        beside = self.file.with_name('.progress.tsv.kept-1')
        self.assertEqual(beside.read_bytes(), broken)
        kept = progress_kept.read()
        self.assertEqual(len(kept), 2)
        self.assertEqual(kept['1-basics/tiny', '1'], '2020-02-03')
        self.assertEqual(self.add(('1-basics/tiny', '3')), '')

    def test_an_older_form_is_read(self):
        """Without days, with more columns, with the ends of Windows."""
        self.file.write_bytes(b'\xef\xbb\xbf1-basics/tiny\t1\r\n'
                              b'1-basics/tiny\tall\t2020-02-03\tgreen\r\n'
                              b'1-basics\tcheckpoint\t\r\n')
        self.assertEqual(progress_kept.read(), {
            ('1-basics/tiny', '1'): '', ('1-basics/tiny', 'all'): '2020-02-03',
            ('1-basics', 'checkpoint'): ''})

    def test_a_lab_of_another_version_stays(self):
        self.file.write_text('1-basics/gone\t1\t2020-02-03\n')
        self.add(('1-basics/tiny', '1'))
        self.assertIn(('1-basics/gone', '1'), progress_kept.read())

    def test_what_cannot_be_written_is_said_and_no_more(self):
        self.file.mkdir()
        said = self.add(('1-basics/tiny', '1'))
        self.assertIn('labs/.progress.tsv:1:', said)
        self.assertEqual(progress_kept.read(), {})
        self.assertEqual(os.listdir('labs'), ['.progress.tsv'])

    def test_two_at_once_lose_nothing(self):
        rows = [('1-basics/tiny', str(n)) for n in range(40)]
        writers = [threading.Thread(target=progress_kept.add, args=([row],))
                   for row in rows]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        self.assertEqual(set(progress_kept.read()), set(rows))
        self.assertEqual(os.listdir('labs'), ['.progress.tsv'])


class Electives(unittest.TestCase):
    def test_they_are_those_of_the_readme(self):
        rows = (ROOT / 'README.md').read_text('utf-8')
        starred = set(re.findall(r'^\| (\w+) ★', rows, re.M))
        listed = re.search(r'^ELECTIVE := ((?:.*\\\n)*.*)',
                           (ROOT / 'tools/desk.mk').read_text(), re.M)[1]
        self.assertEqual({path.rpartition('/')[2] for path
                          in listed.replace('\\', ' ').split()}, starred)


if __name__ == '__main__':
    unittest.main()
