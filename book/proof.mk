# What is proved of the book: its console blocks, its two languages, its
# links. Included by pages.mk.

# The console blocks: run again when one of them, or a program, has changed.
# Chapter 4, the appendices and the guide are about Linux: elsewhere their
# blocks are taken as they stand.
CHAPTERS := $(filter-out $(if $(filter Linux,$(shell uname -s)),,4-summary/ \
	    appendices/ classroom/),\
	    $(sort $(dir $(SECTIONS))))
RECORDED := $(sort $(wildcard $(CHAPTERS:%=chapters/%console/*.txt)))
# A section's own: console/NAME.txt and console/NAME-*.txt.
OWN := $(if $(ONLY),$(sort $(wildcard $(foreach s,$(ONLY),\
	chapters/$(dir $s)console/$(notdir $s).*txt \
	chapters/$(dir $s)console/$(notdir $s)-*.txt))),$(RECORDED))
# The runs that its players show: made by a traced program, where the linker
# knows --wrap.
RECORDINGS := $(if $(filter Linux,$(shell uname -s)),$(sort $(wildcard \
	$(CHAPTERS:%=chapters/%recordings/*.tsv))))
PROGRAMS_OF_BOOK := $(wildcard solutions/*/*.c include/*.h Makefile \
	$(CHAPTERS:%=labs/%programs/*) tools/*.mk tools/run.py \
	tools/trace/* tools/trace*.py tools/timeline.py tools/recording*.py \
	tools/stable.py tools/lanes.py tools/picture.py tools/canvas.py \
	tools/band.py tools/axis.py \
	tools/words/*.txt)
RUN_TRANSCRIPTS = $(PY) tools/transcripts.py
# Several commands run at once, so nothing may be left for them to compile.
SHOWN = $(subst /programs/,/,$(patsubst labs/%.c,%,\
	$(wildcard $(CHAPTERS:%=labs/%programs/*.c))))
TRACED = $(patsubst LAB=%,%,$(filter LAB=%,$(shell \
	grep -hos 'make trace LAB=[a-z_]*' /dev/null $(RECORDED)))) \
	$(basename $(notdir $(RECORDINGS)))
ON_FAST = $(patsubst labs/%.c,build/plain-fast/programs/%,$(subst \
	/programs/,/,$(wildcard $(patsubst LAB=%,labs/*/programs/%.c,$(filter \
	LAB=%,$(shell grep -hos 'LAB=[a-z_]* FLOOR=fast' /dev/null \
	$(RECORDED))))))) $(shell grep -hos \
	'build/plain-fast/programs/[0-9a-z/_-]*' /dev/null $(RECORDED))
COMPILE_SHOWN = $(if $(wildcard Makefile),$(MAKE) -s -f Makefile \
	FLAVOUR=plain YOURS= $(SHOWN:%=build/plain/programs/%) \
	$(patsubst labs/%.c,build/plain/traced/%,$(subst /programs/,/,\
	$(wildcard $(TRACED:%=labs/*/programs/%.c)))) \
	$(if $(strip $(ON_FAST)),&& $(MAKE) -s -f Makefile \
	FLAVOUR=plain-fast YOURS= $(sort $(ON_FAST))),:)

# These show what a tool of the system says. For readers a difference is a
# note; check-book is strict.
FOREIGN := $(shell grep -lE '^\#: (needs|slow)' /dev/null $(RECORDED))

.PHONY: proved transcripts pairs check-book
proved: $(OBJ)/transcripts.proved $(OBJ)/recordings.proved
$(OBJ)/recordings.proved: $(RECORDINGS) $(PROGRAMS_OF_BOOK) \
		| $(OBJ)/transcripts.proved
	$(if $(RECORDINGS),$(PY) tools/recordings.py check $(RECORDINGS))
	touch $@
$(OBJ)/transcripts.proved: $(RECORDED) $(PROGRAMS_OF_BOOK)
	+$(COMPILE_SHOWN)
	$(if $(RECORDED),$(RUN_TRANSCRIPTS) check \
		$(if $(filter-out $(RECORDED),$?),$(RECORDED),$?))
	@mkdir -p $(@D)
	touch $@
$(OBJ)/transcripts.strict: $(OBJ)/transcripts.proved
	+$(COMPILE_SHOWN)
	$(if $(FOREIGN),$(RUN_TRANSCRIPTS) strict $(FOREIGN))
	touch $@
transcripts:
	+$(COMPILE_SHOWN)
	$(if $(OWN),$(RUN_TRANSCRIPTS) record $(OWN))
	$(if $(RECORDINGS),$(PY) tools/recordings.py record $(RECORDINGS))

pairs: $(call objects,en) $(call objects,zh)
	$(PY) book/check/pairs.py $(OBJ) $(if $(ONLY),--part) \
		$(if $(FROZEN),--frozen) --confirm "$(CONFIRM)" $(SECTIONS)

check-book: FROZEN := yes
check-book: pairs $(OBJ)/transcripts.strict
	$(PY) book/check/links.py $(BUILD)
	$(if $(wildcard chapters/minutes.tsv),$(PY) book/check/minutes.py)
