"""Submissions that git cannot hold: no plain file, odd bytes, odd names.

Each function makes one submission in a folder that is there and empty; its row
stands in hostile.tsv. `plain` is the text of an idle answer, `right` that of
the reference. ODD_NAMES are folders' names; each holds an idle tiny.c.
"""
import os
import socket

MADE = {}
TINY = "tiny.c"
ODD_NAMES = (
    b"new\nline", b"tab\there", b"return\r", b'quote"s', b"it's",
    b"back\\slash",
    b"<script>alert(1)<", b"]]>&amp;<b>", b"-rf", b"--help", b"..dots", b"...",
    b"%s%n{0}{name}", b"$(touch pwned)", b"`id`", b"; exit 0; #", b"*", b"?",
    b"=1+1", b"+1", b"@SUM(1)", b"=cmd|' C calc'!A0", b"-1", b"a,b;c", b" ",
    b" both ", b"dot.", b"long" * 60, b"\xff\xfe\x80", b"\xc3\x28", b"\x1b[31m",
    b"\x7f\x01\x02", "é".encode(), "e\u0301".encode(), "右左\u202e".encode(),
    "王小明".encode(), b"ada", b"Ada", b"ADA ", b"ada_", b"ada?", b"con",
    b"nul",
    b"results", b"times.tsv", b"index.html", b"a.json", b"#hash", b"~", b"a:b",
    "\u200b".encode(), "\ufeffada".encode(), b"$HOME", b"$(shell id)", b"a$$b",
    b"name with spaces", b"results.json", b"none", b"null", b"0", b"1e5",
)


def makes(function):
    MADE[function.__name__] = function
    return function


def put(folder, name, data):
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return path


@makes
def link_passwd(folder, plain, right):
    os.symlink("/etc/passwd", os.path.join(folder, TINY))


@makes
def link_neighbour(folder, plain, right):
    os.symlink("../honest/tiny.c", os.path.join(folder, TINY))


@makes
def link_folder(folder, plain, right):
    put(os.path.dirname(folder), "honest_deep/labs/1-basics/tiny.c", right)
    os.symlink("../honest_deep/labs", os.path.join(folder, "labs"))


@makes
def link_chapter(folder, plain, right):
    os.mkdir(os.path.join(folder, "labs"))
    os.symlink(os.path.abspath("solutions/1-basics"),
               os.path.join(folder, "labs/1-basics"))


@makes
def link_submission(folder, plain, right):
    os.rmdir(folder)
    os.symlink("honest", folder)


@makes
def link_circle(folder, plain, right):
    os.symlink(TINY, os.path.join(folder, TINY))
    os.symlink("labs", os.path.join(folder, "labs"))


@makes
def link_nowhere(folder, plain, right):
    os.symlink("nowhere", os.path.join(folder, TINY))


@makes
def fifo(folder, plain, right):
    os.mkfifo(os.path.join(folder, TINY))
    os.mkfifo(os.path.join(folder, "language"))


@makes
def socket_file(folder, plain, right):
    here = os.open(folder, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:    # its path may be too long
        made.bind("/proc/self/fd/%d/%s" % (here, TINY))
    os.close(here)


@makes
def device(folder, plain, right):
    os.mknod(os.path.join(folder, TINY), 0o20666, os.makedev(1, 5))


@makes
def folder_as_file(folder, plain, right):
    put(folder, "tiny.c/tiny.c", right)


@makes
def unreadable(folder, plain, right):
    os.chmod(put(folder, TINY, plain), 0)


@makes
def unreadable_folder(folder, plain, right):
    put(folder, "labs/1-basics/tiny.c", plain)
    os.chmod(os.path.join(folder, "labs"), 0)


@makes
def hard_link(folder, plain, right):
    put(os.path.dirname(folder), "linked/tiny.c", plain)
    os.link(os.path.join(os.path.dirname(folder), "linked/tiny.c"),
            os.path.join(folder, TINY))


@makes
def sparse(folder, plain, right):
    with open(put(folder, TINY, plain), "r+b") as file:
        file.truncate(1 << 40)


@makes
def two_megabytes(folder, plain, right):
    put(folder, TINY, right + b"/*" + b"x" * (2 << 20) + b"*/\n")


@makes
def empty(folder, plain, right):
    put(folder, TINY, b"")


@makes
def empty_folder(folder, plain, right):
    pass


@makes
def returns(folder, plain, right):
    put(folder, TINY, right.replace(b"\n", b"\r\n"))


@makes
def old_returns(folder, plain, right):
    put(folder, TINY, plain.replace(b"\n", b"\r"))


@makes
def byte_order_mark(folder, plain, right):
    put(folder, TINY, b"\xef\xbb\xbf" + right)


@makes
def utf16(folder, plain, right):
    put(folder, TINY, right.decode().encode("utf-16"))


@makes
def nul_bytes(folder, plain, right):
    put(folder, TINY, right.replace(b"return 0;", b"return\0 0;") + b"\0\0\0")


@makes
def odd_bytes(folder, plain, right):
    put(folder, TINY, plain + b"/* \xff\xfe\x80 */ int \xff\xfe;\n")


@makes
def no_last_newline(folder, plain, right):
    put(folder, TINY, right.rstrip(b"\n"))


@makes
def executable(folder, plain, right):
    os.chmod(put(folder, TINY, right), 0o7777)


@makes
def zip_bytes(folder, plain, right):
    put(folder, TINY, b"PK\3\4" + bytes(range(256)) * 64)


@makes
def brackets(folder, plain, right):
    put(folder, TINY, b"int x = " + b"(" * 900000 + b";\n")


@makes
def one_long_line(folder, plain, right):
    put(folder, TINY, b"x" * 900000)


@makes
def one_long_error(folder, plain, right):
    put(folder, TINY, b"#error " + b"<b>&" * 200000 + b"\n")


@makes
def many_files(folder, plain, right):
    for number in range(10000):
        put(folder, "junk/%d" % number, b"")
    put(folder, TINY, plain)


@makes
def deep(folder, plain, right):
    put(folder, TINY, plain)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1200):       # longer than any path may be
        os.mkdir("deeper", dir_fd=here)
        below = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


@makes
def odd_names_inside(folder, plain, right):
    put(folder, TINY, plain)
    for name in ODD_NAMES:
        put(folder, name + b".txt", b"")
    put(folder, b"tiny.c\n", right)
    put(folder, b"labs\n/1-basics/tiny.c", right)


@makes
def language_link(folder, plain, right):
    put(folder, TINY, plain)
    os.symlink("../secret/language", os.path.join(folder, "language"))


@makes
def language_huge(folder, plain, right):
    put(folder, TINY, plain)
    with open(put(folder, "language", b"zh"), "r+b") as file:
        file.truncate(1 << 40)
