#!/usr/bin/env python3
"""Fuzzers: bytes that nobody would write, and a contract that must hold.

    fuzz.py run SECONDS [NAME]...   libFuzzer, each for so long (make fuzz)
    fuzz.py keep [NAME]...          the best of what was found, into the corpus

A fuzzer is tests/fuzz/NAME.c; its corpus is tests/fuzz/corpus/NAME.
"""
import os
import pathlib
import re
import sys
import tempfile

import fuzz_keep
import gate
from say import say

CORPUS = pathlib.Path('tests/fuzz/corpus')
BUILD = pathlib.Path('build/fuzz')
LONGEST = 512               # bytes of an input; see fuzz.h for long lines
TOO_LONG = 60               # seconds for one of them; neighbours may be loud
WHAT = re.compile(r'^(finding: .*|panic: .*|.*runtime error: .*'
                  r'|SUMMARY: (?!libFuzzer: deadly).*|.*ERROR: libFuzzer: '
                  r'(?!deadly).*)$', re.M)


def environment():
    scratch = BUILD / 'tmp'
    scratch.mkdir(parents=True, exist_ok=True)
    return dict(os.environ, TMPDIR=str(scratch), LC_ALL='C',
                ASAN_OPTIONS='abort_on_error=1:quarantine_size_mb=8',
                UBSAN_OPTIONS='abort_on_error=1:print_stacktrace=1')


def names():
    return sorted(path.stem for path in pathlib.Path('tests/fuzz').glob('*.c')
                  if path.stem not in ('fuzz', 'replay'))


def built(flavour, target):
    """A program; what make said, if it cannot be built."""
    code, said = gate.make('-s', f'FLAVOUR={flavour}',
                           f'build/{flavour}/fuzz/{target}')
    if code:
        sys.exit(said)
    return f'build/{flavour}/fuzz/{target}'


def what(said):
    """One sentence of all that a fuzzer says about a finding."""
    found = WHAT.search(said)
    return found[1].strip() if found else said.strip()[-200:]


def lacks_libfuzzer():
    """Why there can be no fuzzing here; None: there can."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, 'trial.c')
        source.write_text('int LLVMFuzzerTestOneInput(const char *data, '
                          'unsigned long n)\n{\n\treturn 0;\n}\n', 'ascii')
        try:
            code, _ = gate.run(['clang', '-fsanitize=fuzzer', '-o',
                                f'{folder}/trial', source])
        except OSError:
            return say('fuzz.no_clang')
    return say('fuzz.no_libfuzzer') if code else None


def folders(name):
    """Where new inputs go, and where else there are some."""
    new, kept = BUILD / 'corpus' / name, CORPUS / name
    new.mkdir(parents=True, exist_ok=True)
    (BUILD / 'found').mkdir(parents=True, exist_ok=True)
    return [new] + [kept] * kept.is_dir()


def fuzz(name, seconds):
    """Fuzz for a while; a sentence about a finding, or None."""
    program, places = built('fuzz', name), folders(name)
    before = len(list(places[0].iterdir()))
    words = pathlib.Path('tests/fuzz', f'{name}.dict')
    code, said = gate.run(
        [program, f'-max_total_time={seconds}', f'-max_len={LONGEST}',
         f'-timeout={TOO_LONG}', '-print_final_stats=1',
         f'-artifact_prefix={BUILD}/found/{name}-']
        + [f'-dict={words}'] * words.exists() + places,
        seconds + 600, env=environment())
    runs = re.search(r'number_of_executed_units: (\d+)', said)
    print(say('fuzz.done', name=name, seconds=seconds,
              runs=runs[1] if runs else 0, folder=places[0],
              new=len(list(places[0].iterdir())) - before), flush=True)
    if not code:
        return None
    kept = re.search(r'Test unit written to (\S+)', said)
    file = kept[1] if kept else '?'
    return say('fuzz.finding', what=what(said), file=file,
               command=f'{program} {file}')


def main(what_to_do, *arguments):
    lacking = lacks_libfuzzer()
    if lacking:
        return lacking
    if what_to_do == 'keep':
        for name in arguments or names():
            print(fuzz_keep.keep(name, built('fuzz', name), folders(name),
                                 CORPUS / name, environment()))
        return None
    findings = [finding for name in arguments[1:] or names()
                for finding in [fuzz(name, int(arguments[0]))] if finding]
    print('\n'.join(findings), end='\n' * bool(findings))
    return 1 if findings else None


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
