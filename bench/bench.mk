# The runtime beside its peers. What is measured, and how: bench/README.md
#
#   bench/cpu/ours*.c   build/bench/bench/cpu/ours         on the basic floor
#                       build/bench-fast/bench/cpu/ours   on the fast one
#   bench/cpu/NAME.c    build/bench/cpu/NAME               a peer
#   bench/cpu/NAME_*.c                                     linked into it
#
# A peer that cannot be built is left out; beside it, NAME.log says why.

.PHONY: bench bench-programs bench-keep bench-goals bench-show bench-plots \
	setup-bench

# QUICK=1: under three minutes. METRIC=, SYSTEM=: only these (several words).
bench: bench-programs
	@$(PYTHON) bench/bench.py $(if $(QUICK),--quick) \
		$(if $(RUNS),--runs $(RUNS)) \
		--metrics "$(METRIC)" --systems "$(SYSTEM)"

# What was measured last becomes what the book shows.
bench-keep:
	@cp build/bench/results.tsv build/bench/machine.txt bench/
	@$(MAKE) bench-plots

bench-goals:
	@$(PYTHON) bench/goals.py bench/results.tsv

# METRIC="yield spawn": what was measured of these.
bench-show:
	@$(PYTHON) bench/figures.py bench/results.tsv $(METRIC)

bench-plots:
	@$(PYTHON) bench/plots.py bench/results.tsv chapters/4-summary/figures

setup-bench:
	@sh bench/setup.sh

BENCH_FLAGS := $(CFLAGS_bench) -D_GNU_SOURCE -Wall -Wextra \
	       -Wno-unused-parameter -pthread
LIBS_libuv         := -luv
LIBS_libev         := -lev -lm
LIBS_libevent      := -levent
LIBS_state-threads := -lst
LIBS_libpcl        := -lpcl
LIBS_boost.context := -lboost_context

-include bench/net/net.mk

CPU_PEERS := $(foreach e,c cc go,$(patsubst bench/%.$e,build/bench/%,\
	     $(filter-out bench/cpu/ours% $(wildcard bench/cpu/*_*),\
	     $(wildcard bench/cpu/*.$e))))

bench-programs:
	@$(MAKE) -s FLAVOUR=bench FLOOR=basic build/bench/bench/cpu/ours
	@$(MAKE) -s FLAVOUR=bench FLOOR=fast build/bench-fast/bench/cpu/ours
	@$(MAKE) -s $(CPU_PEERS)
	@$(if $(wildcard bench/net/net.mk),$(MAKE) -s bench-net)

# Ours: both floors count how often memory is asked for.
BENCH_WRAP := $(addprefix -Wl$(comma)--wrap=,malloc calloc realloc \
	      aligned_alloc)

$B/bench/cpu/%.o: bench/cpu/%.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -D_DEFAULT_SOURCE -c -o $@ $<

$B/bench/cpu/ours: $(patsubst %.c,$B/%.o,$(wildcard bench/cpu/ours*.c)) \
		$(GIVENS) $(ON_$(or $(FLOOR),basic):%=$B/reference/%.o)
	@$(LINK) -o $@ $^ $(BENCH_WRAP) -lm

# Peers.
try_peer = mkdir -p $(@D); $(1) >$@.log 2>&1 || rm -f $@

build/bench/cpu/%: bench/cpu/%.c $$(wildcard bench/cpu/$$*_*.[cS] \
		bench/cpu/*.h)
	@$(call try_peer,gcc -std=c11 $(BENCH_FLAGS) -o $@ \
		$(filter-out %.h,$^) $(LIBS_$*))

build/bench/cpu/%: bench/cpu/%.cc $$(wildcard bench/cpu/*.h)
	@$(call try_peer,g++ $(BENCH_FLAGS) -o $@ $< $(LIBS_$*))

build/bench/cpu/%: bench/cpu/%.go
	@$(call try_peer,env GO111MODULE=off \
		GOCACHE="$(CURDIR)/build/bench/cache" go build -o $@ $<)
