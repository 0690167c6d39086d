#!/bin/sh
# Install the peers that `make bench` measures beside the runtime.
#
# Which packages: bench/systems.tsv. Only Debian's are known; on another
# system, and for a peer that cannot be installed, the bench says who is
# missing and measures the others.
# shellcheck disable=SC2086  # $packages and $sudo are words, or nothing
set -u
cd "$(dirname "$0")/.." || exit 1

say() { python3 tools/say.py "$@"; }

stop() {
	say "$@" >&2
	exit 1
}

# What it takes to build them, then one package for each peer.
wanted() {
	echo gcc libc6-dev g++
	awk -F '\t' '!/^#/ && $1 != "system" && $3 != "-" { print $3 }' \
		bench/systems.tsv
}

there() {
	case $1 in
	# node and go may come from elsewhere than the package.
	nodejs) command -v node ;;
	golang-go) command -v go ;;
	g++) command -v g++ ;;
	*) dpkg-query -W -f '${Status}' "$1" | grep 'ok installed' ;;
	esac >/dev/null 2>&1
}

command -v apt-get >/dev/null ||
	stop bench.type_none packages="$(wanted | tr '\n' ' ')"

packages=''
for package in $(wanted | tr ' ' '\n' | sort -u); do
	there "$package" || packages="$packages $package"
done
if [ -z "$packages" ]; then
	say setup.all_there
	exit 0
fi

line="apt-get install -y --no-install-recommends$packages"
sudo=''
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || stop setup.no_sudo line="$line"
	sudo=sudo
fi
say setup.install line="${sudo:+sudo }$line"
log=build/bench/apt-get.log
mkdir -p build/bench
{ $sudo apt-get update &&
	$sudo env DEBIAN_FRONTEND=noninteractive $line; } \
	>"$log" 2>&1 </dev/null || {
	tail -n 5 "$log" >&2
	stop bench.apt_failed log="$log"
}
say setup.installed
