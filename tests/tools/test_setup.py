"""make setup on systems that we are not on: every command is a stand-in."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
REAL = ('sh', 'sed', 'mkdir', 'dirname', 'tail', 'cat', 'chmod', 'env',
        'touch', 'printf', 'test', 'grep', 'cmp', 'cp')
NEEDED = ('pkg-config', 'nm', 'objdump', 'objcopy', 'python3', 'pandoc')
DEV = ('clang-format', 'valgrind', 'strace', 'gdb', 'patch', 'shellcheck',
       'qemu-aarch64', 'dpkg', 'curl', 'ab', 'chromium', 'node',
       'pdftotext', 'pdffonts', 'bwrap')
WORKS_ONCE_INSTALLED = 'test -e "$HOME/installed" || exit 1\n'
COMPILER = WORKS_ONCE_INSTALLED + '''while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\nexit 0\\n' >"$2"; chmod +x "$2"
'''
MAKE = '''mkdir -p build/plain/programs/1-basics
printf '#!/bin/sh\\necho "Hello from C"\\n' >build/plain/programs/1-basics/hello
chmod +x build/plain/programs/1-basics/hello
echo "$*" >>"$HOME/made"
'''
APT = '''echo "$*" >>"$HOME/apt"
[ "$1" = update ] || touch "$HOME/installed"
'''


class Setup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.mkdtemp(prefix='a fresh system ')
        self.addCleanup(shutil.rmtree, folder)
        self.home = pathlib.Path(folder)
        (self.home / 'tools').mkdir()
        for name in ('setup', 'setup-needs.sh'):
            shutil.copy(ROOT / 'tools' / name, self.home / 'tools')
        shutil.copytree(ROOT / 'tools/words', self.home / 'tools/words')
        (self.home / 'bin').mkdir()
        for name in REAL:
            if shutil.which(name):
                (self.home / 'bin' / name).symlink_to(shutil.which(name))
        for name in NEEDED:
            self.command(name, WORKS_ONCE_INSTALLED)
        self.command('cc', COMPILER)
        self.command('make', MAKE)
        self.user(0)

    def command(self, name, body):
        file = self.home / 'bin' / name
        file.write_text('#!/bin/sh\n' + body)
        file.chmod(0o755)

    def user(self, number):
        self.command('id', f'echo {number}\n')

    def setup(self, *words, lang='en'):
        env = {'PATH': str(self.home / 'bin'), 'HOME': str(self.home),
               'BOOK_LANG': lang}
        done = subprocess.run(
            [shutil.which('sh'), 'tools/setup', *words], cwd=self.home,
            env=env, text=True, stdin=subprocess.DEVNULL, timeout=60,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def test_apt_get_installs_what_is_missing_and_then_all_is_built(self):
        self.command('apt-get', APT)
        code, said = self.setup()
        self.assertEqual(code, 0, said)
        self.assertIn('Missing: compiler check binutils python pandoc', said)
        self.assertIn('Hello from C', said)
        self.assertIn('make test LAB=tiny', said)
        self.assertEqual((self.home / 'apt').read_text(), 'update\n'
                         'install -y --no-install-recommends gcc libc6-dev '
                         'check pkg-config binutils python3 pandoc\n')
        made = (self.home / 'made').read_text()
        for what in ('/hello', '/gather', '/wget', 'book'):
            self.assertIn(what, made)
        code, said = self.setup(lang='zh')
        self.assertEqual(code, 0, said)
        self.assertIn('需要的东西都装好了', said)
        self.assertEqual((self.home / 'apt').read_text().count('install'), 2)

    def test_sudo_only_where_not_root(self):
        self.command('apt-get', APT)
        self.command('sudo', 'echo "$*" >>"$HOME/sudo"; exec "$@"\n')
        self.user(1000)
        self.assertEqual(self.setup()[0], 0)
        self.assertEqual((self.home / 'sudo').read_text().count('apt-get'), 2)

    def test_no_sudo_is_said_and_nothing_is_done(self):
        self.command('apt-get', APT)
        self.user(1000)
        for lang, words in (('en', 'there is no sudo'), ('zh', '没有 sudo')):
            code, said = self.setup(lang=lang)
            self.assertEqual(code, 1)
            self.assertIn(words, said)
            self.assertIn('apt-get install -y', said)
        self.assertFalse((self.home / 'apt').exists())

    def test_a_network_that_fails_is_said(self):
        self.command('apt-get', 'echo "Could not resolve host"; exit 100\n')
        for lang, words in (('en', 'Is the network there?'),
                            ('zh', '网络')):
            code, said = self.setup(lang=lang)
            self.assertEqual(code, 1)
            self.assertIn('Could not resolve host', said)
            self.assertIn(words, said)
            self.assertIn('make setup', said)

    def test_a_pandoc_too_old_is_said(self):
        (self.home / 'installed').touch()
        self.command('apt-get', 'true\n')
        self.command('pandoc', '[ "$1" = --version ] && echo pandoc 2.9.2.1\n'
                     'exit 1\n')
        for lang, words in (('en', 'pandoc 2.17 or later'),
                            ('zh', 'pandoc 2.17 以上')):
            code, said = self.setup(lang=lang)
            self.assertEqual(code, 1)
            self.assertIn(words, said)
            self.assertIn('2.9.2.1', said)

    def test_an_install_that_does_not_help_is_said(self):
        self.command('apt-get', 'true\n')
        code, said = self.setup()
        self.assertEqual(code, 1)
        self.assertIn('Still not working: compiler', said)

    def test_elsewhere_the_line_to_type(self):
        for manager, line in (
                ('dnf', 'sudo dnf install gcc glibc-devel libasan'),
                ('pacman', 'sudo pacman -S --needed gcc check pkgconf'),
                ('brew', 'brew install check pkg-config')):
            self.command(manager, 'touch "$HOME/installed"\n')
            for lang in ('en', 'zh'):
                code, said = self.setup(lang=lang)
                self.assertEqual(code, 1)
                self.assertIn(line, said)
            (self.home / 'bin' / manager).unlink()
        code, said = self.setup()
        self.assertEqual(code, 1)
        self.assertIn('No package manager', said)
        self.assertFalse((self.home / 'installed').exists())

    def test_what_make_check_needs(self):
        """nginx is installed for its program: its service is stopped."""
        for name in DEV:
            self.command(name, 'true\n')
        for name in ('clang', 'aarch64-linux-gnu-gcc'):
            self.command(name, COMPILER)
        for name in ('service', 'update-rc.d'):
            self.command(name, f'echo {name} "$*" >>"$HOME/stopped"\n')
        self.command('nginx', WORKS_ONCE_INSTALLED)
        self.command('apt-get', APT)
        self.command('fc-list', 'echo "Charis SIL"\n')
        self.command('java', 'echo EPUBCheck\n')
        self.npm('mkdir -p node_modules; echo "$*" >>"$HOME/npm"')
        for name in NEEDED + ('cc', 'clang', 'aarch64-linux-gnu-gcc'):
            file = self.home / 'bin' / name
            file.write_text(file.read_text().replace(WORKS_ONCE_INSTALLED, ''))
        code, said = self.setup('dev')
        self.assertEqual(code, 0, said)
        self.assertIn('Missing: nginx\n', said)
        self.assertIn('Ready for `make check`', said)
        self.assertEqual((self.home / 'stopped').read_text(),
                         'service nginx stop\nupdate-rc.d nginx disable\n')

        self.assertIn('ci --ignore-scripts', (self.home / 'npm').read_text())
        self.assertEqual(self.setup('dev')[0], 0)
        self.assertEqual((self.home / 'npm').read_text().count('ci '), 1)
        (self.home / 'tests/browser/package-lock.json').write_text('newer')
        self.npm('[ "$1" = --version ] || { echo "no network"; exit 1; }')
        code, said = self.setup('dev')
        self.assertEqual(code, 1)
        self.assertIn('no network', said)
        self.assertIn('npm stopped', said)

    def npm(self, does):
        folder = self.home / 'tests/browser'
        folder.mkdir(parents=True, exist_ok=True)
        (folder / 'package-lock.json').touch()
        self.command('npm', does + '\n')

    def test_a_program_that_fails_is_said(self):
        (self.home / 'installed').touch()
        for tool, name in (('beside', 'gather'), ('three', 'wget')):
            self.command('python3', f'[ "$1" != tools/{tool}.py ]\n')
            for lang, words in (('en', f'{name} did not run'),
                                ('zh', f'{name} 没有正常跑完')):
                code, said = self.setup(lang=lang)
                self.assertEqual(code, 1, said)
                self.assertIn(words, said)
                self.assertNotIn('LAB=tiny', said)

    def test_a_build_that_fails_is_said(self):
        (self.home / 'installed').touch()
        self.command('make', 'echo "no rule"; exit 2\n')
        code, said = self.setup()
        self.assertEqual(code, 1)
        self.assertIn('no rule', said)
        self.assertIn('build/setup/make.log', said)


if __name__ == '__main__':
    unittest.main()
