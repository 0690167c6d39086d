# Fuzzers: tests/fuzz/NAME.c with libFuzzer, or with replay.c on its corpus.

FUZZERS := $(filter-out fuzz replay,\
	   $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
FUZZED = $B/tests/fuzz/fuzz.o $(GIVENS) $(ON_fast:%=$B/reference/%.o)

# What is called __wrap_NAME in a fuzzer stands before NAME.
link_fuzzer = $(LINK) -o $@ $(1) -lm $$(nm $< | \
	      sed -n 's/.* T __wrap_/-Wl,--wrap=/p')

$B/fuzz/%.replay: $B/tests/fuzz/%.o $B/tests/fuzz/replay.o $$(FUZZED)
	@mkdir -p $(@D)
	@$(call link_fuzzer,$^)

$B/fuzz/%: $B/tests/fuzz/%.o $$(FUZZED)
	@mkdir -p $(@D)
	@$(call link_fuzzer,-fsanitize=fuzzer $^)

.PHONY: fuzz fuzz-keep check-fuzz check-fuzz-long

SECONDS ?= 60
fuzz:
	@$(PYTHON) tools/fuzz.py run $(SECONDS) $(FUZZ)

# What was found since goes into the corpus, as far as it reaches more.
fuzz-keep:
	@$(PYTHON) tools/fuzz.py keep $(FUZZ)

# Each file of the corpora once through its fuzzer, by gcc alone.
check-fuzz:
	@$(PYTHON) tools/fuzz_gate.py

check-fuzz-long:
	@$(PYTHON) tools/fuzz_gate.py $(SECONDS)
