"""The tasks of a stopped program, and where in its source each waits.

    (gdb) source tools/tasks_gdb.py
    (gdb) tasks             every task: what it waits for, and its frames
    (gdb) tasks Bob         this one

A coroutine that waits has left its registers in memory (context.h). Here they
are put into the processor for a moment, so that gdb can walk that stack; then
the old ones come back. So it needs a live process, not a core file. It knows
both floors on x86-64.
"""
import gdb

# Places in gregs of ucontext (sys/ucontext.h), and in the words that
# 4-summary/switch.x86_64.S leaves on the stack.
UCONTEXT = {"rbx": 11, "rbp": 10, "r12": 4, "r13": 5, "r14": 6, "r15": 7,
            "rsp": 15, "rip": 16}
WORDS = ["r15", "r14", "r13", "r12", "rbx", "rbp", "rip"]
BELOW = ("context_switch", "stack_switch", "coro_yield")
ABOVE = ("begin", "run")


def registers(context):
    """What a paused context shall find in the processor."""
    try:
        machine = context["registers"]["uc_mcontext"]
    except gdb.error:        # another file's struct context: the fast floor
        words = context.address.cast(gdb.lookup_type("long").pointer())
        found = {name: int(words[at]) for at, name in enumerate(WORDS)}
        return {**found, "rsp": int(context.address) + 8 * len(WORDS)}
    saved = machine[machine.type.fields()[0]]   # gregs, or __gregs
    return {name: int(saved[at]) for name, at in UCONTEXT.items()}


def frames():
    """The frames of a task's own functions, newest first."""
    frame, found = gdb.newest_frame(), []
    while frame and frame.is_valid():
        found.append(frame)
        frame = frame.older()
    names = [frame.name() or "?" for frame in found]
    while names and names[0] in BELOW:
        del names[0], found[0]
    if "begin" in names:
        end = names.index("begin")
        del found[end - (end > 0 and names[end - 1] == "run"):]
    return found


def told(frame):
    place = frame.find_sal()
    file = place.symtab.filename if place.symtab else "?"
    return f"    {frame.name()} at {file}:{place.line}"


def walk(context):
    """The frames of a context that waits, as lines."""
    new = registers(context)
    old = {name: int(gdb.parse_and_eval(f"${name}")) for name in new}
    try:
        put(new)
        return [told(frame) for frame in frames()]
    finally:
        put(old)


def put(values):
    for name, value in values.items():
        gdb.newest_frame().select()     # what is set is this frame's
        gdb.execute(f"set ${name} = {value & (1 << 64) - 1}", to_string=True)


def tasks():
    task = gdb.parse_and_eval("task_first()")
    while task:
        yield task
        task = gdb.parse_and_eval(f"task_next((struct task *){int(task)})")


class Tasks(gdb.Command):
    """tasks [NAME]: every task, what it waits for, and where it stands."""

    def __init__(self):
        super().__init__("tasks", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        running = int(gdb.parse_and_eval("task_current()"))
        for task in tasks():
            name = task["name"].string()
            if argument in ("", name) and not task["coro"]["done"]:
                self.show(task, name, int(task) == running)

    def show(self, task, name, running):
        if running:
            print(f"{name} runs")
            print(*map(told, frames()), sep="\n")
        elif not task["coro"]["started"]:
            print(f"{name} has not begun")
        else:
            waits = task["waiting"]
            print(name, f"waits for {waits['what'].string()}" if waits
                  else "is ready")
            context = task["coro"]["stack"].dereference()["context"]
            print(*walk(context.dereference()), sep="\n")


Tasks()
