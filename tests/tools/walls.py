"""What a room of the grader's is made of, for tests: a folder with its program
start and its hosts.
"""
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def built(test, prefix):
    """The folder; it goes when the class of tests has ended."""
    folder = tempfile.TemporaryDirectory(prefix=prefix)
    test.addClassCleanup(folder.cleanup)
    home = pathlib.Path(folder.name)
    home.chmod(0o755)
    subprocess.run(['cc', '-O1', '-o', home / 'start',
                    ROOT / 'classroom/grade/start.c'], check=True)
    (home / 'hosts').write_text('127.0.0.1 localhost\n')
    return home
