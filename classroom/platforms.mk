# The grader on somebody else's machines, one container for each submission.
#
#	make platform FOR=gradescope|github|gitlab|classroom50|docker
#		[LABS="tiny loop"] [WEIGHTS=file] [DETAIL=full|names|hidden]
#
# writes build/platform/NAME/; what to click there says its README.md.

# LABS= on the command line would be LABS everywhere: start afresh.
.PHONY: platform platform-made platform-objects
platform: export FOR := $(value FOR)
platform: export WEIGHTS := $(value WEIGHTS)
platform: export DETAIL := $(value DETAIL)
platform: export ONLY := $(if $(filter command,$(firstword \
	  $(origin LABS))),$(value LABS))
platform:
	@env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u LABS $(MAKE) -s \
		platform-made

platform-made: $(if $(filter classroom50,$(FOR)),platform-objects)
	@$(TOOL) classroom/platforms/make.py

# Classroom 50 shows the grader to everybody: objects instead of solutions.
platform-objects:
	@for kind in asan plain; do \
		$(MAKE) FLAVOUR=$$kind handout-objects || exit; done
