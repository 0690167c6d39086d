"""The book: console blocks are what commands print."""
import shutil
import unittest

from small_book import Book


class Transcripts(Book):
    COUNT = 'chapters/1-basics/console/count.txt'

    def test_a_program_that_prints_something_else(self):
        self.change('labs/1-basics/programs/old.c', 'sleep(1);\n',
                    'sleep(1);\n\n')
        self.says('book', f'{self.COUNT}:2: error: "wc -l '
                  'labs/1-basics/programs/old.c" prints something else now',
                  'expected: 16 labs', 'got:      17 labs',
                  'run make transcripts to accept')
        self.passes('transcripts')
        self.passes('book')
        self.assertIn('17 labs', self.page('zh/1-basics/alpha.html'))

    def transcript(self, text):
        (self.place / self.COUNT).write_text(text)

    def test_status_and_timeout(self):
        self.transcript('$ exit 3\n')
        self.says('book', 'ended with status 3, not 0')
        self.transcript('$ exit 3\n#: status 3\n')
        self.passes('book')
        self.transcript('$ sleep 30\n#: timeout 0.2\n')
        self.says('book', 'did not end within 0.2 s')

    def test_directives(self):
        self.transcript('$ clock\n#: run echo took 1.0372 s\n#: round 1\n'
                        'took 1.0 s\n$ seq 5\n#: head 2\n1\n2\n…\n'
                        '$ anything\n#: needs no-such-tool\nas it was\n')
        self.passes('book')
        self.transcript('$ x\n#: wait 3\n')
        self.says('book', f'{self.COUNT}:2: error: "#: wait 3" is not '
                  'understood here')

    def test_a_busy_machine_is_no_other_output(self):
        self.transcript('$ clock\n#: run echo took 2.04 s\n#: round 1\n'
                        'took 1.0 s\n')
        self.assertIn('note: "echo took 2.04 s"', self.passes('book'))
        self.change(self.COUNT, 'took 1.0 s', 'took 3.0 s')
        self.says('book', 'prints something else now', 'got:      took 2.0')
        self.change(self.COUNT, 'took 3.0 s', 'lost 1.0 s')
        self.says('book', 'prints something else now')

    def test_numbers_of_threads_and_ports(self):
        self.transcript('$ threads\n#: run echo "(7f00000001) (7f00000002) '
                        '(7f00000001) 127.0.0.1:$$"\n#: alike\n'
                        '(7f51c0de00) (7f51c0dead) (7f51c0de00) 127.0.0.1:1\n')
        self.passes('book')
        self.passes('transcripts')
        self.assertIn('51c0dead', (self.place / self.COUNT).read_text())
        self.change(self.COUNT, '(7f51c0de00) 127', '(7f51c0dead) 127')
        self.says('book', 'prints something else now')

    def times(self):
        return len((self.place / 'ran').read_text())

    def test_what_was_proved_is_not_run_again(self):
        self.transcript('$ x\n#: run printf 1 >>ran; echo x\nx\n')
        for target in 'book', 'book', 'check-book':
            self.passes(target)
            self.assertEqual(self.times(), 1, target)
        shutil.rmtree(self.place / 'build')
        self.passes('book')
        self.assertEqual(self.times(), 1)
        self.change('labs/1-basics/programs/old.c', 'sleep(1);\n',
                    'sleep(2);\n')
        self.passes('book')     # it names another program
        self.assertEqual(self.times(), 1)
        (self.place / 'include').mkdir(exist_ok=True)
        (self.place / 'include/new.h').write_text('')
        self.passes('book')
        self.assertEqual(self.times(), 2)

    def test_a_block_that_names_a_changed_program_is_run_again(self):
        self.transcript('$ wc old\n#: run printf 1 >>ran; echo x\nx\n')
        self.passes('book')
        self.change('labs/1-basics/programs/old.c', 'sleep(1);\n',
                    'sleep(2);\n')
        self.passes('book')
        self.assertEqual(self.times(), 2)

    def test_what_a_tool_of_the_system_says_is_no_promise(self):
        self.transcript('$ echo new\n#: needs sh\nold\n')
        self.passes('book')
        self.says('check-book', f'{self.COUNT}:3: error: "echo new" prints '
                  'something else now', 'expected: old', 'got:      new')


if __name__ == '__main__':
    unittest.main()
