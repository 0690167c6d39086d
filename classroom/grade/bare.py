"""Without a room: what is left is limits, another user, no new privileges.

Where the container is the room already, SANDBOX=container says so; the files
of classroom/platforms set it. ALLOW_UNSANDBOXED=1 is for who knows what that
means: every line of every result says UNSANDBOXED.
"""
import os

import sandbox


def mode(env=os.environ):
    """bubblewrap, container, none; None: nothing may be graded here.

    In a container only root can make somebody else of who is judged.
    """
    if env.get("SANDBOX") == "container":
        return "container" if os.geteuid() == 0 else None
    if sandbox.probe() is None:
        return "bubblewrap"
    return "none" if env.get("ALLOW_UNSANDBOXED") == "1" else None


def command(start, argv, pairs, cwd, env, limits):
    """The same program where it stands outside: names inside are changed."""
    pairs = sorted(pairs, key=lambda pair: -len(pair[1]))

    def outside(word):
        for host, inside in pairs:
            if word == inside or word.startswith(inside + "/"):
                return os.path.abspath(host) + word[len(inside):]
        return word
    return ["env", "-i", "-C", outside(cwd)] + [
        "%s=%s" % (name, outside(value))
        for name, value in sorted(env.items())] + [
        start] + limits + ["filter=1", "--"] + [outside(w) for w in argv]
