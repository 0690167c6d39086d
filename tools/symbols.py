"""Is an object file what a lab's file may be?

It defines the functions of its lab and no others, and calls only what the
lab allows. Read from the object with nm, before it is linked or run; what
else stands in it, sections.py reads.
"""
import glob
import re
import subprocess

import sections

# What compilers and sanitizers call, and define, by themselves.
ADDED_CALLS = re.compile(
    r"__asan_(init|version_mismatch_check_\w+|(un)?register_(elf_)?globals|"
    r"report_\w+|load\w+|store\w+|exp_\w+|mem(cpy|move|set)|set_shadow_\w+|"
    r"handle_no_return|alloca_poison|allocas_unpoison|(un)?poison_stack_memory|"
    r"stack_(malloc|free)_\w+|(before|after)_dynamic_init|"
    r"shadow_memory_dynamic_address|option_detect_stack_use_after_return)$|"
    r"__ubsan_handle_|__start_asan|__stop_asan|"
    r"__aarch64_(cas|swp|ld)|_GLOBAL_OFFSET_TABLE_$|\.")
ADDED_NAMES = re.compile(r"__odr_asan|___asan_globals_registered$|"
                         r"asan\.module_[cd]tor$|\.")
LEAVES = re.compile(r"(_*|quick_|thrd_|pthread_)[eE]xit$")
SLEEPS = re.compile(r"(u|nano|clock_nano|thrd_)?sleep$")
HARDENED = re.compile(r"__(\w+)_chk$|__isoc\d\d_(\w+)$|scripted_(\w+)$|"
                      r"__builtin_(\w+)$|__(?:posix|sysv)_(\w+)$")


def symbols(path):
    """(global names defined, names undefined, names that are ifuncs)."""
    text = subprocess.run(["nm", "-P", path], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    defined, undefined, odd = set(), set(), set()
    for line in text.splitlines():
        name, kind = line.split()[:2]
        if (ADDED_CALLS if kind in "Uwv" else ADDED_NAMES).match(name):
            continue
        if kind in "Uwv":
            undefined.add(name)
        elif kind == "i":
            odd.add(name)
        elif kind.isupper() or kind == "u":
            defined.add(name)
    return defined, undefined, odd


def declared():
    """The functions that our headers declare."""
    names = set()
    for path in glob.glob("include/*.h"):
        with open(path, encoding="utf-8") as file:
            code = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
            names.update(re.findall(r"\b(\w+)\(", code))
    return names


def header(name):
    """Which header declares it."""
    for path in sorted(glob.glob("include/*.h")):
        with open(path, encoding="utf-8") as file:
            if re.search(r"^\w[^;{}]*\b%s\(" % re.escape(name), file.read(),
                         re.M):
                return path
    return "?"


def allowed(lab, path="tests/allowed.txt"):
    names = set()
    with open(path, encoding="utf-8") as file:
        for line in file:
            who, colon, what = line.partition("#")[0].partition(":")
            if colon and who.strip() in ("every", lab.rpartition("/")[2]):
                names.update(what.split())
    return names


def plain(name):
    match = HARDENED.match(name)
    return next(filter(None, match.groups())) if match else name


def complaints(lab, path, like):
    """[(key, names)] of what is wrong with the object; like is the model."""
    defined, undefined, odd = symbols(path)
    ours = symbols(like)[0]
    may = allowed(lab) | declared()
    called = {name for name in undefined
              if name not in may and plain(name) not in may}
    found = [("symbols.missing", ours - defined),
             ("symbols.extra", defined - ours),
             ("symbols.called", {plain(name) for name in called}),
             ("symbols.leaves", {name for name in called
                                 if LEAVES.match(name)}),
             ("symbols.sleeps", {name for name in called
                                 if SLEEPS.match(name)}),
             ("symbols.ifunc", odd)]
    return found + sections.complaints(path, like)
