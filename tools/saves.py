"""Which files were saved: looked at, a few times a second.

No notification by the system: over a network, or from Windows into WSL, none
comes. Many editors save by writing a second file and renaming it, so a file
may be missing for a moment, and a burst of saves is one.
"""
import os
import time

LOOK = 0.2          # seconds between two looks
PATIENCE = 5        # seconds: whoever saves without end is heard in between


def look(paths):
    """{path: what changes when it is saved; None: it is not there}"""
    seen = {}
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            seen[path] = None
        else:
            seen[path] = (found.st_mtime_ns, found.st_size, found.st_ino)
    return seen


class Saves:
    def __init__(self, paths):
        self.paths = paths
        self.known = look(paths)

    def poll(self, sleep=time.sleep):
        """The paths that were saved since, once they keep still."""
        seen = look(self.paths)
        if seen == self.known:
            return []
        for _ in range(int(PATIENCE / LOOK)):
            sleep(LOOK)
            before, seen = seen, look(self.paths)
            if before == seen:
                break
        saved = [path for path in self.paths
                 if seen[path] != self.known[path]]
        self.known = seen
        return saved
