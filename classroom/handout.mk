# What goes out to students: make handout [LABS="tiny selector"]. A folder and
# an archive without solutions; objects stand in for them.

HANDOUT := build/handout
HANDOUT_NAME := from-select-to-gather
HANDOUT_KINDS := asan plain gcc-O0	# test; run, trace, checkpoint; debug

# LABS= on the command line would be LABS everywhere: start afresh.
.PHONY: handout handout-made handout-objects handout-book
handout: need-pandoc
	@env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u LABS $(MAKE) -s \
		HANDED="$(if $(filter command,$(firstword \
		$(origin LABS))),$(LABS))" handout-made

handout-made:
	@$(TOOL) classroom/handout/make.py check $(HANDED)
	@for kind in $(HANDOUT_KINDS); do \
		$(MAKE) FLAVOUR=$$kind handout-objects || exit; done
	@$(MAKE) handout-book
	@$(TOOL) classroom/handout/make.py $(HANDOUT)/$(HANDOUT_NAME) \
		$(HANDOUT) $(HANDED)

# The same objects in whatever folder this is.
HANDOUT_B := $(HANDOUT)/objects/$(KIND)
handout-objects:
	@$(MAKE) B=$(HANDOUT_B) \
		CFLAGS='$(CFLAGS) "-ffile-prefix-map=$(CURDIR)=."' \
		$(patsubst %,$(HANDOUT_B)/reference/%.o,$(LABS)) \
		$(patsubst %,$(HANDOUT_B)/given/%.o,$(GIVEN)) \
		$(patsubst %,$(HANDOUT_B)/scripted/reference/%.o,\
		$(filter $(SCRIPTED),$(LABS)))

# The book of the hand-out is made as any other, of fitted chapters.
handout-book:
	@$(PYTHON) -B classroom/handout/chapters.py $(HANDOUT)/source
	@$(MAKE) -C $(HANDOUT)/source $(BOOK_WITH) pages
