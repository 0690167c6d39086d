# How things are compiled, linked and judged.
#
#   solutions/1-basics/loop.c        build/FLAVOUR/reference/1-basics/loop.o
#   labs/1-basics/loop.c             build/FLAVOUR/yours/1-basics/loop.o
#   build/try/1-basics/loop/NAME.c   build/FLAVOUR/try/1-basics/loop/NAME.o
#   tests/1-basics/loop.c            build/FLAVOUR/tests/1-basics/loop.o
#
# A suite is linked with the one file that it judges: yours, the reference, or
# one that somebody put below build/try (a wrong answer, say). Every other lab
# comes from the reference. So beside each of the first three .o stand
#
#   .test   the suite on that file        .log   what compiler or linker said
#
# and its verdict, build/verdict/yours/1-basics/loop.tsv. Objects are linked,
# not an archive: what is missing must read "undefined reference to loop_stop".

# A flavour is a compiler, its flags, and what runs the result; with -fast
# behind it, on the fast floor.
FLAVOUR ?= asan
FLAVOURS := asan plain gcc-O0 gcc-O2 clang-O0 clang-O2 clang-asan valgrind \
	    aarch64 bench coverage fuzz
# A hand-out has objects for some of them.
FLAVOURS := $(if $(wildcard reference),\
	    $(filter $(FLAVOURS),$(notdir $(wildcard reference/*))),$(FLAVOURS))
ifeq ($(filter $(FLAVOUR:%-fast=%),$(FLAVOURS)),)
$(error FLAVOUR=$(FLAVOUR)? $(FLAVOURS))
endif

# Two labs are written twice, behind the same header: one of them is linked.
# The programs of chapter 4 stand on the fast floor, all others on the basic
# one, unless FLOOR says otherwise.
ifeq ($(filter $(FLOOR),basic fast),$(if $(FLOOR),,none))
$(error FLOOR=$(FLOOR)? basic fast)
endif
KIND  := $(FLAVOUR:%-fast=%)
FLOOR := $(if $(filter %-fast,$(FLAVOUR)),fast,$(FLOOR))
BUILT := $(KIND)$(if $(filter fast,$(FLOOR)),-fast)
INSTEAD_OF_1-basics/context  := 4-summary/switch
INSTEAD_OF_1-basics/selector := 4-summary/poller
INSTEAD_OF_4-summary/switch  := 1-basics/context
INSTEAD_OF_4-summary/poller  := 1-basics/selector

# What everything stands on, and no lesson is about. A hand-out for students
# has no solutions/, but the objects that were made of it: reference/KIND/.
GIVEN := $(sort $(notdir $(basename $(wildcard solutions/given/*.c \
	 reference/*/given/*.o))))

# A lab in assembly has a file for each processor. Both labs are for Linux:
# elsewhere they are left out, and what they would replace stays.
MACHINE := $(if $(filter aarch64,$(KIND)),aarch64,$(shell uname -m))
FAST_LABS := $(if $(filter Linux,$(shell uname -s)),4-summary/poller \
	     $(if $(wildcard solutions/4-summary/switch.$(MACHINE).S \
	     reference/*/4-summary/switch.o),\
	     4-summary/switch))
LABS := $(filter-out $(filter-out $(FAST_LABS),\
	4-summary/switch 4-summary/poller),$(LABS))
ON_basic := $(filter-out $(FAST_LABS),$(LABS))
ON_fast  := $(filter-out $(foreach l,$(FAST_LABS),$(INSTEAD_OF_$l)),$(LABS))
# A hand-out may be of some labs only. The others are linked all the same.
HANDED_OUT := $(shell cat reference/labs 2>/dev/null)
HELD_BACK := $(if $(HANDED_OUT),$(filter-out $(HANDED_OUT),$(LABS)))
LABS := $(if $(HANDED_OUT),$(filter $(HANDED_OUT),$(LABS)),$(LABS))
floor_of = $(or $(FLOOR),$(if $(filter 4-summary/%,$(1)),fast,basic))

SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all
HARDEN := -fstack-protector-strong -fstack-clash-protection

COMPILER_gcc-O0     := gcc
COMPILER_gcc-O2     := gcc
COMPILER_clang-O0   := clang
COMPILER_clang-O2   := clang
COMPILER_clang-asan := clang
COMPILER_bench      := gcc
COMPILER_coverage   := gcc
COMPILER_fuzz       := clang
COMPILER_aarch64    := aarch64-linux-gnu-gcc

CFLAGS_asan       := -O1 -g -fno-omit-frame-pointer $(SANITIZE)
CFLAGS_clang-asan := $(CFLAGS_asan)
CFLAGS_plain      := -O2 -g -D_FORTIFY_SOURCE=2 $(HARDEN)
CFLAGS_gcc-O0     := -O0 -g
CFLAGS_gcc-O2     := -O2 -g
CFLAGS_clang-O0   := -O0 -g
CFLAGS_clang-O2   := -O2 -g
CFLAGS_valgrind   := -O1 -g
CFLAGS_aarch64    := -O2 -g
CFLAGS_coverage   := -O0 -g --coverage -Wl,-u,__gcov_dump
CFLAGS_fuzz       := -O1 -g -fno-omit-frame-pointer $(SANITIZE) \
		     -fsanitize=fuzzer-no-link
CFLAGS_bench      := -O3 -g -flto=auto # one file: fewer returns after a jump

# Stacks lie near each other: a leap of 30,000 bytes is a switch, not a frame.
RUN_valgrind := valgrind -q --error-exitcode=97 --leak-check=full \
		--errors-for-leak-kinds=definite --max-stackframe=30000
# With libc6:arm64 installed; -L would mix its libc with another loader.
# The C library of libc6:arm64; with the cross compiler's, fork(2) hangs.
RUN_aarch64  := qemu-aarch64 -L /
PATIENCE_valgrind := 20
PATIENCE_aarch64  := 10

COMPILER := $(or $(COMPILER_$(KIND)),$(CC))
CFLAGS   := $(CFLAGS_$(KIND))
RUNNER   := $(RUN_$(KIND))
PATIENCE := $(or $(PATIENCE_$(KIND)),1)

B := build/$(BUILT)
VERDICTS := build/verdict$(if $(filter-out asan,$(BUILT)),-$(BUILT))

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	    -Wno-unused-parameter
# Warnings of which nothing good has ever come are errors for a learner.
MISTAKES := $(addprefix -Werror=,implicit-function-declaration \
	    int-conversion incompatible-pointer-types return-type)
COMPILE = $(COMPILER) -std=c11 -D_POSIX_C_SOURCE=200809L $(CFLAGS) \
	  $(WARNINGS) $(WERROR) -pthread -MMD -MP -iquote include
LINK = $(COMPILER) $(CFLAGS) -pthread -rdynamic

# Every object is made anew when the flags above change.
FLAGS := tools/build.mk

# What tools/coverage.py counts is the reference, not its suites.
COMPILE_TEST = $(filter-out --coverage,$(COMPILE)) -iquote tests/support

# In a test, every allocation passes by tests/support/counting.c, a panic by
# crash.c, sockets and pipes by kernel.c, names and threads by names.c.
comma := ,
WRAP := $(addprefix -Wl$(comma)--wrap=,malloc calloc realloc aligned_alloc \
	strdup strndup slab_take abort connect accept recv send recvmsg \
	sendmsg pipe getaddrinfo pthread_create pthread_detach)
CHECK_LIBS = $(if $(filter aarch64,$(KIND)),-lcheck -lsubunit,\
	     $(shell pkg-config --libs check))

# The suites of these labs script select(2) and the clock. In all others
# tests/support/virtual.c is the clock, and stands before the selector.
SCRIPTED := 1-basics/tiny 1-basics/selector 4-summary/poller
RENAME := -Dselect=scripted_select -Depoll_wait=scripted_epoll_wait \
	  -Dclock_gettime=scripted_clock_gettime
BEFORE := $(addprefix -Wl$(comma)--wrap=selector_,register unregister select)

SUPPORT := main expect failure trace forked leaks late counting crash kernel \
	   names
SUPPORT_OF_4-summary/switch := registers
GIVENS  := $(GIVEN:%=$B/given/%.o)

# $(1) is what is judged: yours/1-basics/loop, try/1-basics/loop/NAME, ...
lab_of = $(strip $(foreach l,$(LABS),$(if \
	 $(filter %/$l,$(1))$(findstring /$l/,$(1)),$l)))
scripted = $(filter $(SCRIPTED),$(call lab_of,$(1)))
judged = $B/$(if $(call scripted,$(1)),scripted/)$(1).o
others = $(patsubst %,$B/reference/%.o,$(filter-out $(call lab_of,$(1)) \
	 $(INSTEAD_OF_$(call lab_of,$(1))),$(ON_$(or $(FLOOR),basic))))
around = $(if $(call scripted,$(1)),\
	 $(others) $(GIVENS) $B/tests/support/scripted.o,\
	 $(others) $(filter-out %/clock.o,$(GIVENS)) $B/tests/support/virtual.o)
test_objects = $(call judged,$(1)) $B/tests/$(call lab_of,$(1)).o \
	       $(patsubst %,$B/tests/support/%.o,$(SUPPORT) \
	       $(SUPPORT_OF_$(call lab_of,$(1)))) $(call around,$(1))

# Who judges: a verdict is made anew when one of them changes.
JUDGES := $(addprefix tools/,verdict.py judge.py suite.py outer.py shorten.py \
	  symbols.py sections.py odd.py preprocessed.py late.py results.py \
	  words/en.txt words/zh.txt) tests/allowed.txt

.SECONDEXPANSION:
.DELETE_ON_ERROR:
.SECONDARY:

# What the workbook brings: an error stops everything.
$B/reference/%.o: solutions/%.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

$B/reference/%.o: solutions/%.$(MACHINE).S $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

$B/given/%.o: solutions/given/%.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

$B/tests/%.o: tests/%.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE_TEST) -c -o $@ $<

$B/tests/%.o: tests/%.$(MACHINE).S $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

$B/scripted/reference/%.o: solutions/%.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) $(RENAME) -c -o $@ $<

# Where there is no source, there is an object.
$B/reference/%.o: reference/$(KIND)/%.o
	@mkdir -p $(@D) && cp $< $@

$B/given/%.o: reference/$(KIND)/given/%.o
	@mkdir -p $(@D) && cp $< $@

$B/scripted/reference/%.o: reference/$(KIND)/scripted/%.o
	@mkdir -p $(@D) && cp $< $@

# What is judged: that it does not compile is a result, too. Then the .log
# says why, and the .o is empty. The .i is what the preprocessor made of it.
# A compiler may be kept busy for ever: it gets a minute, and four gigabytes.
# One that fails without a word was ended by somebody: that is no result.
try_compile = mkdir -p $(@D); ulimit -t 60; ulimit -v 4000000 2>/dev/null; \
	      { LC_ALL=C $(COMPILE) $(MISTAKES) $(1) -c -o $@ $< && \
	      $(COMPILE) $(1) -E -MF /dev/null -o $(@:.o=.i) $< \
	      2>/dev/null; } </dev/null 2>$(@:.o=.log) || \
	      { sh tools/ready.sh room >&2 && test -s $(@:.o=.log) && : >$@; }

$B/yours/%.o: labs/%.c $(FLAGS)
	@$(call try_compile)

$B/yours/%.o: labs/%.$(MACHINE).S $(FLAGS)
	@$(call try_compile)

$B/try/%.o: build/try/%.c $(FLAGS)
	@$(call try_compile)

$B/try/%.o: build/try/%.S $(FLAGS)
	@$(call try_compile)

$B/scripted/yours/%.o: labs/%.c $(FLAGS)
	@$(call try_compile,$(RENAME))

$B/scripted/try/%.o: build/try/%.c $(FLAGS)
	@$(call try_compile,$(RENAME))

$B/%.test: $$(call test_objects,$$*)
	@mkdir -p $(@D)
	@test ! -s $< && : >$@ || LC_ALL=C $(LINK) -o $@ $^ $(WRAP) \
		$(if $(call scripted,$*),,$(BEFORE)) $(CHECK_LIBS) -lm \
		2>$(@:.test=.link.log) || \
		{ test -s $(@:.test=.link.log) && : >$@; }

$(VERDICTS)/%.tsv: $B/%.test $$(call judged,reference/$$(call lab_of,$$*)) \
		tests/$$(call lab_of,$$*).c $(JUDGES)
	@mkdir -p $(@D)
	@$(TOOL) tools/verdict.py --run "$(RUNNER)" \
		--patience $(PATIENCE) --to $@ \
		$(call lab_of,$*) $< $(call judged,$*) $(word 2,$^)

# A program on yours, where YOURS names the lab, and on the reference.
$B/programs/%.o: labs/$$(*D)/programs/$$(*F).c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

$B/programs/%: $B/programs/%.o $(GIVENS) $$(foreach l,\
		$$(ON_$$(call floor_of,$$*)),\
		$B/$$(if $$(filter $$l,$$(YOURS)),yours,reference)/$$l.o) \
		$B/programs/%.of
	@$(LINK) -o $@.$$$$ $(filter %.o,$^) -lm && mv -f $@.$$$$ $@

# Whose labs a program was linked with; new only when they are others.
note_whose = mkdir -p $(@D); whose="$(YOURS) on $(call floor_of,$*)"; \
	     test "$$(cat $@ 2>/dev/null)" = "$$whose" || echo "$$whose" >$@
$B/programs/%.of: FORCE
	@$(note_whose)

.PHONY: FORCE
FORCE:

-include $(shell find $B -name '*.d' 2>/dev/null)
