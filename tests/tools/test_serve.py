"""serve, plain and with the sanitizers: what it answers, byte by byte."""
import os
import re
import socket
import unittest

from serve_run import BIG, FLAVOURS, Folder, split

HOME, SUB = b'<p>Home</p>', b'<p>Sub</p>'
GET = b'GET %b HTTP/1.1\r\nHost: x\r\n\r\n'
LAST = b'GET %b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

# path: what is served; or the status that says why not
PATHS = {
    b'/': HOME,
    b'/index.html': HOME,
    b'/?': HOME,
    b'/index.html?v=1/../..': HOME,
    b'/sub/': SUB,
    b'/%73ub/': SUB,
    b'/a%20b.txt': b'spaced',
    b'/a%2520b.txt': b'percent',
    b'/%e8%a1%a8.txt': '中文'.encode(),
    '/表.txt'.encode(): '中文'.encode(),
    b'/q%3fx.txt': b'asked',
    b'/page.HTML': b'loud',
    b'/none': b'',
    b'http://any.example:81/sub/': SUB,
    b'HTTP://any.example': HOME,
    b'http://any.example?q': HOME,
    b'/sub': 301,
    b'/sub/deep?q=1': 301,
    # encoded
    b'/%2e%2e/outside/secret': 404,
    b'/.%2e/outside/secret': 404,
    b'/%2E%2E%2Foutside%2Fsecret': 404,
    b'/..%2foutside/secret': 404,
    b'/sub%2findex.html': 404,
    b'/%2fetc%2fpasswd': 404,
    b'/%5c..%5c..%5coutside': 404,
    b'/index.html%00': 404,
    b'/%00index.html': 404,
    b'/..%c0%af..%c0%afoutside/secret': 404,
    b'/%c0%ae%c0%ae/outside/secret': 404,
    b'/%252e%252e/outside/secret': 404,
    b'/%252e%252e%252foutside%252fsecret': 404,
    b'/%%32%65%%32%65/outside/secret': 400,
    b'/%': 400,
    b'/%2': 400,
    b'/%g0': 400,
    b'/%u002e%u002e/': 400,
    # doubled
    b'//': 404,
    b'//sub/': 404,
    b'//sub': 404,
    b'//evil.example/%2e%2e': 404,
    b'/sub//index.html': 404,
    b'/./index.html': 404,
    b'/sub/./index.html': 404,
    b'/../outside/secret': 404,
    b'/sub/../../outside/secret': 404,
    b'/sub/deep/../../../outside/secret': 404,
    b'/....//outside/secret': 404,
    b'/sub/..': 404,
    b'/sub/.': 404,
    b'/..': 404,
    # linked
    b'/link': 404,
    b'/linked/secret': 404,
    b'/linked': 404,
    b'/linked/': 404,
    b'/inner': 404,
    # hidden, or no file
    b'/.env': 404,
    b'/.git/config': 404,
    b'/%2egit/config': 404,
    b'/fifo': 404,
    b'/empty/': 404,
    b'/index.html/': 404,
    b'/index.html/x': 404,
    b'/sub/nosuch/x': 404,
    b'/' + b'n' * 300: 404,
    b'/' + b'%6e' * 300: 404,
    b'/' + b'a/' * 3000: 404,
    # no path at all
    b'*': 400,
    b'index.html': 400,
    b'\\index.html': 400,
    b'/index.html#top': 400,
    b'http:///index.html': 400,
    b'https://any.example/': 400,
    b'file:///etc/passwd': 400,
}

# what is said: the statuses that come, and then the end
SAID = {
    b'': [],
    b'\r\n': [],
    b'GET / HTTP/1.1\r\nHost: x': [],
    b'GET / HTTP/1.1\r\nHost: x\r\n': [],
    b'\r\n' + LAST % b'/': [200],
    b'\r\n\r\n': [400],
    b'GET / HTTP/1.0\r\n\r\n': [200],
    b'GET / HTTP/1.0\n\n': [200],
    b'GET / HTTP/1.0\r\nConnection: close\r\n\r\n' + GET % b'/': [200],
    b'GET / HTTP/1.1\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost: x, y\r\n\r\n': [400],
    b'GET / HTTP/1.9\r\nHost: x\r\nConnection: close\r\n\r\n': [200],
    b'GET / HTTP/2.0\r\nHost: x\r\n\r\n': [505],
    b'GET / HTTP/0.9\r\n\r\n': [505],
    b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n': [505],
    b'GET /\r\n\r\n': [400],
    b'GET / HTTP/1.1 \r\nHost: x\r\n\r\n': [400],
    b'GET  / HTTP/1.1\r\nHost: x\r\n\r\n': [400],
    b'GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n': [400],
    b' GET / HTTP/1.1\r\nHost: x\r\n\r\n': [400],
    b'G@T / HTTP/1.1\r\nHost: x\r\n\r\n': [400],
    b'GET / http/1.1\r\nHost: x\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost : x\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost: x\r\nA: b\rB: c\r\n\r\n': [400],
    b'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n': [400],
    b'\x16\x03\x01\x02\x00\x01\x00\n': [400],
    b'GET /%b HTTP/1.1\r\nHost: x\r\n\r\n' % (b'x' * 8192): [414],
    b'x' * 20000: [414],
    b'GET / HTTP/1.1\r\nA: %b\r\n\r\n' % (b'x' * 8192): [431],
    b'GET / HTTP/1.1\r\nHost: x\r\n' + b'A: b\r\n' * 100 + b'\r\n': [431],
    b'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\nCONNECT a:1 HTTP/1.1\r\nHost: a:1'
    b'\r\n\r\n' + LAST % b'/': [405, 405, 200],
    b'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n' + LAST % b'/': [501, 200],
    b'GETGETGETGETGETGETGET / HTTP/1.1\r\nHost: x\r\nConnection: close'
    b'\r\n\r\n': [501],
    b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nGET / HTT': [405],
    b'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nGET / HTT': [413],
    b'GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n'
    b'\r\n0\r\n\r\n' + GET % b'/': [413],
    b'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'
    + LAST % b'/': [200, 200],
    b'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n'
    b'Content-Length: 0\r\n\r\n': [400],
    b'GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n'
    b'Content-Length: 3\r\n\r\n': [413],
}


class Answers(Folder):
    def test_paths(self):
        for flavour in FLAVOURS:
            with self.each(flavour) as server:
                for path, wanted in PATHS.items():
                    status, _, body = server.get(path)
                    got = body if status == 200 else status
                    self.assertEqual(got, wanted, path[:60])

    def test_requests(self):
        for flavour in FLAVOURS:
            with self.each(flavour) as server:
                for said, wanted in SAID.items():
                    got = [status for status, _, _ in server.answers(
                        said, half_close=True)]
                    self.assertEqual(got, wanted, said[:60])

    def test_half_closed_or_not_it_ends_the_same_way(self):
        with self.each('plain') as server:
            for said, wanted in SAID.items():
                if wanted:
                    got = [status for status, _, _ in server.answers(said)]
                    self.assertEqual(got, wanted, said[:60])

    def test_bytes_one_by_one(self):
        for flavour in FLAVOURS:
            with self.each(flavour) as server:
                text = GET % b'/sub/' + LAST % b'/'
                got = server.answers(*(text[i:i + 1]
                                       for i in range(len(text))))
                self.assertEqual([body for _, _, body in got], [SUB, HOME])

    def test_a_thousand_requests_at_once(self):
        for flavour in FLAVOURS:
            with self.each(flavour) as server:
                got = server.answers((GET % b'/sub/' + GET % b'/nosuch') * 500
                                     + LAST % b'/')
                self.assertEqual([status for status, _, _ in got],
                                 [200, 404] * 500 + [200])

    def test_keep_alive(self):
        with self.each('plain') as server, server.connect() as client:
            for field in (b'HTTP/1.1\r\nHost: x',
                          b'HTTP/1.0\r\nConnection: keep-alive') * 3:
                client.sendall(b'GET /sub/ ' + field + b'\r\n\r\n')
                came = b''
                while not came.endswith(SUB):
                    came += client.recv(4096)
                (status, fields, _), = split(came)
                self.assertEqual(status, 200)
                self.assertEqual(fields.get(b'Connection'), b'keep-alive'
                                 if b'1.0' in field else None)

    def test_fields(self):
        with self.each('plain') as server:
            status, fields, body = server.get(b'/')
            self.assertEqual((status, body), (200, HOME))
            date = re.compile(rb'\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT')
            for name in (b'Date', b'Last-Modified'):
                self.assertRegex(fields.pop(name), date)
            self.assertEqual(fields, {
                b'Connection': b'close', b'Content-Length': b'11',
                b'Content-Type': b'text/html; charset=utf-8'})
            self.assertEqual(server.get(b'/', method=b'PUT')[1][b'Allow'],
                             b'GET, HEAD')
            for path, place in {b'/sub': b'/sub/', b'/%73ub': b'/%73ub/',
                                b'http://evil.example/sub?a': b'/sub/?a'
                                }.items():
                self.assertEqual(server.get(path)[1][b'Location'], place)

    def test_head_says_the_same_and_no_more(self):
        for path in (b'/', b'/big.bin', b'/sub', b'/nosuch', b'/%zz'):
            with self.each('plain') as server:
                _, fields, body = server.get(path, method=b'HEAD')
                _, wanted, _ = server.get(path)
                fields.pop(b'Date')
                wanted.pop(b'Date')
                self.assertEqual((fields, body), (wanted, b''), path)

    def test_if_modified_since(self):
        os.utime(self.site / 'none', (0, 784111777))
        os.utime(self.site / 'sub/deep/a.txt', (0, 4102444800))
        with self.each('plain') as server:
            def status(path, *fields):
                return server.get(path, *fields)[0]
            since = b'If-Modified-Since: '
            for form in (b'Sun, 06 Nov 1994 08:49:37 GMT',
                         b'Sunday, 06-Nov-94 08:49:37 GMT',
                         b'Sun Nov  6 08:49:37 1994'):
                self.assertEqual(status(b'/none', since + form), 304)
                self.assertEqual(status(b'/', since + form), 200)
                self.assertEqual(status(b'/none', since + form.replace(
                    b'37', b'36')), 200)
            for bad in (b'', b'x', b'Sun, 31 Foo 1994 08:49:37 GMT', b'9' * 99,
                        b'Sun, 06 Nov 1994 08:49:37 GMT, again'):
                self.assertEqual(status(b'/none', since + bad), 200)
            _, fields, _ = server.get(b'/sub/deep/a.txt')   # from the future
            self.assertEqual(fields[b'Last-Modified'], fields[b'Date'])

    def test_a_file_that_may_not_be_read(self):
        (self.site / 'mine').write_text('mine')
        (self.site / 'mine').chmod(0)
        with self.each('plain') as server:
            self.assertEqual(server.get(b'/mine')[0],
                             200 if os.geteuid() == 0 else 403)

    def test_a_big_file_is_intact(self):
        for flavour in FLAVOURS:
            with self.each(flavour) as server:
                self.assertTrue(server.get(b'/big.bin')[2] == BIG)

    def test_ipv6(self):
        try:
            with socket.socket(socket.AF_INET6) as trial:
                trial.bind(('::1', 0))
        except OSError as error:
            self.skipTest(f'no IPv6 on this machine: {error.strerror}')
        with self.each('plain', '-b', '::1') as server:
            self.assertEqual(server.url, f'http://[::1]:{server.port}/')
            self.assertEqual(server.get(b'/')[2], HOME)


if __name__ == '__main__':
    unittest.main()
