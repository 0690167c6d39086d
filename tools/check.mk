# Setting up, the starters, and the workbook's own checks.

.PHONY: setup setup-dev labs reset

setup:
	@sh tools/setup

setup-dev:
	@sh tools/setup dev

labs:
	@$(PYTHON) tools/starters.py make

reset:
	@$(PYTHON) tools/starters.py reset "$(LAB)"
