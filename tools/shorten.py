"""Long reports of compilers, linkers and sanitizers, in a line or two."""
import os
import re

from say import say

STACK = re.compile(r"\s+#\d+ 0x")
FRAME = re.compile(r"#\d+ 0x\w+ in (\S+) (\S+?:\d+)")
ASAN = re.compile(r"ERROR: AddressSanitizer: (?:attempting )?([\w-]+)"
                  r"(?: on (?:unknown )?address (0x\w+))?")
LEAK = re.compile(r"SUMMARY: \w+: (\d+) byte\(s\) leaked in (\d+)")
UNDEFINED = re.compile(r"^(\S+?:\d+):\d+: runtime error: (.*)$", re.M)
UNDEFINED_KEYS = (("null pointer", "memory.null"),
                  ("integer overflow", "memory.overflow"),
                  ("division by zero", "memory.division"),
                  ("out of bounds", "memory.index"))
VALGRIND = re.compile(r"^==\d+== (\S.*)$", re.M)
VALGRIND_AT = re.compile(r"==\d+==\s+(?:at|by) 0x\w+: (\w+) \(([\w.-]+:\d+)\)")
KINDS = {"heap-use-after-free", "heap-buffer-overflow", "double-free",
         "stack-buffer-overflow", "stack-use-after-return",
         "stack-use-after-scope", "global-buffer-overflow", "SEGV",
         "stack-overflow", "null", "memcpy-param-overlap",
         "negative-size-param"}
LEARNERS = ("labs/", "build/try/")
KEPT = 40       # lines of what a test printed
WIDE = 400      # characters of a line of a compiler or a linker
# What GCC and Clang call a file in between: another name each time.
BETWEEN = re.compile(r"/\S*/(?:cc\w{6}|[\w.]+-[0-9a-f]{6,})(\.[so])\b")
LATE = re.compile(r"^late (?:at:|with: \d+ tasks?)\n(?:  +(?!#).*\n)*", re.M)
NOISE = re.compile(r"^==\d+==WARNING: ASan (doesn't fully support "
                   r"makecontext|is ignoring requested).*\n"
                   r"(False positive.*\n|For details.*\n)*", re.M)


def place(report, folders=LEARNERS + ("solutions/", "tests/", "")):
    """The first frame that is in the workbook, a learner's before ours."""
    here = os.getcwd() + "/"
    frames = [(name, path.replace(here, ""))
              for name, path in FRAME.findall(report)]
    frames += VALGRIND_AT.findall(report)
    for wanted in folders:
        for name, path in frames:
            if path.startswith(wanted) and not path.startswith("/") \
                    and not name.startswith("__"):
                return "%s, %s" % (name, path)
    return ""


def learners_place(report):
    """The first frame that is in the learner's file, or nothing."""
    return place(report, LEARNERS)


def learners_places(report):
    """Every frame that is in the learner's file, the innermost first."""
    here = os.getcwd() + "/"
    found = [(name, path.replace(here, ""))
             for name, path in FRAME.findall(report)]
    return ["%s, %s" % (name, path) for name, path in found
            if path.startswith(LEARNERS)]


def freed(report, lang):
    """(a report of a use after free without the rest, who freed it)."""
    used, _, rest = report.partition("\nfreed by thread")
    where = learners_place(rest.partition("\npreviously allocated")[0])
    return used, "\n" + say("memory.freed", lang, where=where) * bool(where)


def sanitizer(report, lang):
    """What a sanitizer or valgrind found, in words; None: nothing."""
    text = sentence(report, lang)
    if text and not place(report) and not UNDEFINED.search(report):
        return text.rpartition("\n")[0]    # nobody knows where
    return text


def sentence(report, lang):
    undefined, leak = UNDEFINED.search(report), LEAK.search(report)
    asan, valgrind = ASAN.search(report), VALGRIND.search(report)
    if undefined:
        at = undefined.group(1).replace(os.getcwd() + "/", "")
        key = next((key for words, key in UNDEFINED_KEYS
                    if words in undefined.group(2)), "memory.undefined")
        return say(key, lang, what=undefined.group(2),
                   where=learners_place(report) or at)
    if asan:
        kind, address = asan.groups()
        if kind == "SEGV" and address and int(address, 16) < 4096:
            kind = "null"
        key = "memory." + kind if kind in KINDS else "memory.other"
        used, by = freed(report, lang)
        return (say(key, lang, kind=kind, where=place(used) or place(report))
                + by).rstrip()
    if leak:
        return say("memory.leak", lang, bytes=leak.group(1),
                   times=leak.group(2), where=place(report))
    if valgrind:
        return say("memory.other", lang, kind=valgrind.group(1),
                   where=place(report))
    return None


def without_reports(text):
    """What a test printed itself, without what sanitizers added."""
    text = LATE.sub("", NOISE.sub("", text))
    head = re.split(r"^(?:=+\n)?==\d+==", text, maxsplit=1, flags=re.M)[0]
    lines = [line for line in head.splitlines()
             if not line.startswith(("not written yet: ", "panic: ",
                                     "AddressSanitizer:DEADLYSIGNAL"))
             and ": runtime error: " not in line
             and not STACK.match(line) and set(line) != {"="}]
    return "\n".join(lines[:KEPT]).strip()


def visible(text):
    """A text that no terminal takes for a command: ESC shows as \\x1b."""
    return "".join(c if c.isprintable() or c in "\n\t"
                   else c.encode("unicode_escape").decode() for c in text)


def narrow(lines):
    """A text of these lines, none of which is without end, or by chance."""
    return "\n".join(line if len(line) <= WIDE else line[:WIDE] + "…"
                     for line in (BETWEEN.sub(r"…\1", line)
                                  for line in lines))


def compiler(log, lang, unused=True, limit=3):
    """The first errors (else warnings) of a compiler's log.

    While functions are unwritten, their helpers are unused: no need to say.
    """
    if not unused:
        log = re.sub(r"^\S+ warning: .*\[-Wunused-function\]$|"
                     r"^\S+ warning: .* defined but not used .*$", "", log,
                     flags=re.M)
    found = re.findall(r"^\S+?:\d+:\d+: (?:fatal )?error: .*$", log, re.M)
    found = found or re.findall(r"^\S+?:\d+:\d+: warning: .*$", log, re.M)
    found = list(dict.fromkeys(re.sub(r" \[-W[^]]*\]$", "", line)
                               for line in found))
    short = found[:limit]
    if len(found) > limit:
        short.append(say("verdict.in_all", lang, count=len(found)))
    if not short and unused:
        return narrow(list(filter(str.strip, log.splitlines()))[:limit])
    return narrow(short)


def linker(log):
    """The first complaints of the linker, without paths of objects."""
    found = re.findall(r"(?:undefined reference to|multiple definition of) "
                       r"[`'][^']+'", log)
    return narrow(list(dict.fromkeys(found)) or log.splitlines()[:3])
