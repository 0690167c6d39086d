"""serve and those who ask: slow and rude ones, very many, and real ones.

No stopwatch: that somebody is served while others dawdle is seen by the order
of things; a limit (-t) by its end.
"""
import contextlib
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

from serve_run import (BIG, FLAVOURS, PATIENCE, ROOT, Folder, Serve,
                       environment, everything, readable, reset, split, until)

sys.path.insert(0, str(ROOT / 'tools'))

import port         # noqa: E402
import say          # noqa: E402

HOME = b'<p>Home</p>'
LAST = b'GET %b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
GET = b'GET %b HTTP/1.1\r\nHost: x\r\n\r\n'
SHORT = '0.3'
CHROMIUM = next(filter(None, map(shutil.which, (
    'chromium', 'chromium-browser', 'google-chrome'))), None)


class Rude(Folder):
    """Each does what it does; the next one must be served all the same."""

    def many(self, server, number, *parts):
        """So many clients that say this, and stay."""
        clients = []
        for _ in range(number):
            client = server.connect()
            self.addCleanup(client.close)
            clients.append(client)
            for part in parts:
                client.sendall(part)
        return clients

    def test_slow_heads_cost_the_others_nothing_and_end(self):
        for flavour in FLAVOURS:
            with self.each(flavour, '-t', SHORT) as server:
                silent = self.many(server, 50)
                slow = self.many(server, 50, b'GET / HTTP/1.1\r\nHost')
                self.assertEqual(server.get(b'/')[2], HOME)
                self.assertEqual([everything(one) for one in silent],
                                 [b''] * 50)
                self.assertEqual([split(everything(one))[0][0]
                                  for one in slow], [408] * 50)

    def test_a_byte_now_and_then_does_not_help(self):
        with self.each('plain', '-t', SHORT) as server, \
                server.connect() as client:
            client.sendall(b'GET / HTTP/1.1\r\n')
            client.settimeout(0.05)
            came, sent = b'', 0
            while not came and sent < 20 * PATIENCE:
                with contextlib.suppress(socket.timeout):
                    client.sendall(b'A: b\r\n'[sent % 6:][:1])
                    sent += 1
                    came = client.recv(1000)
            self.assertEqual(came[:13], b'HTTP/1.1 408 ')

    def test_who_reads_nothing_is_given_up(self):
        for flavour in FLAVOURS:
            with self.each(flavour, '-t', SHORT) as server:
                before = server.descriptors()
                clients = self.many(server, 20, GET % b'/big.bin')
                self.assertTrue(all(map(readable, clients)))
                self.assertEqual(server.get(b'/')[2], HOME)
                until(lambda: server.descriptors() == before)
                self.assertLess(len(everything(clients[0])), len(BIG))

    def test_who_asks_on_and_reads_nothing_is_held_back(self):
        with self.each('plain', '-t', 'inf') as server:
            client, = self.many(server, 1)
            client.settimeout(1)
            with self.assertRaises(socket.timeout):     # within 100 MB
                for _ in range(1000):
                    client.sendall((GET % b'/nosuch') * 2500)
            self.assertEqual(server.get(b'/')[2], HOME)
            with open(f'/proc/{server.process.pid}/status') as status:
                size = [line for line in status if 'VmHWM' in line]
            self.assertLess(int(size[0].split()[1]), 20000)     # kilobytes

    def test_who_goes_is_forgotten(self):
        parts = (GET % b'/big.bin')[:9], GET % b'/big.bin', b'GET / HTT'
        for flavour in FLAVOURS:
            with self.each(flavour) as server:
                before = server.descriptors()
                for end in (reset, socket.socket.close):
                    for part in parts:
                        for client in self.many(server, 10, part):
                            end(client)
                    for client in self.many(server, 10, GET % b'/big.bin'):
                        client.recv(1000)
                        end(client)
                self.assertEqual(server.get(b'/')[2], HOME)
                until(lambda: server.descriptors() == before)

    def test_a_refused_body_does_not_cost_the_answer(self):
        for flavour in FLAVOURS:
            with self.each(flavour) as server, server.connect() as client:
                client.sendall(b'PUT / HTTP/1.1\r\nHost: x\r\n'
                               b'Content-Length: 10000000\r\n\r\n')
                client.sendall(bytes(10000000))
                client.shutdown(socket.SHUT_WR)
                self.assertEqual(split(everything(client))[0][0], 405)

    def test_a_file_that_shrinks(self):
        for flavour in FLAVOURS:
            (self.site / 'less').write_bytes(BIG)
            with self.each(flavour) as server:
                client, = self.many(server, 1, GET % b'/less' * 2)
                self.assertTrue(readable(client))
                os.truncate(self.site / 'less', 10)
                self.assertLess(len(everything(client)), len(BIG))
                self.assertEqual(server.get(b'/')[2], HOME)

    def test_without_descriptors_the_others_live_on(self):
        for flavour in FLAVOURS:
            with self.subTest(program=flavour):
                server = Serve(flavour, self.site, '-t', 'inf', descriptors=60)
                self.addCleanup(server.process.kill)
                clients = self.many(server, 100)
                told = server.process.stderr.readline
                while b'Too many open files' not in told():
                    pass                # what ASan says of itself
                for client in clients[:20]:
                    client.sendall(LAST % b'/nosuch')
                    self.assertTrue(readable(client))
                for client in clients[:20]:
                    self.assertIn(split(everything(client))[0][0], (404, 503))
                for client in clients[:70]:
                    client.close()
                self.assertEqual(server.get(b'/')[2], HOME)
                status, errors = server.end()
                self.assertEqual(status, 130)
                self.assertNotIn(b'ERROR', errors)


class Many(Folder):
    def test_200_at_once(self):
        """None has its answer before all have asked for half of it."""
        for flavour in FLAVOURS:
            with self.each(flavour) as server, contextlib.ExitStack() as end:
                clients = [end.enter_context(server.connect())
                           for _ in range(200)]
                asked = [(LAST % path, body) for path, body in (
                    (b'/', HOME), (b'/big.bin', BIG), (b'/a%20b.txt',
                                                       b'spaced'))]
                whole = [asked[i % 2 * 2 if i % 40 else 1] for i in range(200)]
                for client, (said, _) in zip(clients, whole):
                    client.sendall(said[:20])
                for client, (said, _) in reversed(list(zip(clients, whole))):
                    client.sendall(said[20:])
                for client, (_, body) in zip(clients, whole):
                    self.assertTrue(split(everything(client))[0][2] == body)

    def test_a_long_download_costs_the_others_nothing(self):
        for flavour in FLAVOURS:
            with self.each(flavour) as server, server.connect() as client:
                client.sendall(LAST % b'/big.bin')
                came = len(client.recv(1000))
                while came < len(BIG):
                    self.assertEqual(server.get(b'/')[2], HOME)
                    for _ in range(40):
                        came += len(client.recv(1 << 16))

    def test_nonsense(self):
        """The same nonsense each time; nobody crashes."""
        chance = random.Random(22)
        words = [b'GET ', b'HEAD ', b'/', b'%2e', b'%00', b'..', b' HTTP/1.1',
                 b'\r\n', b'\n', b'\r', b'Host: x', b'Connection: close', b':',
                 b'\0', b'\xff', b'A' * 9000, b'Content-Length: 3', b' ']
        for flavour in FLAVOURS:
            with self.each(flavour) as server:
                for _ in range(300):
                    said = b''.join(chance.choices(
                        words, k=chance.randrange(40)))
                    self.assertRegex(server.ask(said, half_close=True),
                                     rb'^(HTTP/1\.1 [2345]\d\d |$)')
                self.assertEqual(server.get(b'/')[2], HOME)

    @unittest.skipUnless(shutil.which('ab'), 'ab is not installed')
    def test_ab(self):
        for flavour in FLAVOURS:
            for options in ([], ['-k']):
                with self.each(flavour) as server:
                    said = subprocess.run(
                        ['ab', '-q', '-n', '2000', '-c', '100', *options,
                         server.url], timeout=PATIENCE, text=True,
                        stdout=subprocess.PIPE, check=True).stdout
                    self.assertRegex(said, r'Complete requests: +2000\n')
                    self.assertRegex(said, r'Failed requests: +0\n')
                    self.assertNotIn('Non-2xx', said)


class Real(Folder):
    def curl(self, *words):
        return subprocess.run(
            ['curl', '-s', '--noproxy', '*', *words], timeout=PATIENCE,
            env=environment(), stdout=subprocess.PIPE, check=True).stdout

    @unittest.skipUnless(shutil.which('curl'), 'curl is not installed')
    def test_curl(self):
        with self.each('asan') as server:
            url, curl = server.url, self.curl
            self.assertEqual(curl(url), HOME)
            self.assertEqual(curl('--http1.0', url), HOME)
            self.assertEqual(curl('-L', url + 'sub'), b'<p>Sub</p>')
            self.assertTrue(curl(url + 'big.bin') == BIG)
            self.assertIn(b'Content-Length: 11\r\n', curl('-I', url))
            self.assertEqual(curl('-z', '1 Jan 2038', '-w', '%{http_code}',
                                  url), b'304')
            self.assertEqual(curl('--path-as-is', '-w', '%{http_code}',
                                  '-o', os.devnull, url + '../outside/secret'),
                             b'404')
            self.assertEqual(curl('-d', 'x=1', '-w', '%{http_code}',
                                  '-o', os.devnull, url), b'405')
            self.assertEqual(curl('-w', '%{num_connects}', url, url + 'none',
                                  url), HOME + b'1' + b'0' + HOME + b'0')

    @unittest.skipUnless(CHROMIUM, 'no Chromium is installed')
    def test_a_browser(self):
        (self.site / 'page.html').write_text(
            '<!doctype html><link rel=stylesheet href=s.css><body>'
            '<script src="sub/s.js"></script><img src=i.svg '
            'onload="document.body.append(\' drawn\')">')
        (self.site / 's.css').write_text('body { color: red }')
        (self.site / 'sub/s.js').write_text(
            'onload = () => document.body.append('
            '"styled " + getComputedStyle(document.body).color)')
        (self.site / 'i.svg').write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
        with self.each('plain') as server:
            said = subprocess.run(
                [CHROMIUM, '--headless', '--no-sandbox', '--disable-gpu',
                 '--no-proxy-server', f'--user-data-dir={self.top}/profile',
                 '--dump-dom', server.url + 'page.html'], text=True,
                timeout=PATIENCE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=environment()).stdout
        self.assertIn('styled rgb(255, 0, 0)', said)
        self.assertIn(' drawn', said)


class Desk(Folder):
    def test_the_port(self):
        self.assertIsNone(port.complaint('0'))
        for text in ('', 'x', '-1', '65536', '80.5', '８０'):
            self.assertEqual(port.complaint(text), say.say('serve.port',
                                                           port=text))
        with socket.create_server(('127.0.0.1', 0)) as taken:
            number = taken.getsockname()[1]
            self.assertEqual(port.complaint(str(number)), say.say(
                'serve.busy', port=number,
                other=number + 1 if number < 65535 else 8000))

    def test_make_serve(self):
        make = subprocess.Popen(
            ['make', 'serve', 'PORT=0', f'BOOK={self.site}'], cwd=ROOT,
            env=dict(environment(), BOOK_LANG='zh'), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        try:
            url = make.stdout.readline()
            self.assertRegex(url, r'^http://127\.0\.0\.1:\d+/\n$')
            number = int(url.rsplit(':', 1)[1].strip('/\n'))
            with socket.create_connection(('127.0.0.1', number)) as client:
                client.sendall(LAST % b'/')
                self.assertEqual(split(everything(client))[0][2], HOME)
        finally:
            os.killpg(make.pid, 2)
            _, errors = make.communicate(timeout=PATIENCE)
        self.assertIn(f'{self.site}，地址在下面', errors.replace('\n', ''))

    def test_make_serve_without_a_book_promises_no_address(self):
        with tempfile.TemporaryDirectory() as empty:
            done = subprocess.run(
                ['make', 'serve', 'PORT=0', f'BOOK={empty}/book',
                 'BOOK_WITH=-f /dev/null'], cwd=ROOT,
                text=True, env=dict(environment(), BOOK_LANG='en'),
                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn('could not be built', done.stderr)
        self.assertNotIn('address below', done.stderr)

    def test_make_serve_says_what_to_type(self):
        with socket.create_server(('127.0.0.1', 0)) as taken:
            number = taken.getsockname()[1]
            said = subprocess.run(
                ['make', 'serve', f'PORT={number}'], cwd=ROOT, text=True,
                env=dict(environment(), BOOK_LANG='en'),
                stdout=subprocess.PIPE, stderr=subprocess.PIPE).stderr
        self.assertIn(f'Port {number} is taken', said)
        self.assertIn('make serve PORT=', said)


if __name__ == '__main__':
    unittest.main()
