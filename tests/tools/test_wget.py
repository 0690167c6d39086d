"""wget in C, plain and with the sanitizers, and its Python twin: the same
lines from servers that behave, badly or well."""
import contextlib
import ctypes
import signal
import socket
import threading
import unittest

import wget_run
from odd_servers import (Server, body, chunks, close, half_close, lines,
                         nobody, rendezvous, reset, reset_after,
                         reset_at_once, silence)
from wget_run import Run, Wget

OK = b'HTTP/1.0 200 OK'
EARLY = b'the server closed before its header ended'
LONG = b'a header line is longer than 8192 bytes'
RESET, REFUSED = b'Connection reset by peer', b'Connection refused'
LATE = b'Connection timed out'
WHOLE = lines(OK, b'Server: odd', b'')
ODD = b'X: a\0b\xff\xfe "\xe4\xb8'
MANY = [b'Line-%05d: %s' % (number, b'x' * 50) for number in range(16384)]
X = b'x' * 8192

# name: (server, the header lines that come, why it fails; None: it does not)
ONE = {
    'well': (chunks(WHOLE), [OK, b'Server: odd'], None),
    'one byte at a time': (chunks(*[WHOLE[i:i + 1] for i in range(len(WHOLE))]
                                  ), [OK, b'Server: odd'], None),
    'CR and LF apart': (chunks(OK + b'\r', b'\nA: b\r', b'\n\r', b'\n'),
                        [OK, b'A: b'], None),
    'bare LF': (chunks(OK + b'\nA: b\n\n'), [OK, b'A: b'], None),
    'any byte': (chunks(lines(OK, ODD, b'')), [OK, ODD], None),
    'no header': (chunks(lines(b'')), [], None),
    'a long body': (body, [OK], None),
    'half-close after it': (chunks(WHOLE, end=half_close),
                            [OK, b'Server: odd'], None),
    'no final newline': (chunks(OK + b'\r\nLast: line', end=close),
                         [OK, b'Last: line'], EARLY),
    'no blank line': (chunks(lines(OK), end=close), [OK], EARLY),
    'half-close before': (chunks(lines(OK), end=half_close), [OK], EARLY),
    'nothing at all': (chunks(end=close), [], EARLY),
    'reset after the request': (chunks(end=reset), [], RESET),
    'reset in the header': (reset_after(b'header > ' + OK, lines(OK), b'Serv'),
                            [OK], RESET),
    'reset after the header': (reset_after(b'Done ', WHOLE),
                               [OK, b'Server: odd'], None),
    '8192 bytes': (chunks(lines(OK, X), b'y' + X[1:] + b'\n\n'),
                   [OK, X, b'y' + X[1:]], None),
    '8193 bytes': (chunks(lines(OK, b'y' + X)), [OK], LONG),
    '8193 bytes, bare LF': (chunks(OK + b'\ny' + X + b'\n\n'), [OK], LONG),
    'a line without end': (chunks(lines(OK), b'z' * 300000), [OK], LONG),
    'a megabyte': (chunks(lines(OK, *MANY, b'')), [OK] + MANY, None),
}


def wanted(header, why, hello=True):
    """What is said of one host, @ being its name."""
    end = b'Done @.' if why is None else b'@: ' + why
    return [b'wget @...'] * hello + [b'@ header > ' + line
                                     for line in header] + [end]


class One(Wget):
    maxDiff = 2000

    def compare(self, names, *options, others=(), extra=()):
        """These servers at once, and others of which the extra is said."""
        cases = [ONE[name] for name in names]
        failing = [case for case in cases if case[2]] or extra

        def check(status, told, _):
            self.assertEqual(told, [wanted(*case[1:]) for case in cases]
                             + list(extra))
            self.assertEqual(status, 1 if failing else 0)
        self.each(check, [case[0] for case in cases], *options, others=others)

    def test_all_at_once(self):
        with nobody() as closed:
            self.compare(ONE, '-t', '60', others=[closed],
                         extra=[wanted([], REFUSED)])

    def test_silence(self):
        def check(status, told, _):
            self.assertEqual((status, told), (1, [wanted([], LATE),
                                                  wanted([OK], LATE)]))
        self.each(check, [silence, chunks(lines(OK))], '-t', '0.3')

    def test_reset_at_once(self):
        def check(status, told, _):
            self.assertIn((status, told[0]), [
                (1, wanted([], why)) for why in (RESET, b'Broken pipe')])
        self.each(check, [reset_at_once])

    def test_what_is_asked(self):
        for path in ('', '/', '/a%20b:1?c=[d]&e'):
            def check(_, told, servers):
                self.assertEqual(servers[0].requests, [
                    b'GET %b HTTP/1.0\r\nHost: %b\r\n\r\n' % (
                        path.encode() or b'/', servers[0].name.encode())])
            self.each(check, [ONE['well'][0]], path=path)

    def test_unknown_host(self):
        """Which of its words the resolver uses depends on the network."""
        explain = ctypes.CDLL(None).gai_strerror
        explain.restype = ctypes.c_char_p
        possible = [wanted([], explain(number))
                    for name, number in vars(socket).items()
                    if name.startswith('EAI_')]
        for host in ('name.invalid', 'a..b/x', 'x' * 70 + '.invalid:1'):
            seen = []

            def check(status, told, _):
                seen.append(told[0])
                self.assertIn(told[0], possible)
                self.assertEqual((status, told[0]), (1, seen[0]))
            self.each(check, (), '-t', '60', others=[host])

    def test_what_is_no_address(self):
        others = [':80', '/x', 'h:', 'h:x', 'h:0', 'h:65536', 'h:-1', '[::1',
                  '[::1]x', '::1', 'h:1:2', '[]:1', 'http://h/', 'h:+80',
                  'no such name', 'h/a b', 'h/\x7f']
        why = wanted([], b'not HOST[:PORT][/PATH]')

        def check(status, told, _):
            self.assertEqual((status, told), (1, [why] * len(others)))
        self.each(check, others=others)

    def test_ipv6(self):
        try:
            server = Server(ONE['well'][0], None, '::1')
        except OSError as error:
            self.skipTest(f'no IPv6 on this machine: {error.strerror}')
        self.addCleanup(server.close)

        def check(status, told, _):
            self.assertEqual((status, told), (0, [wanted(
                ONE['well'][1], None)] * 2))
        self.each(check, others=[server.name, server.name + '/x'])


def alone(name):
    return lambda self: self.compare([name])


for name in ONE:
    setattr(One, 'test_' + name.replace(' ', '_'), alone(name))


class Overlap(Wget):
    """None answers until all are connected: no stopwatch is needed."""

    def test_three_and_fifty(self):
        for number in (3, 50):
            def check(status, told, _):
                self.assertEqual((status, told), (0, [wanted(
                    [OK, b'Here: %d' % number], None)] * number))
            self.each(check, [rendezvous(number)] * number, '-t', '60')


class Words(Wget):
    def test_usage(self):
        for words in (['-x'], ['-t'], ['-t', '0'], ['-t', '-1'], ['-t', 'x'],
                      ['-t', 'nan'], ['-t', ''], ['-t', '1x'], ['--help']):
            for program, command in wget_run.PROGRAMS.items():
                with self.subTest(words=words, program=program):
                    self.assertEqual(Run(command + words).end(),
                                     (2, b'', wget_run.USAGE))

    def test_ctrl_c(self):
        asked = threading.Event()

        def serve(client, said):
            asked.set()
            silence(client, said)
        for program, command in wget_run.PROGRAMS.items():
            with self.subTest(program=program), \
                    contextlib.closing(Server(serve, None)) as server:
                asked.clear()
                run = Run(command + [server.name])
                asked.wait(10)
                run.process.send_signal(signal.SIGINT)
                self.assertEqual(run.end(), (
                    130, b'wget %b...\n' % server.name.encode(), b''))


if __name__ == '__main__':
    unittest.main()
