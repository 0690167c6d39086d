# How the pages are made. Called by book.mk with $(MAKE) -f, so that the other
# commands do not read it. BUILD is where pages go; ONLY names the sections of
# a draft, otherwise all sections of chapters/toc.txt are made.

BUILD ?= build/book
PY ?= python3 -B
OBJ := $(BUILD).objects$(ONLY:%=/%)

FORMAT := commonmark_x-smart+sourcepos-gfm_auto_identifiers-emoji$\
-tex_math_dollars-subscript-superscript-strikeout-fancy_lists$\
-definition_lists-implicit_header_references-yaml_metadata_block

SECTIONS := $(or $(ONLY),$(shell awk -f book/sections.awk chapters/toc.txt))

SOURCES := $(foreach s,$(SECTIONS),chapters/$s.en.md chapters/$s.zh.md)
MISSING := $(filter-out $(wildcard $(SOURCES)),$(SOURCES))
ifneq ($(MISSING),)
$(error chapters/toc.txt names a section that is not written: $(MISSING). \
Write it, or take it out of chapters/toc.txt)
endif

READ := $(wildcard book/filters/*.lua)
STYLE := $(sort $(wildcard book/style/*.css))
SCRIPT := $(sort $(wildcard book/script/*.js))
PLAYER := $(sort $(wildcard book/player/*.js))
RUNS := $(patsubst chapters/%.tsv,%,$(subst /recordings/,/,\
	$(sort $(wildcard chapters/*/recordings/*.tsv))))
SEARCH := $(sort $(wildcard book/search/*.js))
EDITIONS := zh en zh-en
objects = $(SECTIONS:%=$(OBJ)/%.$1.json)
PAGES := $(foreach e,$(EDITIONS),$(BUILD)/$e/index.html \
	$(SECTIONS:%=$(BUILD)/$e/%.html))

.PHONY: pages
.DELETE_ON_ERROR:
.SECONDARY:
pages: $(PAGES) $(BUILD)/index.html $(addprefix $(BUILD)/,style.css dark.css \
	fonts.css book.js search.js search-zh.js search-en.js player.js \
	$(RUNS:%=players/%.js))

$(BUILD)/index.html: book/chooser.html
	@mkdir -p $(@D)
	cp $< $@

$(BUILD)/style.css: $(STYLE)
	@mkdir -p $(@D)
	cat $(STYLE) > $@

$(BUILD)/dark.css: book/dark.css
	@mkdir -p $(@D)
	cp $< $@

$(BUILD)/search.js: $(SEARCH)
	@mkdir -p $(@D)
	cat $(SEARCH) > $@

$(BUILD)/fonts.css: book/fonts/embed.py $(wildcard book/fonts/*.woff2)
	@mkdir -p $(@D)
	$(PY) book/fonts/embed.py book/fonts > $@

$(BUILD)/book.js: $(SCRIPT)
	@mkdir -p $(@D)
	cat $(SCRIPT) > $@

$(BUILD)/player.js: $(PLAYER)
	@mkdir -p $(@D)
	{ echo '(() => {'; cat $(PLAYER); echo '})();'; } > $@

# A recording as a script, so that a page finds it without a server.
define run_of
$(BUILD)/players/$1.js: chapters/$(dir $1)recordings/$(notdir $1).tsv
	@mkdir -p $$(@D)
	{ echo '(window.recordings ??= {})["$1"] = `'; \
	sed '/^#/d; s/[\\`$$$$]/\\&/g' $$<; echo '`;'; } > $$@
endef
$(foreach r,$(RUNS),$(eval $(call run_of,$r)))

# What search.js finds, a script for each language: the pages' lines in order.
FOUND = $(SECTIONS:%=$(OBJ)/%.$*.find)
$(BUILD)/search-zh.js: $(SECTIONS:%=$(BUILD)/zh/%.html)
$(BUILD)/search-en.js: $(SECTIONS:%=$(BUILD)/en/%.html)
$(BUILD)/search-zh.js $(BUILD)/search-en.js: $(BUILD)/search-%.js:
	{ echo 'book.index("$*", ['; cat $(FOUND); echo ']);'; } > $@

# First half: Markdown to a checked document.
$(OBJ)/%.json: chapters/%.md $(READ) $(OBJ)/pandoc
	@mkdir -p $(@D)
	pandoc -f $(FORMAT) -t json -L book/filters/read.lua -o $@ $<

# What the glossary, the index of functions and the misconceptions are made
# of; renewed only when it has changed.
define entries_of
ifneq ($(filter %/$1,$(SECTIONS)),)
$(addprefix $(OBJ)/$(filter %/$1,$(SECTIONS)).,en.json zh.json): \
	$(OBJ)/$1.entries
$(OBJ)/$1.entries: $(OBJ)/$1.collected
	@:
$(OBJ)/$1.collected: $2 $(addprefix book/check/,entries.py contracts.py \
		misconceptions.py)
	$(PY) book/check/entries.py $1 $(OBJ)/$1.entries
	@touch $$@
endif
endef
$(eval $(call entries_of,glossary,book/glossary.tsv))
$(eval $(call entries_of,functions,book/functions.tsv chapters/toc.txt \
	$(wildcard include/*.h solutions/*/*.c solutions/*/*.S)))
$(eval $(call entries_of,misconceptions,$(wildcard tests/*/wrong/*/*.patch \
	solutions/*/*.c solutions/*/*.S tools/wrongs.py)))

# Changes when another pandoc is installed.
$(OBJ)/pandoc: FORCE
	@mkdir -p $(@D)
	@ls -lL "$$(command -v pandoc)" | cmp -s - $@ 2>&1 || \
	ls -lL "$$(command -v pandoc)" > $@
.PHONY: FORCE

# The labels of all sections; renewed only when one of them has changed.
labels := $(OBJ)/labels.en $(OBJ)/labels.zh
define labels_of
$(OBJ)/labels.$1: $(OBJ)/seen.$1
	@:
$(OBJ)/seen.$1: $(call objects,$1)
	cat $(patsubst %,%.labels,$(call objects,$1)) > $$@.new
	cmp -s $$@.new $(OBJ)/labels.$1 || cp $$@.new $(OBJ)/labels.$1
	mv $$@.new $$@
endef
$(foreach l,en zh,$(eval $(call labels_of,$l)))

# Both languages of a section share one skeleton, or there is no page
# (a draft is made all the same).
$(OBJ)/%.paired: $(OBJ)/%.en.json $(OBJ)/%.zh.json book/check/skeletons.py
	$(PY) book/check/skeletons.py $(OBJ) $* $(if $(ONLY),|| :)
	touch $@

# Second half: document to page.
write = pandoc -f json -t html5 --wrap=preserve --template book/page.html \
	-L book/filters/page.lua -M edition=$1 -M section=$* -M objects=$(OBJ) \
	$(if $(ONLY),-M draft=yes) -o $@ $<
around := book/page.html book/words.lua book/pages.mk chapters/toc.txt

$(BUILD)/zh/%.html: $(OBJ)/%.zh.json $(OBJ)/%.paired $(labels) $(around)
	@mkdir -p $(@D) $(OBJ)/coloured
	$(call write,zh)
$(BUILD)/en/%.html: $(OBJ)/%.en.json $(OBJ)/%.paired $(labels) $(around)
	@mkdir -p $(@D) $(OBJ)/coloured
	$(call write,en)
$(BUILD)/zh-en/%.html: $(OBJ)/%.en.json $(OBJ)/%.zh.json $(OBJ)/%.paired \
		$(labels) $(around)
	@mkdir -p $(@D) $(OBJ)/coloured
	$(call write,zh-en)
$(EDITIONS:%=$(BUILD)/%/index.html): $(BUILD)/%/index.html: \
		$(labels) $(around) $(READ)
	@mkdir -p $(@D)
	echo | pandoc -f commonmark -t html5 --template book/page.html \
		-L book/filters/front.lua -M edition=$* -M objects=$(OBJ) -o $@

-include $(wildcard $(SECTIONS:%=$(OBJ)/%.en.json.d) \
	$(SECTIONS:%=$(OBJ)/%.zh.json.d))

include book/print.mk
include book/proof.mk
