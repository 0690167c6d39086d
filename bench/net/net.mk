# The programs of bench/net. bench/bench.mk includes this, and says how a
# peer is compiled, and what becomes of one that is not installed.
#
#   bench/net/ours.c    build/bench/bench/net/ours        on the basic floor
#                       build/bench-fast/bench/net/ours   on the fast one
#   bench/net/NAME.c    build/bench/net/NAME               everybody else

NET_PEERS := $(foreach e,c go,$(patsubst bench/%.$e,build/bench/%,\
	     $(filter-out bench/net/ours.c,$(wildcard bench/net/*.$e))))

.PHONY: bench-net
bench-net:
	@$(MAKE) -s FLAVOUR=bench FLOOR=basic build/bench/bench/net/ours
	@$(MAKE) -s FLAVOUR=bench FLOOR=fast build/bench-fast/bench/net/ours
	@$(MAKE) -s $(NET_PEERS)

$B/bench/net/ours.o: bench/net/ours.c bench/net/net.h $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

$B/bench/net/ours: $B/bench/net/ours.o $(GIVENS) \
		$(ON_$(or $(FLOOR),basic):%=$B/reference/%.o)
	@$(LINK) -o $@ $^ -lm

build/bench/net/%: bench/net/%.c bench/net/net.h
	@$(call try_peer,gcc -std=c11 $(BENCH_FLAGS) -o $@ $< $(LIBS_$*))

build/bench/net/%: bench/net/%.go
	@$(call try_peer,env GO111MODULE=off \
		GOCACHE="$(CURDIR)/build/bench/cache" go build -o $@ $<)
