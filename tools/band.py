"""A part of a timeline: some turns that stand side by side."""
from axis import Axis, seconds, wide
from canvas import BAR, Canvas, escape
from say import say

TOP, LANE, LEFT = 14, 38, 14
# The key of the words for a state, with a text (what for) or without.
SHOWN = {('running', False): 'lanes.running', ('running', True):
         'lanes.runs_it', ('ready', False): 'lanes.ready',
         ('waiting', True): 'lanes.waiting', ('select', True): 'lanes.select'}
SHORT = {'running': 'lanes.short_running', 'ready': 'lanes.short_ready'}


class Band(Canvas):
    """The events from `first` to `last` of a recording."""

    def __init__(self, picture, first, last):
        super().__init__()
        self.lanes = picture.lanes
        self.whole = [span for span in picture.spans
                      if span.first < last and span.last > first]
        self.spans = [span._replace(first=max(first, span.first),
                                    last=min(last, span.last))
                      for span in self.whole]
        used = {span.lane for span in self.spans}
        self.rows = [(lane, text or say('lanes.loop')) for lane, text
                     in self.lanes.lanes() if lane in used]
        self.turns = self.begun(first, last)
        self.axis = Axis(self.lanes, {
            moment for span in self.spans for moment in (span.first, span.last)
        } | set(self.turns.values()), picture.left)
        self.bottom = TOP + LANE * len(self.rows)
        self.height = self.bottom + 54

    def begun(self, first, last):
        """{turn: its first event}."""
        turns = {}
        for place in range(first, last):
            turn = self.lanes.events[place].turn
            if turn:
                turns.setdefault(turn, place)
        return turns

    def draw(self):
        self.out = []
        self.put_axis()
        for row, (lane, name) in enumerate(self.rows):
            y = TOP + LANE * row + LANE / 2
            self.text(LEFT, y + 4.5, name, 'left mono' if lane else 'left')
            for span, whole in zip(self.spans, self.whole):
                if span.lane == lane:
                    self.put_span(span, whole, y)
        return self.out

    def put_axis(self):
        y, free, before = self.bottom + 4, -1, None
        self.line(self.axis.left, y, self.axis.right, y, 'quiet')
        for turn, moment in self.turns.items():
            x = self.axis.at[moment]
            self.line(x, TOP - 6, x, y + 5, 'quiet dashed')
            words, time = say('lanes.turn', turn=turn), seconds(
                self.lanes.seconds(moment))
            if x >= free:
                self.text(x + 2, y + 18, words, 'small left quiet')
                if time != before:
                    self.text(x + 2, y + 34, time, 'small left quiet')
                free, before = x + max(wide(words), wide(time)) + 6, time

    def put_span(self, span, whole, y):
        x, right = self.axis.at[span.first], self.axis.at[span.last]
        self.out.append(f'<g><title>{escape(self.told(whole))}</title>')
        self.shape(span.state, x, y, right, BAR)
        words = next((words for words in self.words(span)
                      if wide(words) + 6 <= right - x), '')
        if words:
            self.text((x + right) / 2, y + 4.5, words, 'small over' if
                      span.state in ('waiting', 'ready') else 'small')
        self.out.append('</g>')

    def words(self, span):
        """What stands in the picture, as much as there is room for."""
        if span.state == 'select':
            return ['select']
        if span.text:
            return [span.text, span.text.partition(' ')[0]]
        return [say(SHORT[span.state])]

    def told(self, span):
        """The whole of it, for whoever points at it."""
        key = 'lanes.waits_in' if span.within else SHOWN[
            span.state, bool(span.text)]
        return say('lanes.span', words=say(
            key, what=span.text, where=span.within),
                   name=self.lanes.names.stacks.get(span.lane,
                                                    say('lanes.loop')),
                   start=seconds(self.lanes.seconds(span.first)),
                   end=seconds(self.lanes.seconds(span.last)))
