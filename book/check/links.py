"""The finished pages: every link leads to a file and an id that exist, no id
stands twice, nothing is loaded from outside, every image has its words.

usage: links.py DIRECTORY
"""

import pathlib
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

from complaints import Complaints

LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src",
         "source": "src", "use": "href", "image": "href"}
EMPTY = {"meta", "link", "img", "br", "hr", "input", "path", "rect", "circle",
         "line", "use", "col", "source", "wbr"}


class Page(HTMLParser):
    """The ids and links of one page, and tags that are not closed."""

    def __init__(self, path, complaints):
        super().__init__()
        self.path, self.complaints = path, complaints
        self.ids, self.links, self.open = {}, [], []
        self.feed(path.read_text(encoding="utf-8"))

    def wrong(self, message):
        self.complaints.at(self.path, self.getpos()[0], message,
                           "the source or a filter of the book is wrong")

    def handle_startendtag(self, tag, attrs):
        self.note(tag, dict(attrs))

    def handle_starttag(self, tag, attrs):
        self.note(tag, dict(attrs))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in EMPTY:
            self.wrong(f"</{tag}> closes <{(self.open or ['nothing'])[-1]}>")
            if tag in self.open:
                while self.open.pop() != tag:
                    pass

    def note(self, tag, attributes):
        name = attributes.get("id")
        if name in self.ids:
            self.wrong(f'id="{name}" is also in line {self.ids[name]}')
        elif name:
            self.ids[name] = self.getpos()[0]
        address = attributes.get(LOADS.get(tag, ""))
        if address and address.startswith(("http:", "https:", "//")):
            self.wrong(f"<{tag}> loads {address} from outside")
        if tag == "a" and "href" in attributes:
            self.links.append((self.getpos()[0], attributes["href"]))
        elif address:
            self.links.append((self.getpos()[0], address))


def check(page, pages, complaints):
    for line, link in page.links:
        if link.startswith(("http:", "https:")):
            continue
        address, fragment = urldefrag(link)
        target = page.path
        if address:
            target = (page.path.parent / unquote(address)).resolve()
        if not target.is_file():
            complaints.at(page.path, line, f"the link {link} leads nowhere",
                          "there is no such file")
        elif fragment and fragment not in pages[target].ids:
            complaints.at(page.path, line, f"the link {link} leads nowhere",
                          "there is no such id in that page")


def main(directory):
    complaints = Complaints()
    paths = sorted(pathlib.Path(directory).resolve().rglob("*.html"))
    pages = {path: Page(path, complaints) for path in paths}
    if not pages:
        complaints.at(directory, 0, "there are no pages", "run: make book")
    for page in pages.values():
        check(page, pages, complaints)
    count = sum(len(page.links) for page in pages.values())
    if not complaints.all:
        print(f"{directory}: {len(pages)} pages, {count} links: all right")
    return complaints.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
