# shellcheck shell=sh
# The needs of tools/setup: how to see that each works, and who packages it.
# Each need is a function need_NAME: true when what it stands for works.
# shellcheck disable=SC2086  # $libs and $runner are words, or nothing

trial=build/setup
mkdir -p "$trial" || exit 1

# builds COMPILER FLAGS... - does a program with these flags build and run?
builds() {
	printf '%s\n' "$program" >"$trial/trial.c"
	"$@" -o "$trial/trial" "$trial/trial.c" $libs && $runner "$trial/trial"
}

need_compiler() {
	program='int main(void) { return 0; }' libs='' runner=''
	builds "${CC:-cc}" -std=c11 -fsanitize=address,undefined
}
check_program='#include <check.h>
	int main(void) { return suite_create("trial") ? 0 : 1; }'
need_check() {
	program=$check_program runner=''
	libs=$(pkg-config --cflags --libs check) && builds "${CC:-cc}"
}
need_binutils() { nm --version && objdump --version && objcopy --version; }
need_python() {
	python3 -c 'import sys, json, unittest, xml.etree.ElementTree
sys.exit(sys.version_info < (3, 9))'
}
need_pandoc() { echo | pandoc -f commonmark_x+sourcepos -t json; }
need_clang() {
	program='int main(void) { return 0; }' libs='' runner=''
	builds clang -std=c11 -fsanitize=address,undefined &&
		clang -fsanitize=fuzzer -Dmain=LLVMFuzzerTestOneInput \
			-o "$trial/trial" "$trial/trial.c"
}
need_format() { clang-format --version; }
need_valgrind() { valgrind -q /bin/true; }
need_strace() { strace -V; }
need_gdb() { gdb --version; }
# Installed is enough: where it may not be used, nothing to install helps.
need_bubblewrap() { bwrap --version; }
need_yaml() { python3 -c 'import yaml'; }
need_patch() { patch --version; }
need_shellcheck() { shellcheck --version; }
need_nginx() { PATH=$PATH:/usr/sbin nginx -v; }
need_curl() { curl --version; }
need_ab() { ab -V; }
need_epubcheck() {
	java -jar /usr/share/java/epubcheck.jar --version | grep -q EPUBCheck
}
need_poppler() { pdftotext -v && pdffonts -v; }
need_fonts() {
	fc-list :lang=zh-cn family | grep -q . && fc-list | grep -q Charis
}
need_node() { node --version && npm --version; }
need_java() { java -version; }
need_chromium() {
	for browser in chromium chromium-browser google-chrome; do
		"$browser" --version && return
	done
}
need_aarch64() {
	program=$check_program runner='qemu-aarch64'
	libs=$(pkg-config --libs check) && builds aarch64-linux-gnu-gcc
}

# The packages of a need, by family of system.
packages() {
	case $1:$2 in
	apt:compiler) echo gcc libc6-dev ;;
	apt:check) echo check pkg-config ;;
	apt:python) echo python3 ;;
	apt:clang) echo clang libclang-rt-dev ;;
	apt:aarch64) echo gcc-aarch64-linux-gnu libc6-dev-arm64-cross \
		qemu-user check:arm64 ;;
	apt:ab) echo apache2-utils ;;
	apt:yaml) echo python3-yaml ;;
	dnf:yaml) echo python3-pyyaml ;;
	pacman:yaml) echo python-yaml ;;
	brew:yaml) echo pyyaml ;;
	apt:node) echo nodejs npm ;;
	apt:java) echo default-jre-headless ;;
	dnf:node) echo nodejs nodejs-npm ;;
	dnf:java) echo java-latest-openjdk-headless ;;
	pacman:node) echo nodejs npm ;;
	pacman:java) echo jre-openjdk-headless ;;
	brew:java) echo openjdk ;;
	apt:epubcheck) echo epubcheck default-jre-headless ;;
	apt:poppler | dnf:poppler) echo poppler-utils ;;
	apt:fonts) echo fontconfig fonts-noto-cjk fonts-sil-charis \
		fonts-dejavu-core fonts-dejavu-extra ;;
	dnf:fonts) echo google-noto-sans-cjk-fonts google-noto-serif-cjk-fonts \
		sil-charis-fonts dejavu-sans-fonts dejavu-sans-mono-fonts ;;
	pacman:fonts) echo noto-fonts-cjk ttf-charis-sil ttf-dejavu ;;
	brew:fonts) echo font-noto-sans-cjk font-charis-sil ;;
	dnf:ab) echo httpd-tools ;;
	pacman:ab) echo apache ;;
	brew:curl | brew:ab) ;;
	dnf:compiler) echo gcc glibc-devel libasan libubsan ;;
	dnf:check) echo check-devel pkgconf-pkg-config ;;
	dnf:python) echo python3 ;;
	dnf:clang) echo clang compiler-rt ;;
	dnf:format) echo clang-tools-extra ;;
	dnf:shellcheck) echo ShellCheck ;;
	pacman:compiler) echo gcc ;;
	pacman:check) echo check pkgconf ;;
	pacman:pandoc) echo pandoc-cli ;;
	brew:compiler | brew:binutils) ;;
	brew:check) echo check pkg-config ;;
	*:format) echo clang-format ;;
	*) echo "$2" ;;
	esac
}
