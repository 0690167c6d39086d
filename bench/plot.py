"""A chart as SVG: how something grows, both axes logarithmic.

Its looks are the book's: classes, no colours (book/README.md, "Figures"). Each
line has its name at its end, so nothing hangs on telling colours apart.
"""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 84, 510, 40, 350
APART = 15  # px between two names


def rounded(number, down):
    """The next 1, 2 or 5 times a power of ten, below or above."""
    power = 10.0 ** math.floor(math.log10(number))
    steps = [step * power for step in (1, 2, 5, 10)]
    if down:
        return max(step for step in steps if step <= number * (1 + 1e-9))
    return min(step for step in steps if step >= number * (1 - 1e-9))


class Axis:
    """Numbers to pixels, by their logarithm."""

    def __init__(self, numbers, start, end):
        self.low, self.high = math.log10(min(numbers)), math.log10(max(numbers))
        self.start, self.end = start, end

    def at(self, number):
        spread = self.high - self.low or 1
        part = (math.log10(number) - self.low) / spread
        return self.start + part * (self.end - self.start)

    def ticks(self):
        """Powers of ten; where they are too few, also 2 and 5 times."""
        first, last = math.floor(self.low), math.ceil(self.high)
        for steps in ((1,), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
            found = [step * 10.0 ** power for power in range(first, last + 1)
                     for step in steps]
            found = [n for n in found if self.low - 1e-9 <= math.log10(n)
                     <= self.high + 1e-9]
            if len(found) > 2:
                return found
        return found


def text(x, y, words, classes):
    return '<text class="%s" x="%.1f" y="%.1f">%s</text>' % (
        classes, x, y, escape(words))


def spread(places, low=TOP, high=BOTTOM):
    """The same places, so far apart that names do not overlap."""
    order = sorted(range(len(places)), key=places.__getitem__)
    found, above = list(places), low - APART
    for i in order:
        found[i] = above = max(places[i], above + APART)
    below = high + APART
    for i in reversed(order):
        found[i] = below = min(found[i], below - APART)
    return found


class Series:
    """A system's points [(x, y)], its name, and how its line looks."""

    def __init__(self, name, points, look):
        self.name, self.points, self.look = name, sorted(points), look


class Chart:
    def __init__(self, series, x_title, y_title):
        self.series = [s for s in series if s.points]
        self.titles = x_title, y_title
        points = [p for s in self.series for p in s.points]
        self.x = Axis([x for x, _ in points], LEFT, RIGHT)
        heights = [y for _, y in points]
        self.y = Axis([rounded(min(heights), True),
                       rounded(max(heights), False)], BOTTOM, TOP)

    def grid(self):
        for n in self.x.ticks():
            at = self.x.at(n)
            yield '<path class="line" d="M%.1f %dv5"/>' % (at, BOTTOM + 6)
            yield text(at, BOTTOM + 26, "{:,.10g}".format(n), "label small")
        for n in self.y.ticks():
            at = self.y.at(n)
            yield ('<path class="line quiet" style="stroke-width:.4" '
                   'd="M%d %.1fH%d"/>' % (LEFT - 6, at, RIGHT))
            yield text(LEFT - 12, at + 4, "{:,.10g}".format(n),
                       "label small right")
        yield '<path class="line" d="M%d %dH%d"/>' % (LEFT, BOTTOM + 6, RIGHT)
        yield text((LEFT + RIGHT) / 2, BOTTOM + 46, self.titles[0],
                   "label small")
        yield text(8, 20, self.titles[1], "label small left")

    def line(self, series):
        places = [(self.x.at(x), self.y.at(y)) for x, y in series.points]
        yield '<path class="line %s" d="M%s"/>' % (
            series.look, "L".join("%.1f %.1f" % p for p in places))
        dot = "fill " + series.look.replace("dashed", "").strip()
        for x, y in places:
            yield '<circle class="%s" cx="%.1f" cy="%.1f" r="%s"/>' % (
                dot, x, y, 3 if "accent" in series.look else 2)

    def names(self):
        """Beside the last point; those that end at one x, spread."""
        groups = {}
        for series in self.series:
            groups.setdefault(series.points[-1][0], []).append(series)
        for x, group in groups.items():
            ends = [self.y.at(series.points[-1][1]) for series in group]
            for series, end, at in zip(group, ends, spread(ends)):
                left = self.x.at(x)
                if abs(at - end) > 4:
                    yield ('<path class="line quiet" style="stroke-width:.6" '
                           'd="M%.1f %.1fL%.1f %.1f"/>' % (
                               left + 3, end, left + 12, at))
                look = "accent" if "accent" in series.look else "quiet"
                yield text(left + 15, at + 4, series.name,
                           "label small left over " + look)

    def svg(self, title, description):
        """Ours are drawn last: nothing lies over them."""
        last = sorted(self.series, key=lambda s: "accent" in s.look)
        rows = list(self.grid())
        for series in last:
            rows += self.line(series)
        rows += self.names()
        return SVG % (WIDTH, HEIGHT, escape(title), escape(description),
                      "\n".join(rows))


SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" \
aria-labelledby="title desc">
<title id="title">%s</title>
<desc id="desc">%s</desc>
%s
</svg>
"""
