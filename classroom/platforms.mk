# The grader on somebody else's machines, one container for each submission.
#
#	make platform FOR=gradescope|github|gitlab|classroom50|docker
#		[LABS="tiny loop"] [WEIGHTS=file] [DETAIL=full|names|hidden]
#
# writes build/platform/NAME/; what to click there says its README.md.

.PHONY: platform
platform: export FOR := $(value FOR)
platform: export WEIGHTS := $(value WEIGHTS)
platform: export DETAIL := $(value DETAIL)
platform: export ONLY := $(if $(filter command,$(origin LABS)),$(value LABS))
platform:
	@$(TOOL) classroom/platforms/make.py
