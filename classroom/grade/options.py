"""What make grade was told, looked at before anything else happens.

    SUBMISSIONS=dir OUT=dir [JOBS=n] [WEIGHTS=file] [STUDENTS=file]
    [DETAIL=full|names|hidden] [LABS="tiny loop"]

All that is wrong is said at once, each in a sentence, and the status is 2.
"""
import os

import clean
import people
import programs
import students
import toc
import weights
from say import say

DETAILS = ("full", "names", "hidden")
MOST_JOBS = 256


class Options:
    def __init__(self, env=os.environ):
        self.wrong, self.env = [], env
        self.submissions = env.get("SUBMISSIONS", "")
        self.out = env.get("OUT", "")
        self.known = self.table("STUDENTS", students.read)
        self.worth = self.table("WEIGHTS", weights.read)
        self.jobs = self.number()
        self.detail = env.get("DETAIL") or "full"
        if self.detail not in DETAILS:
            self.say("report.detail", text=clean.line(self.detail))
        self.only = [lab for lab in map(self.lab, env.get("ONLY", "").split())
                     if lab]
        self.each_program_has_its_labs()
        if env.get("SANDBOX") not in (None, "", "bubblewrap", "container"):
            self.say("grade.sandbox", text=clean.line(env["SANDBOX"]))
        self.people, self.left = [], []
        if self.folder() and self.outside():
            self.room_for_out()

    def say(self, key, **names):
        self.wrong.append(say(key, **names))

    def table(self, name, read):
        """What a file of the teacher's says, or nothing."""
        if not self.env.get(name):
            return {}
        found, complaints = read(self.env[name])
        self.wrong += complaints
        return found

    def number(self):
        text = self.env.get("JOBS") or str(os.cpu_count() or 1)
        if text.isascii() and text.isdigit() and 0 < int(text[:9]) \
                <= MOST_JOBS:
            return int(text)
        self.say("grade.jobs", text=clean.line(text), most=MOST_JOBS)
        return 1

    def lab(self, name):
        found = weights.called(name, toc.labs())
        if not found or found.startswith(weights.PREFIX):
            self.say("grade.no_lab", name=clean.line(name))
            return None
        return found

    def each_program_has_its_labs(self):
        """A program on labs that nobody looks at would be worth nothing."""
        labs = [name for name in self.worth
                if not name.startswith(weights.PREFIX)]
        for name in sorted(set(self.worth) - set(labs)) if labs else ():
            own = programs.labs(name[len(weights.PREFIX):])
            if not self.only and not set(own) & set(labs):
                self.say("grade.program_alone", name=name, labs=" ".join(own),
                         lab=own[0], path=clean.line(self.env["WEIGHTS"], 400))

    def folder(self):
        """Is there a folder of submissions, with one in it at least?"""
        path = self.submissions
        shown = clean.line(path, 400)
        if not path or not self.out:
            self.say("grade.usage")
        elif not os.path.isdir(path):
            self.say("grade.no_folder" if os.path.lexists(path)
                     else "grade.not_there", path=shown)
        else:
            try:
                self.people, self.left = people.everybody(path, self.known)
            except OSError as error:
                self.say("grade.unread_folder", path=shown,
                         why=error.strerror)
                return False
            if not self.people:
                self.say("grade.nobody", path=shown)
        return bool(self.people)

    def outside(self):
        """Is OUT another place than where the submissions are?"""
        out, inside = map(os.path.realpath, (self.out, self.submissions))
        if os.path.commonpath([out, inside]) == inside:
            self.say("grade.out_inside", path=clean.line(self.out, 400))
            return False
        return True

    def room_for_out(self):
        path = os.path.join(self.out, ".grade")
        try:
            os.makedirs(os.path.join(path, "times"), exist_ok=True)
            os.makedirs(os.path.join(self.out, "results"), exist_ok=True)
            with open(os.path.join(path, "lock"), "a", encoding="utf-8"):
                pass
        except OSError as error:
            self.say("grade.no_out", path=clean.line(self.out, 400),
                     why=error.strerror)

    def programs(self, labs):
        """Those on a lab that is graded; of these, those that count."""
        found = programs.about(labs)
        if self.worth:
            found = [name for name in found
                     if weights.PREFIX + name in self.worth]
        return found

    def labs(self):
        """LABS=, else those of WEIGHTS, else what anybody handed in."""
        if self.only:
            return [lab for lab in toc.labs() if lab in self.only]
        weighed = [lab for lab in toc.labs() if lab in self.worth]
        return weighed or people.occurring(self.people, toc.labs())
