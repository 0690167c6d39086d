# The grader: what came back from students, judged in a sandbox.
#
#	make grade SUBMISSIONS=dir OUT=dir [JOBS=n] [LABS=...]
#		   [WEIGHTS=file] [STUDENTS=file] [DETAIL=full|names|hidden]

# The last thing that is ours before what a student wrote runs.
$B/grade/start: classroom/grade/start.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILER) -std=c11 -O2 $(WARNINGS) -o $@ $<

# How a lab's file is compiled, and linked with its suite: one line each, and
# the object of the reference last, which is the model for theirs.
$B/grade/%.how: $$(call test_objects,reference/$$*) $(FLAGS) \
		classroom/grade.mk
	@mkdir -p $(@D)
	@printf '%s\n' '$(strip $(filter-out -MMD -MP,$(COMPILE)) $(MISTAKES) \
		$(if $(call scripted,reference/$*),$(RENAME)))' '$(LINK)' \
		'$(strip $(filter-out $<,$(filter %.o,$^)) $(WRAP) \
		$(if $(call scripted,reference/$*),,$(BEFORE)) $(CHECK_LIBS) \
		-lm)' '$<' >$@

# All that is ours, built before anything of a student's is looked at.
.PHONY: grade grade-ready
grade-ready: $(LABS:%=$B/grade/%.how) $B/grade/start

# LABS= on the command line would change what the workbook itself is made of:
# so the grader calls make anew for what it needs.
grade: export SUBMISSIONS := $(value SUBMISSIONS)
grade: export OUT := $(value OUT)
grade: export JOBS := $(value JOBS)
grade: export WEIGHTS := $(value WEIGHTS)
grade: export STUDENTS := $(value STUDENTS)
grade: export DETAIL := $(value DETAIL)
grade: export ONLY := $(if $(filter command,$(origin LABS)),$(value LABS))
grade:
	@$(TOOL) classroom/grade/grade.py
