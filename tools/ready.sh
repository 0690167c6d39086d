#!/bin/sh
# ready.sh [room | machine] - what would stop a compiler, said before it starts.
#
# Prints the command to type next; nothing: all is well. The sentence goes to
# stderr. With "room", only the disk is looked at; with "machine", whether the
# objects of a hand-out are for this one. In sh, since python3 may be
# what is missing. CC is the compiler.
set -u

LEAST=20000 # kilobytes: less than the objects of a first make test

lang=${BOOK_LANG:-}
case $lang in
en | zh) ;;
*)
	case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
	zh*) lang=zh ;;
	*) lang=en ;;
	esac
	;;
esac

# say KEY [what] - the sentence; {what} in it is filled in.
say() {
	text=$(sed -n "s/^$1 *= *//p" "tools/words/$lang.txt")
	case $text in
	*'{what}'*) text=${text%%'{what}'*}${2-}${text#*'{what}'} ;;
	esac
	printf '%b\n' "$text"
}

# stop KEY NEXT [what]
stop() {
	say "$1" "${3-}" >&2
	say "$2"
	exit 1
}

machine=$(cat reference/machine 2>/dev/null)
[ "${machine:-$(uname -sm)}" = "$(uname -sm)" ] ||
	stop ready.machine ready.ask "$machine"
[ "${1-}" != machine ] || exit 0

free=$(df -Pk . 2>/dev/null |
	sed -n '$s/.* \([0-9][0-9]*\)  *[0-9][0-9]*% .*/\1/p')
[ "${free:-$LEAST}" -ge "$LEAST" ] ||
	stop ready.no_room ready.free "$((free / 1024))"
[ "${1-}" != room ] || exit 0

lacking=
for tool in "${CC:-cc}" python3 pkg-config nm; do
	command -v "$tool" >/dev/null || lacking="$lacking $tool"
done
case $lacking in
*pkg-config*) ;;
*) pkg-config --exists check || lacking="$lacking check" ;;
esac
[ -z "$lacking" ] || stop ready.lacking ready.setup "${lacking# }"
