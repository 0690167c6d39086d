# The book as one file: EPUB by pandoc, PDF from one long page by Chromium.
# Included by pages.mk; both are made of the same documents as the pages.

ifneq ($(filter epub pdf,$(MAKECMDGOALS)),)
VOLUME := from-select-to-gather
# Both files hold a date: that of the text, so that it is the same each time.
SOURCE_DATE_EPOCH := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 \
	--format=%ct -- chapters book solutions include labs 2> /dev/null),\
	1767225600)
export SOURCE_DATE_EPOCH

WHOLE := $(wildcard book/print/*.lua) $(around) $(READ)
# pandoc 3 has another name for it.
SPLIT := $(if $(shell pandoc --help | grep -e --split-level),$\
	--split-level,--epub-chapter-level)=2
BINDING := book/epub/page.xhtml book/epub/epub.css \
	book/print/figures.css
whole = pandoc -f json --wrap=preserve -L book/print/volume.lua \
	-M edition=$1 -M target=$2 -M objects=$(OBJ) \
	--metadata-file book/epub/$1.yaml

define volume_of
build/epub/$(VOLUME).$1.epub: $(call objects,$1) $(OBJ)/labels.$1 $(WHOLE) \
		$(BINDING) book/epub/cover.$1.svg book/epub/$1.yaml \
		tools/bind.py
	@mkdir -p $$(@D) $(OBJ)/coloured
	echo | pandoc -f commonmark -t json | $(call whole,$1,epub) -t epub3 \
		--template book/epub/page.xhtml --toc --toc-depth=3 $(SPLIT) \
		--css book/epub/epub.css --css book/print/figures.css \
		--epub-cover-image book/epub/cover.$1.svg -o $$@
	$(PY) tools/bind.py $$@
endef
$(foreach l,en zh,$(eval $(call volume_of,$l)))

PRINTED := book/print/page.html book/print/figures.css book/print/print.css
define printed_of
build/pdf/$1.html: $(call objects,$1) $(OBJ)/labels.$1 $(WHOLE) $(PRINTED) \
		book/epub/cover.$1.svg book/epub/$1.yaml
	@mkdir -p $$(@D) $(OBJ)/coloured
	echo | pandoc -f commonmark -t json | $(call whole,$1,print) -t html5 \
		--section-divs --template book/print/page.html \
		$(patsubst %,--css ../../%,$(filter %.css,$(PRINTED))) -o $$@
build/pdf/$(VOLUME).$1.pdf: build/pdf/$1.html tools/press.py tools/pdfread.py
	$(PY) tools/press.py $$< $$@
endef
$(foreach l,en zh,$(eval $(call printed_of,$l)))

.PHONY: pdf
pdf: $(foreach l,en zh,build/pdf/$(VOLUME).$l.pdf)

.PHONY: epub
epub: $(foreach l,en zh,build/epub/$(VOLUME).$l.epub)
endif
