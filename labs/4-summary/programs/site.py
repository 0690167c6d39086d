"""site.py - a small site, served by lab serve, to try clients on.

    site.py COMMAND...    run a command in which 127.0.0.1:8000 stands for the
                          site, and 127.0.0.1/8000, too

Two files, both of the first of January 2001: hello.txt, and index.html. What
the command says is printed, and the port put back.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

PROGRAM = "build/plain/programs/4-summary/serve"
PORT = re.compile(r"(?<=127\.0\.0\.1[:/])8000\b")
FILES = {"hello.txt": "Hello!\n", "index.html": "<p>Welcome.</p>\n"}
MONDAY = 978307200


def build(folder):
    for name, text in FILES.items():
        path = folder / name
        path.write_text(text, "utf-8")
        os.utime(path, (MONDAY, MONDAY))


def ask(command, port):
    environment = {name: value for name, value in os.environ.items()
                   if not name.lower().endswith("_proxy")}
    done = subprocess.run([PORT.sub(port, word) for word in command],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=environment,
                          text=True, check=False)
    back = re.compile(rf"(?<=127\.0\.0\.1[:/]){port}\b")
    for line in done.stdout.splitlines():
        print(back.sub("8000", line).rstrip())
    return done.returncode


def main(command):
    # Started in the background, we ignore Ctrl-C; the server must not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        build(pathlib.Path(folder))
        with subprocess.Popen([PROGRAM, "-p", "0", folder], text=True,
                              stdout=subprocess.PIPE) as server:
            try:
                port = server.stdout.readline().rpartition(":")[2]
                return ask(command, port.rstrip("/\n"))
            finally:
                server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
