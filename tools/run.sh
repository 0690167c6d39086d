#!/bin/sh
# run.sh PROGRAM TWIN.py - run a program with the words of ARGS, and, with
# PY=1, its Python twin after it. ARGS is split as a shell splits words, so
# ARGS='one "two words"' is two of them.
# shellcheck disable=SC2086  # RUNNER is none, one or more words
set -eu

program=$1
twin=$2
eval "set -- ${ARGS:-}"

say() {
	${TOOL:-python3} tools/say.py "$@" >&2
}

# Whoever looks on is told what to type next, but not the book, which runs
# the reference; a server ends with Ctrl-C.
looked_on() {
	[ -t 1 ] && [ -t 2 ] && [ "${WHOSE:-}" != reference ]
}

if [ "${PY:-}" != 1 ]; then
	case $program in
	*/serve) exec $RUNNER "$program" "$@" ;;
	esac
	looked_on || exec $RUNNER "$program" "$@"
	status=0
	$RUNNER "$program" "$@" || status=$?
	[ "$status" = 130 ] || say next.type command="make next"
	exit "$status"
fi

say run.in_c
status=0
$RUNNER "$program" "$@" || status=$?
[ "$status" != 130 ] || exit 130 # Ctrl-C means both
[ -f "$twin" ] || {
	twins=
	for file in labs/*/programs/*.py; do
		[ -f "${file%.py}.c" ] || continue
		file=${file##*/} twins="$twins ${file%.py}"
	done
	say run.no_twin file="$twin" twins="${twins# }"
	exit 1
}
# What the twins use of asyncio is there since 3.8 (asyncio.run: 3.7).
old='import sys; sys.exit(sys.version_info >= (3, 8))'
if ! command -v python3 >/dev/null; then
	say run.no_python file="$twin"
	exit 1
elif python3 -c "$old" 2>/dev/null; then
	say run.old_python file="$twin" version="$(python3 -c \
		'import platform; print(platform.python_version())')"
	exit 1
fi
say run.in_python file="$twin"
python3 "$twin" "$@" || status=$?
if looked_on && [ "$status" != 130 ]; then
	say next.type command="make next"
fi
exit "$status"
