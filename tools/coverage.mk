# What the suites reach of solutions/: make coverage [LAB=loop] [HTML=1].

.PHONY: coverage check-coverage

coverage:
	@$(PYTHON) tools/coverage.py $(LAB)

# Each line and branch is reached, or tests/uncovered.tsv says why not.
check-coverage:
	@$(PYTHON) tools/coverage.py --gate
