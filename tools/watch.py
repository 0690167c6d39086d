#!/usr/bin/env python3
"""make watch: the lab whose file was saved is tested; one key does the rest.

    watch.py [LAB]      where to begin; without it, the lab saved last
"""
import os
import sys

import aside
import keys
import lab as desk
import live
import saves
import source
from paint import told
from say import say
from screen import Screen

MENU = ("r", "h", "n", "t", keys.QUIT)


def files():
    """{file of a lab: its lab}"""
    return {source.of("labs", name): name for name in desk.LABS}


def short(name):
    return name.rpartition("/")[2]


def after(name):
    """The next lab that is not green; round the end, if need be."""
    at = desk.LABS.index(name) + 1
    others = desk.LABS[at:] + desk.LABS[:at - 1]
    return next((one for one in others if not live.green(one)),
                name)


def where_to_begin():
    """The lab begun that was saved last; none begun: the first."""
    seen = saves.look(source.of("labs", name) for name in desk.BEGUN)
    times = {path: found[0] for path, found in seen.items() if found}
    return files()[max(times, key=times.get)] if times else desk.LABS[0]


class Watch:
    def __init__(self, name, terminal, screen):
        self.name, self.keys, self.screen = name, terminal, screen
        self.saves = saves.Saves(list(files()))
        self.rows = []

    def saved(self):
        """Was a lab saved? Then it is the one that we are at."""
        found = self.saves.poll()
        if found and source.of("labs", self.name) not in found:
            self.name = files()[found[0]]
        return bool(found)

    def interrupted(self):
        """A key of the menu; "s": a lab was saved."""
        key = self.keys.read(saves.LOOK / 2)
        return key if key in MENU else "s" * self.saved()

    def show(self, *words):
        """Show what make says; or what somebody wanted meanwhile."""
        wish, rows = aside.quietly(words, self.interrupted)
        if not wish:
            self.rows = rows
            self.draw()
        return wish

    def test(self):
        """-W: saved just now, whatever the clocks of two machines say."""
        self.screen.bottom(say("watch.testing", lab=short(self.name)))
        return self.show("test", "LAB=" + self.name,
                         "-W", source.of("labs", self.name))

    def draw(self):
        self.keys.resized = False
        self.screen.show(self.rows)
        self.menu()

    def menu(self):
        self.screen.bottom(say("watch.menu", lab=short(self.name)))

    def hint(self):
        return self.show("hint", "LAB=" + short(self.name))

    def run(self):
        served = desk.COMMANDS.get(short(self.name)) == "lab.next_serve"
        self.screen.show([])
        self.keys.lend(aside.command("serve") if served else aside.command(
            "run", "LAB=" + short(self.name)), env=aside.environment())
        self.screen.write("\n")
        self.menu()
        return ""

    def turn(self, key):
        """Do what a key asks for; what comes next, "": nothing."""
        if key == "n":
            self.name = after(self.name)
        if key in ("n", "t", "s"):
            return self.test()
        return {"r": self.run, "h": self.hint}.get(key, str)()

    def until_quit(self):
        key = "t"
        while key != keys.QUIT:
            key = self.turn(key)
            while not key:
                if self.keys.resized and self.rows:
                    self.draw()
                key = self.keys.read(saves.LOOK) or "s" * self.saved()


def main(name):
    chosen = os.environ["CHOSEN"].split()
    if name and not chosen:
        return desk.main()
    if not keys.there():
        print("\n".join(told(say("watch.no_terminal", lab=short(
            chosen[0] if name else where_to_begin())), 0)), file=sys.stderr)
        return 2
    screen, watch = Screen(), None
    try:
        with keys.Keys() as terminal:
            watch = Watch(chosen[0] if name else where_to_begin(), terminal,
                          screen)
            watch.until_quit()
    except keys.Ended as ended:
        return 128 + ended.args[0]
    finally:
        screen.bottom("")
    print(say("watch.bye", lab=short(watch.name)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else ""))
