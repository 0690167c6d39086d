#!/usr/bin/env python3
"""Give every entry of an EPUB the date of the text: bind.py BOOK.epub

pandoc 2.17 dates the entries by the clock, so two books of one text would
differ. Order and content stay; the type comes first and is not compressed.
"""
import os
import sys
import time
import zipfile


def dated(part, moment):
    entry = zipfile.ZipInfo(part.filename, moment)
    entry.compress_type = part.compress_type
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry


def main():
    path = sys.argv[1]
    seconds = int(os.environ.get('SOURCE_DATE_EPOCH') or 0)
    # The format knows no date before 1980.
    moment = max(time.gmtime(seconds)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(path) as book:
        parts = [(part, book.read(part)) for part in book.infolist()]
    unfinished = path + '.new'
    with zipfile.ZipFile(unfinished, 'w') as book:
        for part, data in parts:
            book.writestr(dated(part, moment), data)
    os.replace(unfinished, path)


if __name__ == '__main__':
    main()
