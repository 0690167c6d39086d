# The book: book, draft, pairs, transcripts, check-book. How a section is
# written: book/README.md. How pages are made: book/pages.mk.

# SECTION=loop or SECTION=1-basics/loop names one section.
BOOK_PART = $(or $(firstword $(filter $(SECTION) %/$(SECTION),\
	$(shell awk -f book/sections.awk chapters/toc.txt))),$(SECTION))
BOOK_PYTHON = $(or $(PY),$(or $(PYTHON),python3) -B)
BOOK_WITH = --no-print-directory -f book/pages.mk $(if $(VERBOSE),,-s) \
	PY="$(BOOK_PYTHON)"

.PHONY: book epub pdf draft pairs transcripts check-book need-pandoc

book: need-pandoc
	@$(MAKE) $(BOOK_WITH) pages proved
	@echo "build/book/index.html"

epub: need-pandoc
	@$(MAKE) $(BOOK_WITH) epub
	@for language in zh en; do \
	echo "build/epub/from-select-to-gather.$$language.epub"; done

pdf: need-pandoc
	@$(MAKE) $(BOOK_WITH) pdf
	@for language in zh en; do \
	echo "build/pdf/from-select-to-gather.$$language.pdf"; done

draft: need-pandoc
	@$(MAKE) $(BOOK_WITH) ONLY="$(BOOK_PART)" BUILD=build/draft pages
	@for edition in en zh zh-en; do \
	echo "build/draft/$$edition/$(BOOK_PART).html"; done

pairs: need-pandoc
	@$(MAKE) $(BOOK_WITH) $(if $(SECTION),ONLY="$(BOOK_PART)" \
		BUILD=build/draft) CONFIRM="$(CONFIRM)" pairs

transcripts:
	@$(MAKE) $(BOOK_WITH) $(if $(SECTION),ONLY="$(BOOK_PART)") transcripts

check-book: book
	@$(MAKE) $(BOOK_WITH) check-book

need-pandoc:
	@command -v pandoc > /dev/null || { \
	echo "The book is made by pandoc, which is not installed: make setup" \
		>&2; \
	echo "书由 pandoc 生成，本机还没有装：make setup" >&2; exit 1; }
	@echo | pandoc -f commonmark_x+sourcepos -t json >/dev/null 2>&1 || { \
	$(TOOL) tools/say.py ready.old_pandoc \
		version="$$(pandoc --version | head -n 1)" >&2; exit 1; }
