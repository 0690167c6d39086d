"""make fuzz, check-fuzz: a planted fault in the reader is found."""
import pathlib
import sys
import unittest

import planted

sys.path.insert(0, str(planted.ROOT / 'tools'))

import fuzz             # noqa: E402
import fuzz_keep        # noqa: E402

READER = 'solutions/3-networking/reader.c'
OFF_BY_ONE = ('length - n <= r->limit && length < cap',
              'length - n <= r->limit && length <= cap')
GROWTH = ('while (rc == 0 && buffer_size(&r->unread) < n)',
          'while (rc == 0 && buffer_size(&r->unread) < n % 300)')


class Fuzz(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        files = {name: path for name, path in planted.project().items()
                 if name.startswith(('Makefile', 'include/', 'solutions/',
                                     'tests/fuzz/', 'tools/', 'labs/'))}
        cls.tree = planted.Tree(cls, {**files, **planted.objects('asan')})

    def make(self, *words):
        return self.tree.command('make', '-s', *words)

    def test_the_corpus_finds_an_off_by_one(self):
        with self.tree.planted(READER, *OFF_BY_ONE):
            code, said = self.make('check-fuzz')
        self.assertEqual(code, 2, said)
        self.assertRegex(said, r'tests/fuzz/corpus/reader/\w+\.bin:1: a '
                               r'finding: .*To see it again: '
                               r'build/asan/fuzz/reader\.replay tests/')

    def test_the_corpus_finds_a_buffer_that_is_short(self):
        with self.tree.planted(READER, *GROWTH):
            code, said = self.make('check-fuzz')
        self.assertEqual(code, 2, said)
        self.assertIn('corpus/reader/', said)
        self.assertNotIn('corpus/response/', said)

    @unittest.skipIf(fuzz.lacks_libfuzzer(), 'no libFuzzer')
    def test_libfuzzer_finds_it_without_a_corpus(self):
        corpus = self.tree.root / 'tests/fuzz/corpus/reader'
        aside = corpus.rename(self.tree.root / 'aside')
        self.addCleanup(aside.rename, corpus)
        with self.tree.planted(READER, *OFF_BY_ONE):
            code, said = self.make('fuzz', 'FUZZ=reader', 'SECONDS=60')
        self.assertEqual(code, 2, said)
        self.assertIn('a finding: ', said)
        kept = said.split('To see it again: ')[1].split()[:2]
        self.assertTrue((self.tree.root / kept[1]).is_file(), said)

    def test_what_is_missing_is_said(self):
        code, said = self.tree.command(
            'env', 'PATH=/nowhere', sys.executable, 'tools/fuzz.py', 'run',
            '1')
        self.assertEqual(code, 1)
        self.assertIn('clang is missing', said)

    def test_a_fuzzer_is_a_file(self):
        self.tree.write('tests/fuzz/none.c', 'int nothing;\n')
        try:
            names = self.tree.command(
                sys.executable, '-c', 'import sys; sys.path.insert(0, '
                '"tools"); import fuzz; print(fuzz.names())')[1]
        finally:
            (self.tree.root / 'tests/fuzz/none.c').unlink()
        self.assertIn('none', names)


class Words(unittest.TestCase):
    def test_one_sentence_of_all_that_is_said(self):
        said = '=\nfinding: read: 3, not 4\n==1== ERROR: libFuzzer: deadly'
        self.assertEqual(fuzz.what(said), 'finding: read: 3, not 4')
        said = 'x\nSUMMARY: AddressSanitizer: heap-buffer-overflow a.c:3'
        self.assertIn('heap-buffer-overflow', fuzz.what(said))
        said = '==9== ERROR: libFuzzer: timeout after 84 seconds\nSUMMARY: x'
        self.assertIn('timeout', fuzz.what(said))


class Keep(unittest.TestCase):
    def test_the_best_are_kept_and_no_more(self):
        a, b, c, d = (('COV', 1), ('COV', 2), ('FT', 1), ('FT', 2))
        inputs = [(b'long one', {a, b}), (b'short', {a, b}), (b'x', {c}),
                  (b'y', {a, c, d}), (b'nothing', set())]
        self.assertEqual(fuzz_keep.choose(inputs), [b'short', b'y'])

    def test_the_control_file_of_a_merge_is_understood(self):
        file = pathlib.Path(self.id() + '.control')
        file.write_text('2\n0\na\nb\nSTARTED 0 3\nFT 0 5 6\nCOV 0 1\n'
                        'STARTED 1 4\nFT 1 7\nCOV 1\n', 'ascii')
        self.addCleanup(file.unlink)
        self.assertEqual(fuzz_keep.reached(file), [
            ('a', {('FT', 5), ('FT', 6), ('COV', 1)}), ('b', {('FT', 7)})])


if __name__ == '__main__':
    unittest.main()
