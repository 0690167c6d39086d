"""The shapes of an SVG timeline; their classes are those of the book's figures.
"""
import html

BAR = 22                                # as high is a state
SHAPES = {'running': 'box accent', 'ready': 'line quiet', 'select': 'box'}
DOTTED = ' stroke-dasharray="3 3"'      # ready: also without any colour


def escape(text):
    return html.escape(str(text), quote=False)


class Canvas:
    def __init__(self):
        self.out = []

    def text(self, x, y, words, names='small'):
        self.out.append(f'<text class="label {names}" x="{x:g}" y="{y:g}">'
                        f'{escape(words)}</text>')

    def line(self, x, y, x2, y2, names):
        self.out.append(f'<path class="line {names}" '
                        f'd="M{x:g} {y:g} L{x2:g} {y2:g}"/>')

    def shape(self, state, x, y, x2, high=BAR):
        if state == 'waiting':
            self.line(x, y, x2, y, 'dashed')
            return
        self.out.append(
            f'<rect class="{SHAPES[state]}" x="{x:g}" y="{y - high / 2:g}" '
            f'width="{x2 - x:g}" height="{high}" rx="3"'
            f'{DOTTED if state == "ready" else ""}/>')
