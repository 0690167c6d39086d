"""The texts in a file of any kind, as somebody could read them out of it.

Pages without their tags and with them; strings of scripts and JSON with what
is escaped written out; what stands in objects; what is packed in archives.
"""
import gzip
import html
import io
import re
import tarfile
import zipfile
import zlib

TAG = re.compile(r"<[^<>]*>")
ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
BREAKS = {"n": "\n", "t": "\t", "r": "\r"}
MARKED = (".html", ".xhtml", ".svg", ".js", ".json", ".xml")
QUOTED = (".js", ".json", ".css")
DEEP = 4        # archives in archives


def unescaped(text):
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1]
                       else BREAKS.get(found[2], found[2]), text)


def members(data):
    """(name, bytes) of what is packed in there; nothing: it is no archive."""
    if data[:2] == b"\x1f\x8b":
        yield "", gzip.decompress(data)
    elif data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for item in archive:
                if item.isfile():
                    yield item.name, archive.extractfile(item).read()


def texts(name, data, deep=0):
    """Every reading of these bytes."""
    if deep < DEEP:
        try:
            for inner, inside in members(data):
                yield from texts(inner or name.rpartition(".")[0], inside,
                                 deep + 1)
        except (OSError, EOFError, zlib.error, tarfile.TarError,
                zipfile.BadZipFile):
            pass
    text = data.decode("utf-8", "replace") if b"\0" not in data \
        else data.decode("latin-1")
    yield text
    if "&" in text:
        yield html.unescape(text)
    if name.endswith(MARKED):
        yield html.unescape(TAG.sub("", text))
    if name.endswith(QUOTED):
        yield unescaped(text)
        yield html.unescape(TAG.sub("", unescaped(text)))
