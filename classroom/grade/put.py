"""A file is written whole or not at all."""
import os


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    fresh = os.path.join(os.path.dirname(path), ".new.%d" % os.getpid())
    with open(fresh, "w", encoding="utf-8", errors="backslashreplace",
              newline="") as file:
        file.write(text)
    os.replace(fresh, path)
