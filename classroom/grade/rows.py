"""A small table that a teacher types: tabs between fields, `#` comments.

Whatever cannot be read is told with file and line; nothing is guessed.
"""
from say import say


def read(path, kind, complaints):
    """[(path:line, [fields])]; what is wrong goes to the complaints."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        complaints.append("%s: %s" % (path, say(
            "report.unread", kind=kind, why=error.strerror)))
        return []
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        complaints.append("%s:1: %s" % (path, say("report.not_utf8")))
        return []
    rows = []
    for number, raw in enumerate(data.splitlines(), 1):
        where = "%s:%d" % (path, number)
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            complaints.append("%s: %s" % (where, say("report.not_utf8")))
            continue
        text = text.rstrip()
        if text and not text.startswith("#"):
            rows.append((where, [f.strip() for f in text.split("\t")]))
    return rows
