# Setting up for them, the starters, and the workbook's own checks.

.PHONY: setup-dev labs format refit check

setup-dev:
	@sh tools/setup dev

labs:
	@$(PYTHON) tools/starters.py make

# C as the house writes it. What clang-format says is what check-style wants.
format:
	@clang-format -i --style=file $(wildcard include/*.h solutions/*/*.c \
		tests/*/*.[ch] labs/*/programs/*.c tools/*/*.[ch])

# The wrong answers follow an edit of the reference.
refit:
	@$(PYTHON) tools/refit.py $(LABS)

# Each gate can be run alone: make check-style. Its closing line counts.
GATES := starters reference wrong hostile tools behaviours contracts style \
	 words hints programs editions fuzz faults given kills epub browser \
	 handout grade
LONG := tools-long reference-long wrong-long wrong-fast wrong-aarch64 \
	fuzz-long faults-long mutants coverage evidence flaky epub-long pdf \
	browser-long classroom-long
CHECKED := asan clang-O0 asan-fast
# The other compilers, and what is slow.
CHECKED_LONG := gcc-O0 gcc-O2 clang-O2 clang-asan gcc-O2-fast clang-asan-fast \
		valgrind valgrind-fast aarch64 aarch64-fast
BEHAVIOURS := loop future task run gather timeout wait group queue lock \
	semaphore condition stream writer conn server

# Tests of gates: they plant faults, and that takes its time.
SLOW_TESTS := test_mutants.py test_coverage.py test_book_epub.py \
	      test_book_pdf.py test_load.py test_browser.py

.PHONY: check-long flaky check-flaky $(GATES:%=check-%) $(LONG:%=check-%)

check:
	@$(PYTHON) tools/check.py $(GATES)

# What make check leaves out, so that it stays below ten minutes.
check-long:
	@$(PYTHON) tools/check.py $(GATES) $(LONG)

# Derived as they should be; compile without a warning; no test passes.
check-starters:
	@$(PYTHON) tools/check_starters.py $(LABS)

# Every suite passes on the reference, whoever compiles and runs it.
check-reference:
	@$(PYTHON) tools/check_reference.py "$(CHECKED)" $(LABS)

check-reference-long:
	@$(PYTHON) tools/check_reference.py "$(CHECKED_LONG)" $(LABS)

# Every suite a hundred times, all processors busy: no test fails even once.
RUNS ?= 100
flaky check-flaky: $(LABS:%=$B/reference/%.test)
	@RUNNER="$(RUNNER)" PATIENCE=$(PATIENCE) $(PYTHON) tools/flaky.py \
		$(RUNS) $B/reference $(if $(LAB),$(CHOSEN),$(LABS))

# What the verdicts rest on: after make mutants and make coverage.
.PHONY: evidence evidence-keep check-evidence
evidence:
	@$(PYTHON) tools/evidence.py show $(LABS)

evidence-keep:
	@$(PYTHON) tools/evidence.py keep $(LABS)

check-evidence:
	@$(PYTHON) tools/evidence.py check $(LABS)

# A wrong answer fails the tests that it names, and no other; where plain code
# does not show it, the sanitizers must. Few of them fail every test that any
# fails: these, and all right answers. Long: each, as a learner would see it.
check-wrong:
	@$(PYTHON) tools/check_wrong.py --few --in "gcc-O0 asan" $(LABS)

check-wrong-long:
	@$(PYTHON) tools/check_wrong.py $(LABS)

# The same tests fail on the fast floor.
check-wrong-fast:
	@$(PYTHON) tools/check_wrong.py --in "gcc-O0-fast asan-fast" $(LABS)

# The answers in the other processor's assembly.
check-wrong-aarch64:
	@MACHINE=aarch64 $(PYTHON) tools/check_wrong.py --in aarch64 \
		$(filter 4-summary/switch,$(LABS))

# No trick passes: the harness judged by hostile files.
check-hostile:
	@$(PYTHON) tools/check_unittest.py 'test_verdict*.py'

# The tools' own tests.
check-tools:
	@$(PYTHON) tools/check_unittest.py -x '$(OTHER_TESTS)' 'test_*.py'

# What goes out to a class, and who judges what comes back.
HANDOUT_TESTS := test_handout*.py
GRADE_TESTS := test_grade*.py test_blackbox*.py
OTHER_TESTS := test_verdict*.py $(SLOW_TESTS) $(HANDOUT_TESTS) \
	       $(GRADE_TESTS) test_platforms*_long.py
CLASSROOM_LONG := test_handout*_long.py test_grade*_long.py \
		  test_blackbox*_long.py test_platforms*_long.py

check-handout:
	@$(PYTHON) tools/check_unittest.py -x '*_long.py' '$(HANDOUT_TESTS)'

check-grade:
	@$(PYTHON) tools/check_unittest.py -x '*_long.py' '$(GRADE_TESTS)'

check-classroom-long:
	@$(PYTHON) tools/check_unittest.py '$(CLASSROOM_LONG)'

check-tools-long:
	@$(PYTHON) tools/check_unittest.py '$(SLOW_TESTS)'

# Each behaviour of asyncio has a test, or a row that says why not.
check-behaviours:
	@$(PYTHON) tools/check_behaviours.py $(BEHAVIOURS)

# Each function of include/ has its contract, and keeps it.
check-contracts:
	@$(PYTHON) tools/check_contracts.py

check-style:
	@$(PYTHON) tools/check_style.py

# Each step has its three hints, in both languages, and none is the solution.
check-hints:
	@$(PYTHON) tools/check_hints.py $(LABS)

# The two catalogues of sentences agree.
check-words:
	@$(PYTHON) tools/check_words.py

# Every program builds, runs to its end, and hello says what hello.py says.
check-programs:
	@$(PYTHON) tools/check_programs.py $(LABS)

# The book builds, its two languages agree, no sentence of the tutorial is lost.
check-editions:
	@$(PYTHON) tools/check_commands.py book pairs check-book check-tutorial

.PHONY: check-tutorial
check-tutorial:
	@$(PYTHON) tools/check_tutorial.py

# The whole book as one file: contents, links, answers, fonts, page numbers.
VOLUMES := from-select-to-gather
check-epub: epub
	@$(PYTHON) tools/check_epub.py build/epub/$(VOLUMES).*.epub

check-epub-long: epub
	@$(PYTHON) tools/check_epub.py --long build/epub/$(VOLUMES).*.epub

check-pdf: pdf
	@$(PYTHON) tools/check_pdf.py $(foreach l,zh en,\
		build/pdf/$(VOLUMES).$l.pdf=build/pdf/$l.html)

# The pages in a browser: a few of each kind, and all of them.
.PHONY: browser-book
browser-book: need-pandoc
	@$(MAKE) $(BOOK_WITH) pages

check-browser: browser-book
	@$(PYTHON) tools/check_browser.py $(BROWSER_TESTS)

check-browser-long: browser-book
	@$(PYTHON) tools/check_browser.py long $(BROWSER_TESTS)
