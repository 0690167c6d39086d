# Mutants: small mistakes made in solutions/ by a tool, to try the suites.

# The commands that make and judge one of a lab: compiler, linker, what its
# object is linked with, and which object of the reference it replaces.
mutant_compile = $(filter-out -MMD -MP,$(COMPILE)) -w \
		 $(if $(call scripted,reference/$*),$(RENAME))
mutant_link = $(filter-out $<,$(filter %.o,$^)) $(WRAP) \
	      $(if $(call scripted,reference/$*),,$(BEFORE)) $(CHECK_LIBS) -lm

$B/mutants/%.how: $$(call test_objects,reference/$$*) $(FLAGS) tools/mutants.mk
	@mkdir -p $(@D)
	@printf '%s\n' '$(strip $(mutant_compile))' '$(LINK)' \
		'$(strip $(mutant_link))' >$@

export ONLY

# What is given has mutants, too: LAB=given/buffer.
MUTATED := $(LABS) $(GIVEN:%=given/%)

.PHONY: mutants
mutants:
	@$(PYTHON) tools/mutants.py \
		$(if $(LAB),$(filter $(LAB) %/$(LAB),$(MUTATED)),$(MUTATED))

# What makes each test fail; kills-write names anew the mutants that do.
.PHONY: kills kills-write check-kills check-mutants
kills:
	@$(PYTHON) tools/kills.py $(if $(LAB),$(CHOSEN),$(LABS))

kills-write:
	@$(PYTHON) tools/kills.py write $(if $(LAB),$(CHOSEN),$(LABS))

check-kills:
	@$(PYTHON) tools/check_kills.py $(MUTATED)

check-mutants:
	@$(PYTHON) tools/check_mutants.py $(MUTATED)

# What is given has suites of its own, which no learner sees. What one of them
# calls __wrap_NAME stands before NAME.
given_suite = $B/given/$(1).o $B/tests/given/$(1).o \
	      $(SUPPORT:%=$B/tests/support/%.o) \
	      $(ON_basic:%=$B/reference/%.o) $B/tests/support/virtual.o \
	      $(filter-out $B/given/$(1).o $B/given/clock.o,$(GIVENS))
given_link = $(WRAP) $(BEFORE) $$(nm $(filter $B/tests/given/%,$^) | \
	     sed -n 's/.* T __wrap_/-Wl,--wrap=/p' | tr '\n' ' ') \
	     $(CHECK_LIBS) -lm

$B/tests/given/%.o: private CFLAGS += -iquote solutions/given

$B/mutants/given/%.how: $$(call given_suite,$$*) $(FLAGS) tools/mutants.mk
	@mkdir -p $(@D)
	@printf '%s\n' '$(strip $(mutant_compile))' '$(LINK)' \
		"$(strip $(filter-out $<,$(filter %.o,$^)) $(given_link))" >$@

$B/given/%.test: $$(call given_suite,$$*)
	@$(LINK) -o $@ $^ $(given_link)

.PHONY: check-given
check-given:
	@$(PYTHON) tools/check_given.py asan gcc-O2
