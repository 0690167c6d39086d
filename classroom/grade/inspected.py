"""Inside a room: link a student's object, say what keeps it from being run.

    inspected.py LAB OBJECT MODEL BINARY LINK...

On stdout one line of JSON: {"cannot": [state, English, Chinese] or null,
"warnings": [[English, Chinese] as long as something is unwritten, ... else]}.
Whoever deceives the tools that read an object has deceived this room alone.
"""
import glob
import json
import os
import subprocess
import sys

sys.path.insert(0, "tools")
import verdict  # noqa: E402


def link(command, binary):
    """As tools/build.mk does: that it cannot be linked is a result, too."""
    with open(binary[:-5] + ".link.log", "wb") as log:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log,
                              stderr=log)
    if done.returncode or not os.path.exists(binary):
        with open(binary, "wb"):
            pass


def main(args):
    lab, judged, model, binary = args[:4]
    os.environ["LABS"] = " ".join(
        path[len("outline/"):-len(".json")]
        for path in sorted(glob.glob("outline/*/*.json")))
    if os.path.getsize(judged):
        link(args[4:], binary)
    print(json.dumps({
        "cannot": verdict.before_running(lab, binary, judged, model),
        "warnings": [verdict.compiler("verdict.warnings", judged, unused)
                     for unused in (False, True)]}))


if __name__ == "__main__":
    main(sys.argv[1:])
