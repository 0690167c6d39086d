"""The book: what learners get wrong is made from the heads of the wrong
answers, and what is missing stops with file and line."""
import shutil
import unittest

from small_book import ROOT, Book, make
from test_book_entries import put

PAGE = 'chapters/classroom/misconceptions'
WRONG = 'tests/1-basics/wrong/gamma/'
REFERENCE = '''int gamma_put(int n)
{
	/* lab: step 2
	 * en: Put it.
	 * zh: 放进去。
	 */
	return n;
	/* lab: end */
}
'''
PATCH = '''fails: %s
en: You may have written *out too early, %s.
zh: 也许你把 *out 写早了，%s。

--- a/solutions/1-basics/gamma.c
+++ b/solutions/1-basics/gamma.c
@@ -7,1 +7,1 @@
-	return n;
+	return 0;
'''


def complete(place):
    toc = (place / 'chapters/toc.txt').read_text(encoding='utf-8')
    put(place, 'chapters/toc.txt',
        toc + 'classroom | Classroom | 课堂\n  gamma\n  misconceptions\n')
    for language in ('en', 'zh'):
        put(place, f'{PAGE}.{language}.md', '# M {#misconceptions}\n\n'
            '::: {.misconceptions lab="1-basics/gamma"}\n:::\n')
        put(place, f'chapters/classroom/gamma.{language}.md',
            '# G {#gamma}\n\n## S {#gamma-step-2}\n')
    put(place, 'solutions/1-basics/gamma.c', REFERENCE)
    put(place, WRONG + 'early.patch',
        PATCH % ('a_common_one, a_rare_one, a, b, c', 'early', '早'))
    put(place, WRONG + 'late.patch', PATCH % ('a_common_one', 'late', '晚'))
    for name in ('wrongs.py', 'steps.py', 'source.py', 'outline.py',
                 'holes.py', 'columns.py', 'say.py'):
        shutil.copy(ROOT / 'tools' / name, place / 'tools')


class Misconceptions(Book):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        complete(cls.good)
        for target in ('book', 'pairs'):
            status, said = make(cls.good, target)
            if status != 0:
                raise AssertionError(said)

    def test_each_with_its_step_and_the_tests_that_show_it(self):
        for edition, fold, text in (
                ('en', 'What goes wrong: 2', '*out</code> too early, late.'),
                ('zh', '2 种错法', '*out</code> 写早了，晚。')):
            page = self.page(f'{edition}/classroom/misconceptions.html')
            self.assertIn(fold, page)
            self.assertIn(text, page)
            self.assertIn('href="gamma.html#gamma-step-2"', page)
        both = self.page('zh-en/classroom/misconceptions.html')
        self.assertEqual(both.count('id="misconceptions-gamma-2"'), 1)

    def test_the_most_telling_tests_come_first(self):
        page = self.page('en/classroom/misconceptions.html')
        early = page.split('too early, early')[1].split('</li>')[0]
        self.assertIn('a_rare_one', early)
        self.assertNotIn('a_common_one', early)
        self.assertIn('and 2 more', early)

    def test_a_new_wrong_answer_is_on_the_page(self):
        put(self.place, WRONG + 'never.patch', PATCH % ('d', 'never', '没写'))
        self.assertEqual(make(self.place, 'book')[0], 0)
        self.assertIn('too early, never', self.page(
            'en/classroom/misconceptions.html'))

    def test_a_wrong_answer_without_its_sentence(self):
        self.change(WRONG + 'late.patch', 'zh: 也许你把 *out 写早了，晚。\n',
                    '')
        self.says('book', f'{WRONG}late.patch:1: error: it says nothing to '
                  'the learner in zh')

    def test_a_lab_that_is_not_there(self):
        self.change(PAGE + '.en.md', '1-basics/gamma', 'gamma')
        self.says('book', f'{PAGE}.en.md:3: error: no wrong answers are '
                  'known for lab="gamma"')

    def test_one_language_that_changed_alone(self):
        self.change(WRONG + 'late.patch', 'too early, late', 'too soon, late')
        self.says('pairs', f'{WRONG}late.patch:3: error: the text under '
                  '{#misconceptions-gamma-late} is as before',
                  'make pairs CONFIRM=classroom/misconceptions#'
                  'misconceptions-gamma-late')


if __name__ == '__main__':
    unittest.main()
