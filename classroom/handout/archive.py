"""The same folder makes the same bytes: names sorted, one time, no owners."""
import gzip
import io
import os
import pathlib
import tarfile

WHEN = 1767225600       # 1 January 2026; files made later are newer


def packed(folder):
    """The folder as a .tar.gz."""
    folder, raw = pathlib.Path(folder), io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w",
                      format=tarfile.USTAR_FORMAT) as tar:
        for path in [folder] + sorted(folder.rglob("*")):
            item = tarfile.TarInfo(str(path.relative_to(folder.parent)))
            item.mtime = WHEN
            executable = path.is_dir() or os.access(path, os.X_OK)
            item.mode = 0o755 if executable else 0o644
            if path.is_dir():
                item.type = tarfile.DIRTYPE
                tar.addfile(item)
            else:
                item.size = path.stat().st_size
                with open(path, "rb") as file:
                    tar.addfile(item, file)
    done = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, done, 0) as file:
        file.write(raw.getvalue())
    return done.getvalue()


def write(folder, path):
    data = packed(folder)
    fresh = "%s.%d" % (path, os.getpid())
    with open(fresh, "wb") as file:
        file.write(data)
    os.replace(fresh, path)
    return data
