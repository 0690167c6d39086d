"""What stands in an object file beside its functions.

A linker puts some sections where the system runs or reads them before main:
so a lab's file has the sections that a compiler makes by itself, and no
other. Nor does it ask the system itself: only libc does, whose names can be
read. The reference, compiled in the same way, is the model.
"""
import re
import subprocess

import source

ROW = re.compile(r"^ +\[ *\d+\] (\S+) +[A-Z]\S* +[0-9a-f]+ ([0-9a-f]+) "
                 r"([0-9a-f]+) \S+ +([A-Za-z]*) ", re.M)
COUNT = re.compile(r"^There are (\d+) section headers", re.M)
SYMBOL = re.compile(r"^ +\d+: [0-9a-f]+ +\S+ OBJECT +\S+ +\S+ +(\d+) (\S+)$",
                    re.M)
EARLY = re.compile(r"\.(preinit_array|init_array|fini_array|ctors|dtors|init|"
                   r"fini)\b")
USUAL = re.compile(r"\.(text|data|bss|rodata|tdata|tbss|debug_\w+|rela?|group|"
                   r"note|comment|eh_frame|symtab|strtab|shstrtab|"
                   r"symtab_shndx|llvm_addrsig)\b|asan_globals$")
X86 = re.compile(rb"\x0f\x05|\x0f\x34|\xcd\x80")     # bytes like these ...
SYSTEM_CALL = re.compile(r"\t(syscall|sysenter|int +\$0x80)\b")     # as code
SVC = 0xd4000001    # aarch64


class Section:
    def __init__(self, name, offset, size, flags):
        self.name, self.flags = name, flags
        self.offset, self.size = int(offset, 16), int(size, 16)


def read(path):
    """([sections], [(index of the section, name of what is data)])."""
    text = subprocess.run(["readelf", "-SsW", path], text=True, check=True,
                          errors="replace", stdout=subprocess.PIPE).stdout
    found = [Section("", "0", "0", "")]
    found += [Section(*row) for row in ROW.findall(text)]
    if len(found) != int(COUNT.search(text)[1]):
        raise ValueError("a section that readelf cannot show in a line")
    return found, [(int(i), name) for i, name in SYMBOL.findall(text)]


def holds_code(section):
    """Will it be executable? The linker goes by the name, too."""
    return "X" in section.flags or section.name.startswith(".text")


def system_calls(path, sections):
    """Does the code ask the system itself?"""
    with open(path, "rb") as file:
        data = file.read()
    for section in filter(holds_code, sections):
        code = data[section.offset:section.offset + section.size]
        if data[18:20] == b"\xb7\0":     # aarch64
            words = memoryview(code[:len(code) // 4 * 4]).cast("I")
            if any(word & 0xffe0001f == SVC for word in words):
                return True
        elif X86.search(code):
            shown = subprocess.run(["objdump", "-d", "--no-show-raw-insn",
                                    path], text=True, errors="replace",
                                   stdout=subprocess.PIPE).stdout
            return bool(SYSTEM_CALL.search(shown))
    return False


def odd(sections, model):
    """The names of sections that no compiler makes by itself."""
    known = {section.name for section in model}
    return {s.name for s in sections[1:] if s.name not in known
            and not EARLY.match(s.name) and not USUAL.match(s.name)
            or {"W", "X"} <= set(s.flags)
            or s.name.startswith(".text") != ("X" in s.flags)
            and not s.name.startswith(".note")}


def complaints(path, like):
    """[(key, names)], as in symbols.py."""
    try:
        model, _ = read(like)
    except (OSError, subprocess.CalledProcessError):
        return []       # no readelf: not ELF, then
    try:
        sections, data = read(path)
    except ValueError:
        return [("symbols.section", {"?"})]
    most = {s.name: s.size for s in model if EARLY.match(s.name)}
    early = {s.name for s in sections if EARLY.match(s.name)
             and s.size > most.get(s.name, 0)}
    code = {i for i, s in enumerate(sections) if holds_code(s)}
    in_c = source.suffix(like.partition("/reference/")[2][:-2]) == ".c"
    stack = {s.name for s in sections
             if s.name == ".note.GNU-stack" and "X" in s.flags}
    asks = {path} if system_calls(path, sections) else set()
    return [("symbols.constructor", early),
            ("symbols.section", odd(sections, model)),
            ("symbols.data", {name for i, name in data
                              if in_c and i in code}),
            ("symbols.stack", stack), ("symbols.system", asks)]
