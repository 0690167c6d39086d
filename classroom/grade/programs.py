"""The second layer: whole programs on what a student wrote.

classroom/blackbox plays and judges them. Its run.py is not the run.py of
tools/, so it is found by its place.
"""
import importlib.util
import os

import trial

HERE = os.path.dirname(os.path.abspath(__file__))


def found(name):
    path = os.path.join(os.path.dirname(HERE), "blackbox", name + ".py")
    spec = importlib.util.spec_from_file_location("blackbox_" + name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


blackbox = found("run")


def settled(one):
    """A program's result without chance in its texts."""
    def plain(words):
        return {key: trial.settled(value, trial.TEXT)
                if key in ("en", "zh") else value
                for key, value in words.items()}
    return dict(plain(one), cases=list(map(plain, one["cases"])))


def labs(name):
    """The labs that a program is about."""
    return blackbox.ABOUT[name]


def about(labs):
    """Those that one of these labs is about."""
    return [name for name, own in blackbox.ABOUT.items()
            if set(own) & set(labs)]


def play(course, objects, labs):
    """What those did that the course asks for."""
    if not course.programs:
        return []
    seen = blackbox.run(course.room, course.kit, objects, labs)
    return [settled(one) for one in seen if one["program"] in course.programs]


def broken(names, texts):
    return [blackbox.without_cases(name, "broken", texts) for name in names]
