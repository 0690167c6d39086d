"""What a whole book must hold: its sections, as chapters/toc.txt has them."""
import pathlib
import re

NAME = 'from-select-to-gather'
LANGUAGES = ('zh', 'en')
TAGS = {'zh': 'zh-Hans', 'en': 'en'}


def sections(root=pathlib.Path('.')):
    """[(chapter, section)] in the order of the book; section '' for itself."""
    found, chapter = [], ''
    for line in (root / 'chapters/toc.txt').read_text('utf-8').splitlines():
        if not line.strip() or line.startswith('#'):
            continue
        if line[0] != ' ':
            chapter = line.split()[0]
            found.append((chapter, ''))
        else:
            found.append((chapter, line.split()[0]))
    return found


def heading(chapter, section, language, root=pathlib.Path('.')):
    """The title as text, without its number and mark-up."""
    if not section:
        for line in (root / 'chapters/toc.txt').read_text(
                'utf-8').splitlines():
            parts = [part.strip() for part in line.split('|')]
            if parts[0] == chapter:
                return parts[1 if language == 'en' else 2]
    path = root / 'chapters' / chapter / f'{section}.{language}.md'
    for line in path.read_text('utf-8').splitlines():
        found = re.match(r'# (.*?)\s*\{#[\w-]+\}\s*$', line)
        if found:
            return re.sub(r'[`*]', '', found[1])
    return ''


def titles(language, root=pathlib.Path('.')):
    return [heading(chapter, section, language, root)
            for chapter, section in sections(root)]


def bare(text):
    """Letters only: a title is compared whatever quotes and spaces it got."""
    return re.sub(r'[\W_]', '', text)


def follow(wanted, found):
    """The first wanted title that does not come in its turn; or None."""
    rest = iter([bare(text) for text in found])
    for text in wanted:
        if not any(other.endswith(bare(text)) for other in rest):
            return text
    return None
