"""A room for somebody else's program: bubblewrap, and what it may use there.

    probe()                     None, or why bubblewrap cannot be used here
    Sandbox(start, hosts)       start: the program made of start.c
      .command(argv, read=[(host, inside)], write=[(host, inside)],
               net="own"|"share"|PID, cwd="/workbook", env={},
               limits=Limits(), nest=False, parent=None)
                                -> the command line that runs argv in there

A room has its own processes, mounts, names, IPC and, unless it shares that
of a room around it, a network of one loopback. It sees the system's programs
and libraries and what `read` and `write` name, and has a small /tmp. Nobody
in it is root: who calls as root becomes NOBODY first. Whoever started the
command takes the whole room along when it ends, and where `parent` says who
that is, also when it is killed while the room begins. `nest`: rooms may be
made inside, by a runner of ours: Sandbox(inside=True) makes them there.
Where there can be no room, bare.py says what is left. A network's end costs a
system more than the room: PID (loopback.py) lends rooms one after another the
same, which nobody stays in.
"""
import dataclasses
import functools
import os
import platform
import shutil
import subprocess

WORKBOOK = "/workbook"      # where the workbook stands inside
NOBODY = 65534
START, HOSTS = "/room/start", "/etc/hosts"      # inside
PATH = "/usr/local/bin:/usr/bin:/bin"
# Programs and libraries; not /usr/src, /usr/share, /home, /root, /opt.
SYSTEM = ["/usr/%s%s" % (local, name) for local in ("", "local/")
          for name in ("bin", "lib", "lib32", "lib64", "libx32", "libexec",
                       "include")]
ROOTS = ["/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin"]
ETC = ["/etc/alternatives", "/etc/ld.so.cache"]
FILTERED = ("x86_64", "aarch64")    # start.c knows their system calls


@dataclasses.dataclass
class Limits:
    cpu: int = 20               # seconds of one process
    fsize: int = 8 << 20        # bytes of one file
    nproc: int = 128            # processes and threads in the room
    nofile: int = 4096          # sock and stream open many
    stack: int = 8 << 20        # sanitizers want one, and not without end
    tmp: int = 16 << 20         # bytes of /tmp, and again of /dev/shm
    space: int = 0              # bytes of addresses; sanitizers need terabytes

    def words(self, inside=True):
        """For start.c. Outside a room processes are counted for the user, who
        may have others."""
        found = {"cpu": self.cpu, "fsize": self.fsize, "nofile": self.nofile,
                 "nproc": self.nproc if inside else self.nproc * 8,
                 "stack": self.stack, "core": 0, "queues": 0,
                 "still": 1}     # the same addresses each time
        if self.space:
            found["as"] = self.space
        return ["%s=%d" % pair for pair in found.items()]


def base():
    """The system inside, as options of bubblewrap."""
    words = []
    for path in SYSTEM + ROOTS + ETC:
        if os.path.islink(path):
            words += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            words += ["--ro-bind", path, path]
    return words


NAMESPACES = ["--unshare-user", "--unshare-pid", "--unshare-ipc",
              "--unshare-uts", "--unshare-cgroup-try"]
CLOSED = ["--die-with-parent", "--new-session", "--cap-drop", "ALL",
          "--as-pid-1", "--hostname", "room"]


@functools.lru_cache(None)
def can_disable():
    """Does this bubblewrap know how to forbid more user namespaces?"""
    said = subprocess.run(["bwrap", "--help"], capture_output=True, text=True)
    return "--disable-userns" in said.stdout + said.stderr


@functools.lru_cache(None)
def probe():
    if not shutil.which("bwrap"):
        return "bwrap: not installed"
    try:
        done = subprocess.run(
            ["bwrap"] + NAMESPACES + ["--unshare-net"] + base() + CLOSED
            + ["--proc", "/proc", "--dev", "/dev", "--", "true"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            errors="replace", timeout=20, cwd="/",
            **({"user": NOBODY, "group": NOBODY, "extra_groups": []}
               if os.geteuid() == 0 else {}))
    except (OSError, subprocess.TimeoutExpired) as error:
        return "bwrap: %s" % error
    if done.returncode == 0:
        return None
    return (done.stderr.strip().splitlines() or ["bwrap: no reason told"])[-1]


class Sandbox:
    def __init__(self, start=START, hosts=HOSTS, kind="bubblewrap",
                 inside=False):
        self.start = START if inside else os.path.abspath(start)
        self.hosts = HOSTS if inside else os.path.abspath(hosts)
        self.kind = kind

    def command(self, argv, read=(), write=(), net="own", cwd=None,
                env=None, limits=None, nest=False, parent=None):
        env = dict({"PATH": PATH, "LC_ALL": "C", "HOME": "/tmp",
                    "TMPDIR": "/tmp"}, **(env or {}))
        limits = limits or Limits()
        pairs = list(read) + list(write)
        cwd = cwd or (WORKBOOK if any(inside.startswith(WORKBOOK)
                                      for _, inside in pairs) else "/")
        user = ["user=%d" % NOBODY] if os.geteuid() == 0 else []
        if isinstance(net, int) and self.kind == "bubblewrap":
            user.append("net=%d" % net)
        user += ["parent=%d" % parent] if parent else []
        if self.kind != "bubblewrap":
            import bare     # not there, and not needed, inside of a room
            return bare.command(self.start, argv, pairs, cwd, env,
                                user + limits.words(False))
        first = [self.start] + user + ["--"] if user else []
        inner = [START] + limits.words()
        if not nest and platform.machine() in FILTERED:
            inner.append("filter=1")
        return first + self.room(read, write, net, limits, nest) + [
            word for name, value in sorted(env.items())
            for word in ("--setenv", name, value)] + [
            "--chdir", cwd, "--"] + inner + ["--"] + list(argv)

    def room(self, read, write, net, limits, nest):
        words = ["bwrap"] + NAMESPACES + CLOSED + ["--clearenv"]
        words += ["--unshare-net"] if net == "own" else []
        if not nest and platform.machine() not in FILTERED and can_disable():
            words.append("--disable-userns")
        words += base() + ["--proc", "/proc", "--dev", "/dev"]
        words += ["--ro-bind", self.start, START]
        words += ["--ro-bind", self.hosts, HOSTS]
        words += ["--size", str(limits.tmp), "--tmpfs", "/tmp"]
        words += ["--size", str(limits.tmp), "--tmpfs", "/dev/shm"]
        for option, pairs in (("--ro-bind", read), ("--bind", write)):
            for host, inside in pairs:
                words += [option, os.path.abspath(host), inside]
        return words + ["--remount-ro", "/dev", "--remount-ro", "/"]
