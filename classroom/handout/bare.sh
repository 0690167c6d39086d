#!/bin/sh
# bare.sh ARCHIVE FOLDER [MIRROR] - the hand-out's two commands on a bare root.
#
# As root, with debootstrap and a mirror of Debian at hand: a Debian 12 that
# has nothing is made in FOLDER, the archive is unpacked there, and what the
# README says is typed. FOLDER is left as it stands, to be looked at.
set -eu

archive=$1
root=$2
mirror=${3:-http://deb.debian.org/debian}
name=$(tar tzf "$archive" | sed -n "1s,/.*,,p")

[ -d "$root/etc" ] || debootstrap --variant=minbase bookworm "$root" "$mirror"
rm -rf "${root:?}/home/$name"
mkdir -p "$root/home"
tar xzf "$archive" -C "$root/home"
cp -L /etc/resolv.conf /etc/hosts "$root/etc"

# Ours alone, and gone when the last command ends.
# shellcheck disable=SC2016  # $1 and $2 are the inner shell's
exec unshare --mount --pid --fork sh -eu -c '
	mount -t proc proc "$1/proc"
	mount --rbind /dev "$1/dev"
	exec chroot "$1" /bin/sh -euc "
		cd /home/$2
		export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
		apt-get update && apt-get install -y make && make setup
		make test"' bare "$root" "$name"
