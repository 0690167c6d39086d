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
BASIS := $(wildcard solutions/*/*.[cS] include/*.h Makefile \
	$(CHAPTERS:%=labs/%programs/*) tools/*.mk tools/run.py \
	tools/trace/* tools/trace*.py tools/timeline.py tools/recording*.py \
	tools/stable.py tools/lanes.py tools/picture.py tools/canvas.py \
	tools/band.py tools/axis.py \
	tools/words/*.txt)
PROOF = +OBJECTS="$(OBJ)" BASIS="$(BASIS)" RECORDINGS="$(RECORDINGS)" \
	MAKE="$(MAKE)" RECORDED="$(RECORDED)" $(PY) tools/proof.py

.PHONY: proved transcripts pairs check-book
proved:
	$(PROOF) check
transcripts: RECORDED := $(OWN)
transcripts:
	$(PROOF) record

pairs: $(call objects,en) $(call objects,zh)
	$(PY) book/check/pairs.py $(OBJ) $(if $(ONLY),--part) \
		$(if $(FROZEN),--frozen) --confirm "$(CONFIRM)" $(SECTIONS)

check-book: FROZEN := yes
check-book: pairs proved
	$(PROOF) strict
	$(PY) book/check/links.py $(BUILD)
	$(if $(wildcard chapters/minutes.tsv),$(PY) book/check/minutes.py)
