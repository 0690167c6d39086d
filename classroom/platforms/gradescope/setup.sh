#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the container's image.
set -euo pipefail
source=${AUTOGRADER:-/autograder}/source
cd "$source"
rm -f ready

if [ -z "${INSTALLED:-}" ]; then	# a trial outside has it all already
	apt-get update
	DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends @packages@
fi

# Everything that is not the student's is built now. The student's code runs
# as another user, who may not read sources, tests, the grader or results.
mkdir -p kit
tar -xzf kit.tar.gz -C kit --no-same-owner
make -s -C kit grade-ready
sh kit/classroom/platforms/closed "$source/kit"
chmod go= kit.tar.gz failed run_autograder setup.sh
chmod go=x .
touch ready
