#!/usr/bin/env python3
"""Our side of the programs: servers, clients, fresh bytes, verdicts.

    scene.py JOB.json

Runs in a room with a network of its own, and starts each of the student's
programs in a room inside, which sees the same network and nothing else of
ours. What is secret is in the memory of this process alone. On stdout one
line of JSON: {program: {"said": ..., "cases": [[name, verdict, why], ...]}}.
"""
import asyncio
import json
import os
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "grade"))

import echo  # noqa: E402
import gather  # noqa: E402
import sandbox  # noqa: E402
import wget  # noqa: E402

PLAYS = {"gather": gather.play, "echo": echo.play, "wget": wget.play}
BINARY = "/room/program"        # inside
LIMITS = sandbox.Limits(cpu=20, nproc=64, nofile=1024)


def nobody_reads_us():
    """Where no room stands between us and the program: no look into our
    memory, though both may be the same user."""
    import ctypes
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)      # PR_SET_DUMPABLE


def kind_of(name):
    """gather, of "gather" or "gather-2"."""
    return name.partition("-")[0]


def hosts_of(job, name):
    """Its own list of names; None: where no room is, it sees the system's."""
    return "/tmp/hosts-" + name if job["kind"] == "bubblewrap" else None


def command_for(job, name):
    """words -> the command line of the program in its room."""
    inside = job["kind"] == "bubblewrap"
    room = sandbox.Sandbox(inside=True) if inside else sandbox.Sandbox(
        job["start"], os.devnull, job["kind"])
    read = [(job["binaries"][name], BINARY)]
    if inside and kind_of(name) == "wget":
        room.hosts = hosts_of(job, name)
        read.append((job["names"], "/etc/nsswitch.conf"))
    write = [] if inside else [(job["tmp"], "/tmp")]

    def command(words):
        return room.command([BINARY] + words, read, write, net="share",
                            cwd="/tmp", env=job["env"], limits=LIMITS)
    return command


async def play(job, name):
    """None: something of ours failed, and nobody is judged for it."""
    try:
        kind = kind_of(name)
        more = {"hosts": hosts_of(job, name)} if kind == "wget" else {}
        return (await PLAYS[kind](command_for(job, name), **more)).result()
    except Exception:
        traceback.print_exc(file=sys.stderr)
        return None


async def play_all(job):
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    names = sorted(job["binaries"])
    found = await asyncio.gather(*(play(job, name) for name in names))
    return dict(zip(names, found))


def main(args):
    with open(args[0], encoding="utf-8") as file:
        job = json.load(file)
    if job["kind"] != "bubblewrap":
        nobody_reads_us()
    print(json.dumps(asyncio.run(play_all(job))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
