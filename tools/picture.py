"""A recording as an SVG timeline: a lane for the loop, one for each coroutine.

The classes are those of the book's figures (book/README.md). Beside the book
the picture has its own style, tools/trace/picture.css.
"""
import functools
import pathlib

from axis import Axis, seconds, wide
from canvas import Canvas, escape
from say import say

LEFT, TOP, LANE, EDGE = 14, 14, 40, 48
WIDTH = 640             # at least: that of a column of the book
MANY = 500              # changes of state that one picture shows
STYLE = pathlib.Path(__file__).parent / 'trace/picture.css'
RUNS = 'lanes.runs_it'   # the loop, a callback
STATE = {'running': 'lanes.running', 'ready': 'lanes.ready',
         'waiting': 'lanes.waiting', 'select': 'lanes.select'}
SHORT = {'running': 'lanes.short_running', 'ready': 'lanes.short_ready'}
LEGEND = {'running': 'lanes.legend_running', 'ready': 'lanes.legend_ready',
          'waiting': 'lanes.legend_waiting', 'select': 'lanes.legend_select'}


def named(span):
    """The key of the words for its state."""
    return RUNS if span.state == 'running' and span.text \
        else STATE[span.state]


class Picture(Canvas):
    def __init__(self, lanes, name, wanted=lambda turn: True):
        super().__init__()
        self.lanes, self.name = lanes, name
        chosen = sorted((span for span in lanes.spans if wanted(
            lanes.events[span.first].turn)), key=lambda span: span.first)
        self.spans, self.left_out = chosen[:MANY], len(chosen) - MANY
        used = {span.lane for span in self.spans}
        self.rows = [(lane, text or say('lanes.loop')) for lane, text
                     in lanes.lanes() if lane in used]
        self.turns = self.begun()
        left = LEFT + 16 + max([wide(text) for _, text in self.rows] + [0])
        self.axis = Axis(lanes, {moment for span in self.spans
                                 for moment in (span.first, span.last)}
                         | set(self.turns.values()), left)
        self.axis.stretch(WIDTH - EDGE)
        self.width = max(WIDTH, self.axis.right + EDGE)
        self.bottom = TOP + LANE * len(self.rows)

    def begun(self):
        """{turn: its first event} of those that are shown."""
        turns = {}
        if self.spans:
            end = max(span.last for span in self.spans)
            for place in range(self.spans[0].first, end + 1):
                turn = self.lanes.events[place].turn
                if turn:
                    turns.setdefault(turn, place)
        return turns

    # ---- the parts ----

    def put_axis(self):
        y, free, last = self.bottom + 6, -1, None
        self.line(self.axis.left, y, self.axis.right, y, 'quiet')
        for turn, moment in self.turns.items():
            x = self.axis.at[moment]
            self.line(x, TOP - 6, x, y + 5, 'quiet dashed')
            words, time = say('lanes.turn', turn=turn), seconds(
                self.lanes.seconds(moment))
            if x >= free:
                self.text(x + 2, y + 18, words, 'small left quiet')
                if time != last:
                    self.text(x + 2, y + 34, time, 'small left quiet')
                free, last = x + max(wide(words), wide(time)) + 10, time

    def put_span(self, span, y):
        x, right = self.axis.at[span.first], self.axis.at[span.last]
        self.out.append(f'<g><title>{escape(self.told(span))}</title>')
        self.shape(span.state, x, y, right)
        words = next((words for words in self.words(span)
                      if wide(words) + 6 <= right - x), '')
        if words:
            self.text((x + right) / 2, y + 4.5, words, 'small over' if
                      span.state in ('waiting', 'ready') else 'small')
        self.out.append('</g>')

    def put_legend(self):
        x, y = LEFT, self.bottom + 62
        for state, key in LEGEND.items():
            self.shape(state, x, y, x + 26, 14)
            words = say(key)
            self.text(x + 33, y + 4.5, words, 'small left')
            x += 33 + wide(words) + 18
        if self.left_out > 0:
            self.text(LEFT, y + 28, say('lanes.more', n=self.left_out),
                      'small left quiet')

    # ---- words ----

    def words(self, span):
        """What stands in the picture, as much as there is room for."""
        if span.state == 'select':
            return ['select']
        if span.text:
            return [span.text, span.text.partition(' ')[0]]
        return [say(SHORT[span.state])]

    def told(self, span):
        """The whole of it, for whoever points at it."""
        key = 'lanes.waits_in' if span.within else named(span)
        words = say(key, what=span.text, where=span.within)
        return say('lanes.span', words=words,
                   name=self.lanes.names.stacks.get(span.lane,
                                                    say('lanes.loop')),
                   start=seconds(self.lanes.seconds(span.first)),
                   end=seconds(self.lanes.seconds(span.last)))

    def description(self):
        """The picture in words: each lane, one state after the other."""
        lines = [say('lanes.about')]
        for lane, name in self.rows:
            words = [say(named(span), what=span.text)
                     for span in self.spans if span.lane == lane]
            lines.append(say('lanes.lane', name=name, words=functools.reduce(
                lambda one, two: say('lanes.then', one=one, two=two), words)))
        return '\n'.join(lines)

    def svg(self, style=True):
        self.out = []
        self.put_axis()
        for row, (lane, name) in enumerate(self.rows):
            y = TOP + LANE * row + LANE / 2
            self.text(LEFT, y + 4.5, name, 'left mono' if lane else 'left')
            for span in self.spans:
                if span.lane == lane:
                    self.put_span(span, y)
        self.put_legend()
        height = self.bottom + (104 if self.left_out > 0 else 80)
        return '\n'.join([
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 '
            f'{self.width:g} {height:g}" role="img">',
            f'<title>{escape(say("lanes.title", name=self.name))}</title>',
            f'<desc>{escape(self.description())}</desc>',
            *([f'<style>\n{STYLE.read_text("utf-8")}</style>'] if style
              else []), *self.out, '</svg>', ''])
