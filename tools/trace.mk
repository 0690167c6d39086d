# A program with witnesses between its layers: tools/trace/. Nothing else is
# linked with them, so they cost nobody anything.

WITNESSES := $(patsubst tools/trace/%.c,$B/trace/%.o,\
	     $(wildcard tools/trace/*.c))

$B/trace/%.o: tools/trace/%.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

# What is called __wrap_NAME in there stands before NAME.
$B/traced/%: $B/programs/%.o $(WITNESSES) $(GIVENS) $$(foreach l,\
		$$(ON_$$(call floor_of,$$*)),\
		$B/$$(if $$(filter $$l,$$(YOURS)),yours,reference)/$$l.o) \
		$B/traced/%.of
	@mkdir -p $(@D)
	@$(LINK) -o $@.$$$$ $(filter %.o,$^) -lm $$(nm $(WITNESSES) | \
		sed -n 's/.* T __wrap_/-Wl,--wrap=/p') && mv -f $@.$$$$ $@
$B/traced/%.of: FORCE
	@$(note_whose)

.PHONY: trace
trace: $(ANYBODYS:%=$(VERDICTS)/yours/%.tsv)
	@yours=$$($(TOOL) tools/run.py) && \
	$(MAKE) FLAVOUR=$(RUN_FLAVOUR) YOURS="$$yours" \
		build/$(RUN_BUILT)/traced/$(PROGRAM) >&2 && \
	$(TOOL) tools/traced.py build/$(RUN_BUILT)/traced/$(PROGRAM)

export TURNS FULL
