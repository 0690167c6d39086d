"""Players in the book: what the filter makes of one, and each complaint."""
import unittest

from small_book import EN, ZH, Book, make

BLOCK = '''
::: {.player recording="count" #alpha-player title="What `put` does"}
:::
'''
FOLDER = 'chapters/1-basics/recordings/count'
SVG = '<svg viewBox="0 0 9 9"><title>{0}</title><desc>{0}</desc></svg>\n'


class Player(Book):
    def setUp(self):
        super().setUp()
        for name, text in (('.tsv', '#: program x\n0.0\t`${a}\\n\n'),
                           ('.en.svg', SVG.format('one')),
                           ('.zh.svg', SVG.format('yi'))):
            path = self.place / (FOLDER + name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, 'utf-8')
        for name in EN, ZH:
            self.add(name, BLOCK)

    def add(self, name, block):
        with open(self.place / name, 'a', encoding='utf-8') as file:
            file.write(block)

    def draft(self, edition):
        status, said = make(self.place, 'draft', SECTION='1-basics/alpha')
        self.assertEqual(status, 0, said)
        return (self.place / 'build/draft' / edition
                / '1-basics/alpha.html').read_text('utf-8')

    def test_a_player_has_a_recording_its_timeline_and_scripts_once(self):
        for name in EN, ZH:
            self.add(name, BLOCK.replace('#alpha-player', '#alpha-again'))
        page = self.draft('en')
        self.assertEqual(page.count('data-recording="1-basics/count"'), 2)
        self.assertEqual(page.count('src="../../player.js"'), 1)
        self.assertIn('src="../../players/1-basics/count.js"', page)
        self.assertIn('<title>one</title>', page)
        self.assertIn('What <code>put</code> does', page)

    def test_side_by_side_there_is_one_player_and_two_timelines(self):
        page = self.draft('zh-en')
        self.assertEqual(page.count('data-recording='), 1)
        self.assertIn('<title>one</title>', page)
        self.assertIn('<title>yi</title>', page)

    def test_a_recording_becomes_a_script_as_it_is(self):
        self.draft('en')
        script = (self.place / 'build/draft/players/1-basics/count.js')
        self.assertIn('["1-basics/count"] = `\n0.0\t\\`\\${a}\\\\n\n`;',
                      script.read_text('utf-8'))

    def test_without_a_recording_a_reader_opens_one(self):
        for name in EN, ZH:
            self.add(name, '\n::: {.player #alpha-own}\n:::\n')
        page = self.draft('en')
        self.assertIn('<div class="player" id="alpha-own"><div class="place">\n'
                      '<p>', page)

    def complains(self, old, new, *said):
        self.change(EN, old, new)
        self.says('draft', f'{EN}:', *said, SECTION='1-basics/alpha')

    def test_no_recording_of_that_name(self):
        self.complains('recording="count"', 'recording="cuont"',
                       'error: there is no chapters/1-basics/recordings/'
                       'cuont.tsv', 'make transcripts')

    def test_no_timeline(self):
        (self.place / (FOLDER + '.en.svg')).unlink()
        self.says('draft', f'there is no {FOLDER}.en.svg',
                  SECTION='1-basics/alpha')

    def test_a_name_that_is_a_path(self):
        self.complains('recording="count"', 'recording="../count"',
                       'the recording "../count" is not a name')

    def test_no_id(self):
        self.complains(' #alpha-player', '', 'this player has no id')

    def test_no_title(self):
        self.complains(' title="What `put` does"', '',
                       'a player has a title and nothing else')

    def test_text_inside(self):
        self.complains('put` does"}\n', 'put` does"}\nText.\n',
                       'a player has a title and nothing else')

    def test_only_one_language_has_it(self):
        self.change(ZH, BLOCK, '')
        status, said = make(self.place, 'pairs', SECTION='1-basics/alpha')
        self.assertNotEqual(status, 0)
        self.assertIn('player', said)


if __name__ == '__main__':
    unittest.main()
