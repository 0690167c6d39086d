# The classroom: what goes out to students, and what comes back from them.

-include classroom/handout.mk	# handout
-include classroom/grade.mk	# grade
-include classroom/platforms.mk	# platform
-include classroom/blackbox/blackbox.mk	# its programs
-include classroom/quiz.mk	# quiz
