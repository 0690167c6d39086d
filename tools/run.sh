#!/bin/sh
# run.sh PROGRAM TWIN.py - run a program with the words of ARGS, and, with
# PY=1, its Python twin after it. ARGS is split as a shell splits words, so
# ARGS='one "two words"' is two of them.
# shellcheck disable=SC2086  # RUNNER is none, one or more words
set -eu

program=$1
twin=$2
eval "set -- ${ARGS:-}"
[ "${PY:-}" = 1 ] || exec $RUNNER "$program" "$@"

say() {
	python3 tools/say.py "$@" >&2
}

say run.in_c
status=0
$RUNNER "$program" "$@" || status=$?
[ "$status" != 130 ] || exit 130 # Ctrl-C means both
[ -f "$twin" ] || {
	say run.no_twin file="$twin"
	exit 1
}
say run.in_python file="$twin"
python3 "$twin" "$@" || status=$?
exit "$status"
