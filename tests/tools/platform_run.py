"""What the tests of platforms share: made files, and stand-ins on PATH.

`docker` answers as the real one would: build, push, pull and login say
nothing, run starts inside.py of the kit here, without a container. `make`
writes the result that the submission asks for (a file `wish`). `apk` is there.
"""
import atexit
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[1:1] = [str(ROOT / 'classroom' / 'platforms')]
import bundle  # noqa: E402

LARGE = ('*/wrong/*', 'solutions/*', 'labs/*', 'chapters/*.md',
         'tests/support/*', 'tests/given/*')
RESULT = """
import json, os, pathlib, signal, sys, time
if 'grade-ready' in sys.argv:
    sys.exit(0)
given = dict(word.partition('=')[::2] for word in sys.argv[1:])
(folder,) = pathlib.Path(given['SUBMISSIONS']).iterdir()
wish = folder / 'wish.c'
wish = wish.read_text() if wish.exists() else 'right'
print('made', sys.argv[1:], sorted(str(p.relative_to(folder))
      for p in folder.rglob('*')), wish)
if wish == 'die':
    os.kill(os.getppid(), signal.SIGKILL)
if wish == 'hang':
    time.sleep(600)
if wish == 'status':
    sys.exit(3)
if wish == 'nothing':
    sys.exit(0)
out = pathlib.Path(given['OUT'])
(out / 'results').mkdir(parents=True)
name = folder.name
verdict = 'passed' if wish == 'right' else 'wrong'
(out / 'results' / (name + '.json')).write_text(json.dumps({
    'schema': 1, 'student': name, 'language': 'en', 'sandbox': 'container',
    'digest': '', 'notes': [], 'programs': [], 'labs': [{
        'lab': '1-basics/tiny', 'file': 'tiny.c', 'state': 'failed'
        if wish == 'wrong' else 'passed', 'en': '', 'zh': '', 'tests': [
            {'name': 'a', 'step': '1 time', 'verdict': 'passed', 'en': '',
             'zh': '', 'said': ''},
            {'name': 'b', 'step': '1 time', 'verdict': verdict, 'en': '',
             'zh': '', 'said': ''}]}]}))
import report
report.write(str(out))
if wish == 'broken':
    (out / 'gradescope' / name / 'results.json').write_text('{"score": ')
if wish == 'odd':
    (out / 'gradescope' / name / 'results.json').write_text('{"grade": 10}')
"""
DOCKER = """#!/bin/sh
echo "$@" >>"$STAND_IN/docker.log"
case $1 in
login) cat >/dev/null ;;
run)
	for word; do last2=$last last=$word; done
	cd "$STAND_IN/opt" && PYTHONPATH=tools exec python3 \\
		classroom/platforms/inside.py "$last2" "$last" ;;
esac
"""


def stand_ins(folder):
    """A folder for PATH."""
    bin_ = pathlib.Path(folder, 'bin')
    bin_.mkdir(parents=True)
    path = shlex.quote(f'{ROOT}/classroom/grade:{ROOT}/tools')
    python = f'#!/bin/sh\nPYTHONPATH={path} exec {sys.executable} ' \
        f'{shlex.quote(str(bin_))}/result.py "$@"\n'
    for name, text in (('docker', DOCKER), ('make', python),
                       ('apk', '#!/bin/sh\n'), ('result.py', RESULT)):
        (bin_ / name).write_text(text)
        (bin_ / name).chmod(0o755)
    return bin_


def copied():
    """The project as it is now, elsewhere: it may be edited meanwhile, and
    nobody's build/platform is touched. There is no git in it, and not all
    of what is large: kits are packed and unpacked often here."""
    top = pathlib.Path(tempfile.mkdtemp(prefix='platform '))
    atexit.register(shutil.rmtree, top)
    tree = top / 'tree'
    for name, (data, program) in bundle.files(ROOT).items():
        if bundle.matches(name, LARGE):
            continue
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755 if program else 0o644)
    shutil.copytree(ROOT / 'classroom/platforms',
                    tree / 'classroom/platforms', dirs_exist_ok=True)
    # objects for what is not here; test_platforms_long.py has the real one
    (tree / 'classroom/platforms/public.py').write_text('')
    return top, tree


class Made:
    """Made('docker'): build/platform/docker, once for all tests."""
    top, tree = None, None
    kept = {}

    def __new__(cls, name):
        if name not in cls.kept:
            cls.kept[name] = cls.make(name, name)
        return cls.kept[name]

    @classmethod
    def make(cls, name, to, **asked):
        status, said = make(name, **asked)
        if status:
            raise AssertionError(said)
        folder = cls.top / to
        shutil.copytree(cls.tree / 'build' / 'platform' / name, folder)
        return folder


def make(name, **asked):
    """(status, what it said) of the tool behind `make platform`."""
    if not Made.top:
        Made.top, Made.tree = copied()
    env = dict(os.environ, FOR=name, BOOK_LANG='en', ONLY='', WEIGHTS='',
               DETAIL='')
    env.update(asked)
    done = subprocess.run(
        [sys.executable, 'classroom/platforms/make.py'], cwd=Made.tree,
        env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout
