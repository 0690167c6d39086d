"""What several runs of a program show together."""
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path += [os.path.join(ROOT, name) for name in (
    "tools", "classroom/blackbox")]

import excerpt      # noqa: E402
import several      # noqa: E402


def seen(*verdicts, said="", why="why"):
    return {"cases": [[str(i), verdict, why] for i, verdict
                      in enumerate(verdicts)], "said": said}


RIGHT = seen("passed", "passed", "passed")


class Several(unittest.TestCase):
    def play(self, *all_):
        """(verdicts, what was said); the last of them for ever."""
        left, self.count = list(all_), 0

        def one():
            self.count += 1
            return left.pop(0) if len(left) > 1 else left[0]
        found = several.runs(
            lambda names, copies: {name: [one() for _ in range(copies)]
                                   for name in names},
            lambda name, one: one["cases"], ["echo"])["echo"]
        return [case[1] for case in found["cases"]], found["said"]

    def test_what_always_passes_is_right(self):
        self.assertEqual(self.play(RIGHT)[0], ["passed"] * 3)
        self.assertEqual(self.count, several.RUNS)

    def test_who_fails_once_has_failed(self):
        wrong = seen("passed", "wrong", "nothing", said="x")
        self.assertEqual(self.play(*[RIGHT] * 9, wrong, RIGHT),
                         (["passed", "wrong", "nothing"], ["x"]))

    def test_the_worst_of_what_is_no_accident(self):
        early = seen("wrong", "nothing", "nothing", said="a")
        late = seen("passed", "passed", "wrong", said="b")
        self.assertEqual(self.play(*[early] * 3, late),
                         (["passed", "passed", "wrong"], ["b"] * 13))
        self.assertEqual(self.play(*[early] * 4, late)[0],
                         ["passed", "passed", "wrong"])
        crash = seen("passed", "crash", "nothing", said="c")
        self.assertEqual(self.play(*[crash] * 4, late)[0], ["crash"] * 3)
        self.assertEqual(self.play(*[crash] * 3, late)[0],
                         ["passed", "passed", "wrong"])

    def test_what_breaks_has_proved_nothing(self):
        for verdict in several.BREAKS:
            self.assertEqual(self.play(seen("passed", verdict, "nothing")),
                             ([verdict] * 3, [""] * self.count))

    def test_no_run_is_like_another(self):
        self.assertEqual(self.play(*(seen(
            "crash", why=str(number)) for number in range(16)))[0], ["crash"])

    def asked(self, one):
        """[(programs, copies of each)] of three programs."""
        found = []
        several.runs(lambda names, copies: found.append((len(names), copies))
                     or {name: [one] * copies for name in names},
                     lambda name, one: one["cases"], ["a", "b", "c"])
        return found

    def test_programs_together_are_not_too_many(self):
        self.assertEqual(self.asked(RIGHT), [(3, 1), (3, 5), (3, 5), (3, 5)])

    def test_who_hangs_or_takes_too_much_is_soon_ended(self):
        self.assertEqual(self.asked(seen("timeout")), [(3, 1), (3, 5)])
        for why in several.DEAR:
            self.assertEqual(self.asked(seen("memory", why=why)), [(3, 1)])

    def test_what_was_never_linked_or_lost(self):
        def unseen(name, one):
            return None
        self.assertEqual(several.runs(
            lambda names, copies: {"echo": ["not linked"]}, unseen,
            ["echo"]), {"echo": "not linked"})
        self.assertEqual(several.runs(
            lambda names, copies: {}, unseen, ["echo"]), {})

    def test_a_room_that_had_to_be_ended_is_no_pass(self):
        left = [[RIGHT], [RIGHT, "ended"]]
        self.assertEqual(several.runs(
            lambda names, copies: {"echo": left.pop(0)},
            lambda name, one: one["cases"] if one == RIGHT else None,
            ["echo"]), {"echo": "ended"})

    def test_lines_of_several_tasks_stand_in_one_order(self):
        self.assertEqual(excerpt.lines(["b failed\na failed\nb failed\n"]),
                         ["a failed", "b failed"])
        self.assertEqual(excerpt.lines([
            "a failed\n==7==ERROR: AddressSanitizer: heap-use-after-free on "
            "address 0x1\n    #0 0x55 in calloc x.c:7\n"]),
            ["ERROR: AddressSanitizer: heap-use-after-free"])
        self.assertEqual(excerpt.lines(["a\nb\nc\npanic: x\nd"]),
                         ["panic: x"])

    def test_what_few_runs_say_is_an_accident(self):
        self.assertEqual(excerpt.lines(["a\nb\n", *["c\na\n"] * 4]),
                         ["a", "c"])
        self.assertEqual(excerpt.lines(["deadlock: 2 tasks", "deadlock: 1 task"
                                        ]), ["deadlock: … tasks"])


if __name__ == "__main__":
    unittest.main()
