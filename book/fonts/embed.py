"""The page's fonts as one style sheet, on standard output.

usage: embed.py DIRECTORY
"""

import base64
import pathlib
import sys

FACES = (("Book Serif", "source-serif-4-latin-wght-normal", "normal"),
         ("Book Serif", "source-serif-4-latin-wght-italic", "italic"),
         ("Book Sans", "source-sans-3-latin-wght-normal", "normal"),
         ("Book Mono", "source-code-pro-latin-wght-normal", "normal"))
# What a Latin font may draw. Arrows and the like are left to the system.
LATIN = "U+0000-00FF,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212"
# Dashes, quotes and dots have the width of a character in Chinese.
MARKS = "U+2014,U+2018-2019,U+201C-201D,U+2026"
HAN = ("PingFang SC", "HarmonyOS Sans SC", "Source Han Sans SC",
       "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei",
       "WenQuanYi Micro Hei")


def face(family, style, source, covers):
    return (f'@font-face {{ font-family: "{family}"; font-style: {style}; '
            f"font-weight: 200 900; font-display: block; "
            f"unicode-range: {covers}; src: {source}; }}")


def main(directory):
    print("/* Source Serif 4, Source Sans 3, Source Code Pro: "
          "SIL Open Font License 1.1, book/fonts/. */")
    for family, name, style in FACES:
        data = (pathlib.Path(directory) / f"{name}.woff2").read_bytes()
        text = base64.b64encode(data).decode()
        print(face(family, style, f"url(data:font/woff2;base64,{text}) "
                   f'format("woff2")', LATIN))
    local = ", ".join(f'local("{name}")' for name in HAN)
    print(face("Book Han Marks", "normal", local, MARKS))


if __name__ == "__main__":
    main(sys.argv[1])
