"""A recording as an SVG timeline: a lane for the loop, one for each coroutine.

A run that is wider than a page is drawn in bands, one below the other; each
begins with a turn. The classes are those of the book's figures
(book/README.md). Beside the book the picture has its own style,
tools/trace/picture.css.
"""
import functools
import pathlib

from axis import MONO, wide
from band import SHOWN, TOP, Band
from canvas import Canvas, escape
from say import say

LEFT, EDGE = 14, 48
BOOK, ALONE = 640, 960  # the widths of a figure, and of a picture of its own
MANY = 60               # bands that one picture shows
STYLE = pathlib.Path(__file__).parent / 'trace/picture.css'
LEGEND = {'running': 'lanes.legend_running', 'ready': 'lanes.legend_ready',
          'waiting': 'lanes.legend_waiting', 'select': 'lanes.legend_select'}


class Picture(Canvas):
    def __init__(self, lanes, name, wanted=lambda turn: True, width=ALONE):
        super().__init__()
        self.lanes, self.name, self.width = lanes, name, width
        self.spans = sorted(lanes.spans, key=lambda span: span.first)
        self.left = LEFT + 12 + max([wide(say('lanes.loop'), 8), *(
            wide(name, MONO) for _, name in lanes.lanes())])
        self.left_out = 0
        self.bands = [band for band in (
            Band(self, first, last) for first, last in self.cut(wanted))
            if band.spans]

    def turns(self, wanted):
        """[(first event, event behind the last)] of the chosen turns."""
        begun, turns = None, []
        for place, event in enumerate(self.lanes.events):
            if begun is None or event.turn != self.lanes.events[begun].turn:
                if begun is not None:
                    turns.append((begun, place))
                begun = place
        if begun is not None:
            turns.append((begun, len(self.lanes.events) - 1))
        return [(first, last) for first, last in turns
                if wanted(self.lanes.events[first].turn)]

    def cut(self, wanted):
        """Neighbouring turns together, as many as fit side by side."""
        bands, turns = [], self.turns(wanted)
        for done, (first, last) in enumerate(turns):
            if bands and bands[-1][1] == first and Band(
                    self, bands[-1][0], last).axis.right + EDGE <= self.width:
                bands[-1] = bands[-1][0], last
            elif len(bands) < MANY:
                bands.append((first, last))
            else:
                self.left_out = len(turns) - done
                break
        return bands

    def put_legend(self, y):
        x = LEFT
        for state, key in LEGEND.items():
            self.shape(state, x, y, x + 26, 14)
            words = say(key)
            self.text(x + 33, y + 4.5, words, 'small left')
            x += 33 + wide(words) + 18
        if self.left_out:
            self.text(LEFT, y + 28, say('lanes.more', n=self.left_out),
                      'small left quiet')

    def description(self):
        """The picture in words: each lane, one state after the other."""
        lines = [say('lanes.about')]
        shown = {span for band in self.bands for span in band.whole}
        for lane, name in self.lanes.lanes():
            words = [say(SHOWN[span.state, bool(span.text)], what=span.text)
                     for span in self.spans
                     if span.lane == lane and span in shown]
            if words:
                lines.append(say(
                    'lanes.lane', name=name or say('lanes.loop'),
                    words=functools.reduce(lambda one, two: say(
                        'lanes.then', one=one, two=two), words)))
        return '\n'.join(lines)

    def svg(self, style=True):
        self.out, y = [], 0
        for band in self.bands:
            self.out += [f'<g transform="translate(0 {y:g})">', *band.draw(),
                         '</g>']
            y += band.height
        self.put_legend(y + TOP + 8)
        width = max([self.width, *(band.axis.right + EDGE
                                   for band in self.bands)])
        height = y + TOP + (52 if self.left_out else 28)
        return '\n'.join([
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 '
            f'{width:g} {height:g}" role="img">',
            f'<title>{escape(say("lanes.title", name=self.name))}</title>',
            f'<desc>{escape(self.description())}</desc>',
            *([f'<style>\n{STYLE.read_text("utf-8")}</style>'] if style
              else []), *self.out, '</svg>', ''])
