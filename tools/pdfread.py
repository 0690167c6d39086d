"""What a PDF of Chromium says of itself: pages, places, fonts, outline, tags.

Such a file has a plain table of objects, which is all that is understood
here: a whole book is looked through in a second, without another library.
"""
import re


class Pdf:
    def __init__(self, data):
        self.data = data
        self.places = self.table()
        self.catalog = self.object(self.reference(self.trailer(), 'Root'))

    def trailer(self):
        return self.data[self.data.rindex(b'trailer'):]

    def table(self):
        """Where each object begins."""
        start = int(re.findall(rb'startxref\s+(\d+)', self.data)[-1])
        head = re.compile(rb'xref\s+0 (\d+)\s+').match(self.data, start)
        rows = self.data[head.end():head.end() + 20 * int(head[1])]
        return [int(rows[i:i + 10]) for i in range(0, len(rows), 20)]

    def object(self, number):
        """The dictionary of an object; a stream's bytes are left away."""
        start = self.places[number]
        end = self.data.index(b'endobj', start)
        body = self.data[start:end]
        return body.split(b'\nstream', 1)[0]

    @staticmethod
    def reference(body, key):
        found = re.search(rb'/%b (\d+) 0 R' % key.encode(), body)
        return int(found[1]) if found else None

    def pages(self):
        """The objects that are pages, in their order."""
        def below(number):
            body = self.object(number)
            kids = re.search(rb'/Kids \[([^\]]*)\]', body)
            if not kids:
                return [number]
            return [page for kid in re.findall(rb'(\d+) 0 R', kids[1])
                    for page in below(int(kid))]
        return below(self.reference(self.catalog, 'Pages'))

    def destinations(self):
        """{name: page}, the first page being 1."""
        number = self.reference(self.catalog, 'Dests')
        if number is None:
            return {}
        at = {page: i for i, page in enumerate(self.pages(), 1)}
        found = re.findall(rb'/(\S+) \[(\d+) 0 R /XYZ', self.object(number))
        return {name.decode(): at[int(page)] for name, page in found}

    def objects(self, kind):
        """The dictionaries of a type, as FontDescriptor."""
        wanted = re.compile(rb'/Type /%b\b' % kind.encode())
        for number in range(1, len(self.places)):
            body = self.object(number)
            if wanted.search(body):
                yield body

    def font_names(self):
        """Of every font: its own name, without the mark of a subset."""
        return sorted({name.decode() for body in self.objects('FontDescriptor')
                       for name in re.findall(
                           rb'/FontName /(?:[A-Z]{6}\+)?(\S+)', body)})

    def entries(self):
        """(level, dictionary) of each entry of the outline, in order."""
        def below(number, level):
            while number is not None:
                body = self.object(number)
                yield level, body
                first = self.reference(body, 'First')
                if first is not None:
                    yield from below(first, level + 1)
                number = self.reference(body, 'Next')
        root = self.reference(self.catalog, 'Outlines')
        if root is not None:
            yield from below(self.reference(self.object(root), 'First'), 1)

    def outline(self):
        return [(level, title(body)) for level, body in self.entries()]

    def headings(self):
        """(title, page, points above its lower edge) of each entry."""
        at = {page: i for i, page in enumerate(self.pages(), 1)}
        for _, body in self.entries():
            found = re.search(rb'/Dest \[(\d+) 0 R /XYZ \S+ (\S+)', body)
            yield title(body), at[int(found[1])], float(found[2])

    def is_tagged(self):
        return bool(re.search(rb'/Marked true', self.catalog)
                    and self.reference(self.catalog, 'StructTreeRoot'))

    def language(self):
        found = re.search(rb'/Lang \(([^)]*)\)', self.catalog)
        return found[1].decode() if found else ''


def title(body):
    """The text of an entry: (plain), or <FEFF…> in UTF-16."""
    found = re.search(rb'/Title <([0-9A-Fa-f]*)>', body)
    if found:
        return bytes.fromhex(found[1].decode()).decode('utf-16')
    found = re.search(rb'/Title \(((?:\\.|[^\\)])*)\)', body, re.S)
    if not found:
        return ''
    text = re.sub(rb'\\([0-7]{3})', lambda m: bytes([int(m[1], 8)]), found[1])
    text = re.sub(rb'\\(.)', rb'\1', text, flags=re.S)
    if text.startswith(b'\xfe\xff'):
        return text.decode('utf-16')
    return text.decode('latin-1')
