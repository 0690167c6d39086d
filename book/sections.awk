# chapters/toc.txt as CHAPTER/NAME, one a line.
/^#/ { next }
/^[^ ]/ { chapter = $1 }
/^ / && NF { print chapter "/" $1 }
