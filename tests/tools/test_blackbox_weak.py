"""The grader's servers, weakened in one place: then who deceives passes. So it
is this place that catches them, and no accident."""
import os
import pathlib
import shutil
import tempfile
import unittest

import test_blackbox
from test_blackbox import WHY

# Who, which case then passes; where, what, what instead.
WEAKER = (
    ('gather_as_they_come', 'order', 'door.py',
     'return order', 'return list(range(n))'),
    ('gather_connects_twice', 'concurrent', 'door.py',
     'self.strangers += 1', 'self.strangers += 0'),
    ('gather_awaits_in_turn', 'first_failure', 'gather.py',
     'await program.says(b"\\n")', 'pass'),
    ('echo_one_by_one', 'many_clients', 'echo.py',
     'CLIENTS, ROUNDS = 12, 3', 'CLIENTS, ROUNDS = 1, 3'),
    ('echo_loses_end', 'half_close', 'echo.py',
     'scene.half_close', 'scene.round'),
    ('wget_replays', 'header', 'sites.py',
     'b"X-%d: %b" % (i, readable(CHANCE.choice((1, 30, 900, 8000))))',
     'b"X-0: guess"'),
)


@unittest.skipIf(WHY, f'no bubblewrap here: {WHY}')
class Weak(test_blackbox.Programs):
    def test_each_place_is_needed(self):
        binaries = self.build([who for who, *_ in WEAKER], ())
        for who, case, name, what, instead in WEAKER:
            key = self.hostile[who].key
            with self.subTest(who), tempfile.TemporaryDirectory() as folder:
                os.chmod(folder, 0o755)
                here = pathlib.Path(folder, 'blackbox')
                shutil.copytree(test_blackbox.linked.HERE, here)
                text = (here / name).read_text('utf-8')
                self.assertIn(what, text)
                (here / name).write_text(text.replace(what, instead), 'utf-8')
                found = self.play({key: binaries[key]}, here)
                self.assertEqual(dict(self.verdicts(found[key]))[case],
                                 'passed', found[key])
                self.assertNotEqual(dict(self.hostile[who].expected)[case],
                                    'passed')


if __name__ == '__main__':
    unittest.main()
