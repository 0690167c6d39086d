"""Where on a timeline each moment of a recording is.

Nearly all of a run happens in no time at all, so that an even axis would show
one wait and nothing else. Each change of a state is as wide as the next one;
where time passes it is wider.
"""
import columns

STEP, WAIT = 26, 92     # as wide is a change; and one that takes its time
A_WHILE = 0.002         # seconds: time passes
MONO = 9.2              # a letter of a name
LATIN = 7               # a letter is at most about so wide; a Chinese one 2


def wide(text, letter=LATIN):
    return columns.width(text) * letter


def seconds(value):
    return f'{value:.2f}'.rstrip('0').rstrip('.') + ' s'


class Axis:
    """Where on the picture each moment of the recording is."""

    def __init__(self, lanes, moments, left):
        self.at, x, before = {}, left, None
        for moment in sorted(moments):
            if before is not None:
                gone = lanes.seconds(moment) - lanes.seconds(before)
                x += WAIT if gone >= A_WHILE else STEP
            self.at[moment], before = x, moment
        self.left, self.right = left, x
