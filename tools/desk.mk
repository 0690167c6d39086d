# The learner's desk: setup, help, test, run, serve.

PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
# Started often, so started fast: no site packages; compiled files in build/.
TOOL := $(PYTHON) -S -E -X pycache_prefix=build/pycache

# As many jobs as there are processors, unless -j says otherwise.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell getconf _NPROCESSORS_ONLN) --no-print-directory
endif
MAKEFLAGS += --no-builtin-rules

# A lab is begun once its file is no longer the starter that we made.
SHA256 := $(if $(shell command -v sha256sum),sha256sum,shasum -a 256)
BEGUN := $(filter $(LABS),$(shell LC_ALL=C $(SHA256) -c labs/.starters \
	 2>/dev/null | sed -n -e 's,^labs/\(.*\)\.c: FAILED$$,\1,p' \
	 -e 's,^labs/\(.*\)\.$(MACHINE)\.S: FAILED$$,\1,p'))

# LAB=loop or LAB=1-basics/loop. A program may be named that is no lab's. An
# editor knows the file's name only: switch.x86_64 is switch.
CHOSEN := $(if $(LAB),$(foreach l,$(LAB:%.$(MACHINE)=%),\
	  $(filter $l %/$l,$(LABS))))
PROGRAMS := $(subst /programs/,/,$(patsubst labs/%.c,%,\
	    $(wildcard labs/*/programs/*.c)))
PROGRAM := $(if $(LAB),$(firstword $(filter $(LAB) %/$(LAB),$(PROGRAMS))))

export MACHINE LABS HELD_BACK BEGUN LAB CHOSEN PROGRAMS PROGRAM ARGS PY WHOSE \
       VERDICTS ALL

# What would stop a compiler is said before one starts.
ifneq ($(filter test run watch next progress hint diff checkpoint trace debug,\
	$(MAKECMDGOALS)),)
ifeq ($(MAKELEVEL),0)
NOT_READY := $(shell CC="$(COMPILER)" sh tools/ready.sh)
$(if $(NOT_READY),$(error $(NOT_READY)))
endif
endif

.PHONY: setup help reset test run serve

setup:
	@sh tools/setup

help:
	@$(TOOL) tools/help.py

# The starter again; what was written is kept beside it.
reset:
	@$(PYTHON) tools/starters.py reset "$(LAB)"

# What was built. What is the learner's lies in labs/.
.PHONY: clean
clean:
	@rm -rf build && $(PYTHON) -B tools/say.py clean.done

# The whole table, or one lab; ALL=1: each of its tests.
TESTED := $(if $(LAB),$(CHOSEN),$(LABS))
ANSWERED := $(filter $(BEGUN),$(TESTED))
test: $(TESTED:%=$(VERDICTS)/reference/%.tsv) \
		$(ANSWERED:%=$(VERDICTS)/yours/%.tsv)
	@$(TOOL) tools/$(if $(LAB),lab,table).py

# What to do now; how far you are. Both ask the verdicts on what is begun.
ELECTIVE := 2-concurrency/locks 2-concurrency/queue 3-networking/resolve \
	    4-summary/switch 4-summary/poller 4-summary/serve
export ELECTIVE
.PHONY: next progress
next progress: $(BEGUN:%=$(VERDICTS)/yours/%.tsv)
	@$(TOOL) tools/$@.py

# A chapter's program on MINE, which are the learner's, and on what is given.
# What is THEIRS, of the reference, is linked only where something calls it.
export CHAPTER
.PHONY: checkpoint
checkpoint: $(BEGUN:%=$(VERDICTS)/yours/%.tsv)
	@$(TOOL) tools/checkpoint.py

$B/checkpoint/%: $B/programs/$(PROGRAM).o $(MINE:%=$B/yours/%.o) \
		$(GIVENS) $(THEIRS:%=$B/reference/%.o) FORCE
	@mkdir -p $(@D) && rm -f $@.a && ar rcs $@.a $(GIVENS) \
		$(THEIRS:%=$B/reference/%.o)
	@$(LINK) -o $@ $< $(MINE:%=$B/yours/%.o) $@.a -lm

# The learner's file beside the reference: asks, where it is not solved.
export STEP SURE
.PHONY: diff
diff: $(patsubst %,$(VERDICTS)/yours/%.tsv,$(filter $(BEGUN),$(CHOSEN)))
	@$(TOOL) tools/diff.py

# Tests a lab at each save; keys do the rest.
.PHONY: watch
watch:
	@$(TOOL) tools/watch.py "$(LAB)"

# The next hint for the step that the verdict says; STEP=3, AGAIN=1.
.PHONY: hint
HINTED := $(filter $(BEGUN),$(if $(LAB),$(CHOSEN),$(LABS)))
hint: $(HINTED:%=$(VERDICTS)/yours/%.tsv)
	@$(TOOL) tools/hint.py

# Yours is linked where its tests pass, so they are run before.
RUN_FLAVOUR := $(if $(filter command,$(origin FLAVOUR)),$(KIND),plain)
RUN_BUILT := $(RUN_FLAVOUR)$(BUILT:$(KIND)%=%)
ANYBODYS := $(if $(PROGRAM),$(if $(filter reference,$(WHOSE)),,$(BEGUN)))
run: $(ANYBODYS:%=$(VERDICTS)/yours/%.tsv)
	@yours=$$(LABS="$(ON_$(call floor_of,$(PROGRAM)))" \
		$(TOOL) tools/run.py) && \
	$(MAKE) FLAVOUR=$(RUN_FLAVOUR) YOURS="$$yours" \
		build/$(RUN_BUILT)/programs/$(PROGRAM) >&2 && \
	RUNNER="$(RUN_$(RUN_FLAVOUR))" TOOL="$(TOOL)" sh tools/run.sh \
		build/$(RUN_BUILT)/programs/$(PROGRAM) \
		labs/$(subst /,/programs/,$(PROGRAM)).py

# The book, served by lab serve: by yours once it passes. Its pages show where
# you are in each lab.
PORT ?= 8000
BOOK := build/book
# In a hand-out it lies in book/, made, and what empties build/ leaves it.
$(if $(wildcard book/index.html),$(if $(wildcard $(BOOK)/index.html),,\
	$(shell mkdir -p build && ln -sfn ../book $(BOOK))))
serve:
	@$(TOOL) tools/port.py "$(PORT)"
	@test -f $(BOOK)/index.html || { $(TOOL) tools/say.py serve.build >&2; \
	$(MAKE) book; } || { $(TOOL) tools/say.py serve.no_book >&2; exit 1; }
	@$(TOOL) tools/say.py serve.begin folder=$(BOOK) >&2
	@$(TOOL) tools/live.py "$(BOOK)" \
		$(MAKE) run LAB=serve ARGS="-p $(PORT) $(BOOK)"
