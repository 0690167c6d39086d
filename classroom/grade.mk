# The grader: what came back from students, judged in a sandbox.
#
#	make grade SUBMISSIONS=dir OUT=dir [JOBS=] [WEIGHTS=file] [STUDENTS=file]
#		   [DETAIL=full|names|hidden] [LABS=...]

# The last thing that is ours before what a student wrote runs.
$B/grade/start: classroom/grade/start.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILER) -std=c11 -O2 $(WARNINGS) -o $@ $<
