#!/usr/bin/env python3
"""The two catalogues of sentences: what words-check says, with its line."""
import importlib.util
import pathlib
import re

import say
from gate import Gate

HERE = pathlib.Path(__file__).resolve().parent


def words_check():
    """The checker beside us; its name is no name for an import."""
    spec = importlib.util.spec_from_file_location('words_check',
                                                  HERE / 'words-check.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def place(key):
    """tools/words/en.txt:LINE of a key, or of zh.txt where only that has it."""
    for name in ('en.txt', 'zh.txt'):
        path = pathlib.Path('tools/words', name)
        lines = path.read_text('utf-8').splitlines()
        for number, line in enumerate(lines, 1):
            if re.match(re.escape(key) + r'\s*=', line):
                return f'{path}:{number}'
    return 'tools/words/en.txt:1'


def main():
    gate, checker = Gate(), words_check()
    english, chinese = say.catalogue('en'), say.catalogue('zh')
    complaints = list(checker.compare(english, chinese))
    complaints += checker.unused(english, checker.tool_texts())
    for key in sorted(set(english) | set(chinese) | dict(complaints).keys()):
        gate.item()
        for name, what in complaints:
            if name == key:
                gate.told(f'{place(key)}: {key}: {what}')
    gate.close()


if __name__ == '__main__':
    main()
