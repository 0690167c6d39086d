# The book: make book, make pairs, make transcripts, make draft, make check-book.
# book/README.md says how to write a section; book/pages.mk how pages are made.

.PHONY: book pages-of-book draft pairs transcripts check-book need-pandoc

BOOK_RULES = --no-print-directory -f book/pages.mk $(if $(V),,-s)

book: pages-of-book
	@echo "build/book/index.html"

pages-of-book: need-pandoc
	@$(MAKE) $(BOOK_RULES) pages

need-pandoc:
	@command -v pandoc > /dev/null || { \
	echo "The book is made by pandoc, which is not installed: make setup" >&2; \
	echo "书由 pandoc 生成，本机还没有装：make setup" >&2; exit 1; }
