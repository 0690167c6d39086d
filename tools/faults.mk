# Each call of the runtime fails in turn: docs/decisions/faults.md

FAULT_OBJECTS := $(patsubst tests/%.c,$B/tests/%.o,$(wildcard tests/faults/*.c))
FAULTED = $(patsubst %,$B/reference/%.o,$(ON_$(or $(FLOOR),basic))) \
	  $(filter-out %/clock.o,$(GIVENS))

# What is called __wrap_NAME in there stands before NAME.
link_faults = $(LINK) -o $@ $^ -lm $$(nm $(FAULT_OBJECTS) | \
	      sed -n 's/.* T __wrap_/-Wl,--wrap=/p' | sort -u)

$B/faults: $(FAULT_OBJECTS) $$(FAULTED)
	@mkdir -p $(@D)
	@$(link_faults)

# The same with another file for one lab: build/asan/yours/1-basics/run.faults
$B/%.faults: $B/%.o $(FAULT_OBJECTS) $$(call others,$$*) \
		$(filter-out %/clock.o,$(GIVENS))
	@$(link_faults)

# SCENARIO=, CALL=, ERROR=, MODE=, N=: only these.
.PHONY: faults check-faults-long
faults: $B/faults
	@$(PYTHON) tools/faults.py $< "$(SCENARIO)" "$(CALL)" "$(ERROR)" \
		"$(MODE)" "$(N)"

# Whichever call fails, the runtime recovers or says so, and loses nothing.
check-faults:
	@$(PYTHON) tools/check_faults.py 12 0 asan asan-fast

# Each n-th one, however many there are, and the sanitizer looks, too.
check-faults-long:
	@$(PYTHON) tools/check_faults.py 0 1 asan asan-fast
