"""make quiz: what a platform reads is what the book says."""
import csv
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPORT = ROOT / 'classroom' / 'quiz' / 'export.py'
MARKS = {'\\' + mark: mark for mark in '\\~=#{}:'} | {'\\n': '\n'}

TOC = '''# comment
1-basics | Basics | 基础
  alpha 1
  beta
'''
SECTION = {'en': '''# Alpha {#alpha}

::: {.question #alpha-q-one}
Which of
these is in [](#beta-two)?

``` {.c .sketch}
if (a == 1) {
	b = '\\n';
}
```

- [ ] Not `this`{.free} one: {no}
  at all.

  Because #1 = ~2, see [the other](#beta).

  And again.
- [x] This: yes

  So it is.
:::
''', 'zh': '''# 甲 {#alpha}

::: {.question #alpha-q-one}
[](#beta-two) 里，
是哪一个？

``` {.c .sketch}
if (a == 1) {
	b = '\\n';
}
```

- [ ] 不是这个

  因为。
- [x] 是这个

  对。
:::
'''}
OTHER = '''# Beta {#beta}

## Two things {#beta-two}

::: {.question #beta-q-free}
Why?

:::: answer
Because
so.
::::
:::
'''
BANK = '''# Bank {#quiz-1}

## alpha {#quiz-1-alpha}

::: {.question #quiz-1-alpha-more}
More?

- [x] Yes

  Y.
- [ ] No

  N.
:::
'''


def read(path):
    """A GIFT file as Moodle reads it: {name: (category, text, answers)}."""
    found, category = {}, None
    for block in path.read_text(encoding='utf-8').split('\n\n'):
        rows = [row for row in block.strip().split('\n')
                if not row.startswith('//')]
        if rows[0].startswith('$CATEGORY: '):
            category = rows[0][11:]
            continue
        text = re.sub(r'\\[\\~=#{}:n]', lambda mark: chr(0xe000 + list(
            MARKS).index(mark[0])), '\n'.join(rows))
        name, form, asked, inside = re.fullmatch(
            r'::(.*?)::(\[markdown\])(.*?)\{(.*)\}', text, re.S).groups()
        general = inside.partition('####')[2]
        answers = re.findall(r'([=~])([^=~#]*)#([^=~#]*)\n', inside)
        found[name] = category, back(asked), [
            (mark == '=', back(one), back(why))
            for mark, one, why in answers], back(general)
    return found


def back(text):
    for number, mark in enumerate(MARKS):
        text = text.replace(chr(0xe000 + number), MARKS[mark])
    return text


def export(place, out):
    done = subprocess.run(
        [sys.executable, '-B', EXPORT, out], cwd=place, text=True,
        encoding='utf-8', stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=os.environ | {'PYTHONIOENCODING': 'utf-8'})
    return done.returncode, done.stdout


class Small(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.place = pathlib.Path(self.home.name)
        for name in ('book', 'classroom'):
            (self.place / name).symlink_to(ROOT / name)
        self.put('toc.txt', TOC)
        for language in ('en', 'zh'):
            self.put(f'1-basics/alpha.{language}.md', SECTION[language])
            self.put(f'1-basics/beta.{language}.md', OTHER)
            self.put(f'classroom/quiz-1.{language}.md', BANK)

    def put(self, name, text):
        path = self.place / 'chapters' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')

    def made(self, language='en'):
        status, said = export(self.place, 'out')
        self.assertEqual(status, 0, said)
        return read(self.place / f'out/quiz.{language}.gift')

    def says(self, *expected):
        status, said = export(self.place, 'out')
        self.assertEqual(status, 1, said)
        self.assertFalse((self.place / 'out').exists())
        for text in expected:
            self.assertIn(text, said)

    def test_marks_code_and_links_come_through(self):
        category, asked, answers, _ = self.made()['alpha-q-one']
        self.assertEqual(category,
                         'From select to gather/In the book/1 Basics/alpha')
        self.assertEqual(asked, 'Which of these is in "Two things"?\n\n'
                         "    if (a == 1) {\n    \tb = '\\n';\n    }")
        self.assertEqual(answers, [
            (False, 'Not `this` one: {no} at all.',
             'Because #1 = ~2, see the other.\n\nAnd again.'),
            (True, 'This: yes', 'So it is.')])

    def test_chinese_lines_are_joined_without_a_gap(self):
        self.assertTrue(self.made('zh')['alpha-q-one'][1].startswith(
            '“Two things” 里，是哪一个？'))

    def test_a_question_without_choices_keeps_its_answer(self):
        self.assertEqual(self.made()['beta-q-free'][2:], ([], 'Because so.'))

    def test_the_bank_is_marked_and_sorted_by_lab(self):
        self.assertEqual(self.made()['quiz-1-alpha-more'][0],
                         'From select to gather/Bank/1 Basics/alpha')
        text = (self.place / 'out/quiz.en.gift').read_text(encoding='utf-8')
        self.assertIn('[id:quiz-1-alpha-more] [tag:bank]', text)
        self.assertIn('[id:alpha-q-one] [tag:book]', text)

    def test_the_table_has_the_same(self):
        self.made()
        with open(self.place / 'out/quiz.en.csv', encoding='utf-8-sig',
                  newline='') as file:
            rows = {row['id']: row for row in csv.DictReader(file)}
        self.assertEqual(rows['alpha-q-one']['right'], 'b')
        self.assertEqual(rows['alpha-q-one']['why b'], 'So it is.')
        self.assertEqual(rows['beta-q-free']['answer'], 'Because so.')
        self.assertEqual(rows['quiz-1-alpha-more']['where'], 'bank')

    def test_what_no_platform_could_use_stops(self):
        for old, new, expected in (
                ('- [x]', '- [ ]', '0 choices are marked right'),
                ('- [ ] No', '- [x] No', '2 choices are marked right'),
                ('  N.\n', '', '"No" is not explained'),
                ('  N.\n:::\n', '  N.\n', 'quiz-1-alpha-more does not end')):
            self.put('classroom/quiz-1.en.md', BANK.replace(old, new, 1))
            self.says('chapters/classroom/quiz-1.en.md:5: error: ', expected)

    def test_a_question_that_one_language_lacks_stops(self):
        self.put('classroom/quiz-1.zh.md', BANK.replace('-more', '-less'))
        self.says('quiz-1.en.md:5: error: quiz-1-alpha-more is not the same '
                  'question in zh')


class TheBook(unittest.TestCase):
    def test_three_questions_more_for_each_lab_with_their_reasons(self):
        labs = re.findall(r'^LABS \+= [\w-]+/(\w+)',
                          (ROOT / 'Makefile').read_text(encoding='utf-8'),
                          re.M)
        with tempfile.TemporaryDirectory() as out:
            status, said = export(ROOT, out)
            self.assertEqual(status, 0, said)
            for language, shelf in (('en', '/Bank/'), ('zh', '/题库/')):
                found = read(pathlib.Path(out) / f'quiz.{language}.gift')
                self.assertEqual(len(said.splitlines()), 4)
                for lab in labs:
                    here = [each for each in found.values()
                            if each[0].endswith('/' + lab)]
                    bank = [each for each in here if shelf in each[0]]
                    self.assertGreaterEqual(len(bank), 3, lab)
                    self.assertGreater(len(here), len(bank), lab)
                    for _, asked, answers, _ in bank:
                        self.assertGreaterEqual(len(answers), 3, asked)
                        self.assertEqual(
                            [one[0] for one in answers].count(True), 1)
                        self.assertTrue(all(one[2] for one in answers))


if __name__ == '__main__':
    unittest.main()
