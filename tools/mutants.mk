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
	@$(PYTHON) tools/check_mutants.py $(LABS)
