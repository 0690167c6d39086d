"""The gate that loses no sentence of the tutorial, and sees one lost."""
import unittest

import planted

SENTENCES = 'sentence\tpart\tbegins with\tsays\n' \
    '1\t0x01\tone\tthe first\n2\t0x01\ttwo\tthe second\n'
MAP = 'sentence\tsection\n1\ta/x#x-idea\n2\ta/x#x\n2\ta/x#x-box\n'
TEXT = '# X {#x}\n## Idea {#x-idea}\n::: {.note #x-box}\nSo.\n:::\n'


class Tutorial(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = planted.Tree(cls, {
            'docs/tutorial.tsv': SENTENCES, 'docs/tutorial-map.tsv': MAP,
            'chapters/a/x.en.md': TEXT, 'chapters/a/x.zh.md': TEXT})

    def gate(self):
        return self.tree.gate('check_tutorial.py')

    def stops(self, path, old, new, where):
        with self.tree.planted(path, old, new):
            code, said = self.gate()
        self.assertEqual(code, 1, said)
        self.assertRegex(said, f'(?m)^{where}: ')

    def test_all_is_taken_up(self):
        self.assertEqual(self.gate(), (0, '5 passed, 0 failed, 0 skipped\n'))

    def test_a_sentence_without_a_section_stops(self):
        self.stops('docs/tutorial-map.tsv', '1\ta/x#x-idea\n', '',
                   'docs/tutorial.tsv:2')

    def test_a_section_that_is_gone_stops_in_either_language(self):
        for language in 'en', 'zh':
            self.stops(f'chapters/a/x.{language}.md', '{#x-idea}', '{#x-id}',
                       'docs/tutorial-map.tsv:2')
            self.stops(f'chapters/a/x.{language}.md', '#x-box', '',
                       'docs/tutorial-map.tsv:4')
        self.stops('docs/tutorial-map.tsv', 'a/x#x\n', 'a/y#x\n',
                   'docs/tutorial-map.tsv:3')
        self.stops('docs/tutorial-map.tsv', 'a/x#x\n', 'a/x\n',
                   'docs/tutorial-map.tsv:3')

    def test_a_sentence_that_is_gone_stops(self):
        self.stops('docs/tutorial.tsv', '2\t0x01\ttwo\tthe second\n', '',
                   'docs/tutorial-map.tsv:3')
        self.stops('docs/tutorial.tsv', '1\t0x01\tone\tthe first\n', '',
                   'docs/tutorial.tsv:2')


if __name__ == '__main__':
    unittest.main()
