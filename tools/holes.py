"""The parts of solutions/ that a learner writes, and the starter they leave.

A part stands between two marker comments:

    /* lab: step 2
     * en: What to do, in English.
     * zh: 要做什么，用中文说。
     */
    ...the reference's code...
    /* lab: end */

In the starter the pair becomes the instruction as a comment. Where the marker
is indented (inside a function), a call of not_written() follows it, in assembly
NOT_WRITTEN; at column 0 whole functions are left out, and only the comment
stays.
"""
import re

import columns

OPEN = re.compile(r'^(\s*)/\* lab: step (\d+)$')
HEAD = re.compile(r'^(?:(?:FUNCTION|OUTERMOST)\((\w+)|'
                  r'[A-Za-z_][^;=]*?\b(\w+)\()')
END = re.compile(r'^(\s*)/\* lab: end \*/$')
TEXT = re.compile(r'^\s* \* (?:(en|zh): ?)?(.*\S)\s*$')
CLOSE = re.compile(r'^\s* \*/$')
PANIC = '#include "panic.h"'
WIDTH = 78
TAB = 8


class Broken(Exception):
    """Markers that cannot be read: where, and the sentence that says why."""

    def __init__(self, path, line, key, **fields):
        super().__init__(f'{path}:{line}: {key}')
        self.path, self.line, self.key, self.fields = path, line, key, fields


class Hole:
    """One part to write: its step, its texts, its body, where it stands."""

    def __init__(self, line, indent, step):
        self.line, self.indent, self.step = line, indent, step
        self.texts, self.body, self.names = {}, [], None

    def functions(self):
        """The functions that begin in it; an outline knows their names."""
        return [head(row) for row in self.body if head(row)] \
            if self.names is None else self.names

    def comment(self, stub='not_written(__func__);'):
        """The instruction and, inside a function, the stub below it."""
        margin = len(self.indent.expandtabs(TAB)) + 3
        rows = [f'{self.indent}/*']
        for text in (f'Step {self.step}. {self.texts["en"]}',
                     f'第 {self.step} 步：{self.texts["zh"]}'):
            rows += [f'{self.indent} * {row}'
                     for row in columns.wrap(text, WIDTH - margin)]
        rows.append(f'{self.indent} */')
        if self.indent:
            rows.append(self.indent + stub)
        return rows


def head(row):
    """The function that begins in this row; None: none does."""
    found = HEAD.match(row)
    return found and (found[1] or found[2])


def read_head(path, lines, at, hole):
    """Read the instruction below an opening line; return the line after it."""
    language = None
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if CLOSE.match(line):
            for wanted in ('en', 'zh'):
                if not hole.texts.get(wanted):
                    raise Broken(path, hole.line, 'hole.language',
                                 language=wanted)
            if not columns.has_wide(hole.texts['zh']):
                raise Broken(path, hole.line, 'hole.not_chinese')
            return number + 1
        text = TEXT.match(line)
        if not text or not (text[1] or language):
            raise Broken(path, number + 1, 'hole.text', text=line.strip())
        language = text[1] or language
        before = hole.texts.get(language, '')
        if text[1] and before:
            raise Broken(path, number + 1, 'hole.twice', language=language)
        hole.texts[language] = columns.join(before, text[2].strip())
    raise Broken(path, hole.line, 'hole.comment_open')


def parts(path, text):
    """Split a reference file into lines (str) and Holes, in order."""
    lines = text.splitlines()
    found, hole, at = [], None, 0
    while at < len(lines):
        line = lines[at]
        start, end = OPEN.match(line), END.match(line)
        if start and hole:
            raise Broken(path, at + 1, 'hole.nested', begun=hole.line)
        if start:
            hole = Hole(at + 1, start[1], int(start[2]))
            at = read_head(path, lines, at, hole)
            continue
        if end and not hole:
            raise Broken(path, at + 1, 'hole.end_alone')
        if end and end[1] != hole.indent:
            raise Broken(path, at + 1, 'hole.indent', begun=hole.line)
        if end and not ''.join(hole.body).strip():
            raise Broken(path, hole.line, 'hole.empty')
        if end:
            found.append(hole)
            hole = None
        elif '/* lab:' in line or '/*lab:' in line:
            raise Broken(path, at + 1, 'hole.unknown', text=line.strip())
        else:
            (hole.body if hole else found).append(line)
        at += 1
    if hole:
        raise Broken(path, hole.line, 'hole.no_end')
    if not any(isinstance(part, Hole) for part in found):
        raise Broken(path, 1, 'hole.none')
    return found


def include_panic(rows):
    """The stubs need panic.h, also where the reference does not."""
    last = max((number for number, row in enumerate(rows)
                if row.startswith('#include ')), default=-1)
    if PANIC not in rows:
        ours = any(row.startswith('#include <') for row in rows[:last]) \
            and rows[last].startswith('#include "')
        rows[last + 1:last + 1] = [PANIC] if ours else ['', PANIC]


def starter(path, text):
    """The starter of a reference file."""
    rows, blank_next, stub = [], False, ()
    for part in parts(path, text):
        hole = isinstance(part, Hole)
        if not hole and path.endswith('.S') and head(part):
            stub = f'NOT_WRITTEN({head(part)})',
        if blank_next and part != '':
            rows.append('')
        blank_next = hole and not part.indent
        rows += part.comment(*stub) if hole else [part]
    if '\tnot_written(__func__);' in rows:
        include_panic(rows)
    return '\n'.join(rows) + '\n'
