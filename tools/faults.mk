# Each call of the runtime fails in turn: tests/faults/, docs/decisions/faults.md

FAULT_OBJECTS := $(patsubst tests/%.c,$B/tests/%.o,$(wildcard tests/faults/*.c))
FAULTED = $(patsubst %,$B/reference/%.o,$(ON_$(or $(FLOOR),basic))) \
	  $(filter-out %/clock.o,$(GIVENS))

# What is called __wrap_NAME in there stands before NAME.
$B/faults: $(FAULT_OBJECTS) $$(FAULTED)
	@mkdir -p $(@D)
	@$(LINK) -o $@ $^ -lm $$(nm $(FAULT_OBJECTS) | \
		sed -n 's/.* T __wrap_/-Wl,--wrap=/p' | sort -u)
