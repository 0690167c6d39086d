# What editors and debuggers ask for: compile_commands.json, debug.

.PHONY: compile_commands.json debug

# clangd and others read it. Our own #includes are found by it.
compile_commands.json:
	@COMPILE='$(COMPILE)' $(TOOL) tools/compile_commands.py

# A lab's suite and its program, for gdb: not optimised, no sanitizers.
debug:
	@$(TOOL) tools/debug.py
