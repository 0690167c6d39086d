# The questions of the book for a learning platform.

.PHONY: quiz
quiz:
	@$(PYTHON) -B classroom/quiz/export.py build/quiz
