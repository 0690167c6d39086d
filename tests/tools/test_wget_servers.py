"""wget in C and its twin against servers that people use: nginx, and Python's
http.server. What they send is read from a bare socket, and must be told."""
import contextlib
import functools
import http.server
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import unittest

from odd_servers import PATIENCE, nobody
from wget_run import Wget

NGINX = shutil.which('nginx', path=os.environ['PATH'] + ':/usr/sbin')
CONFIG = '''daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log;
events { worker_connections 256; }
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server { listen 127.0.0.1:%d; root www; }
}
'''
PAGE = b'<!doctype html>' + b'<p>Three at once.</p>' * 9000


def header(name, path):
    """The header lines that this server sends, Date aside."""
    host, port = name.split(':')
    with socket.create_connection((host, int(port)), PATIENCE) as client:
        client.sendall(b'GET %b HTTP/1.0\r\nHost: %b\r\n\r\n' % (
            path.encode(), name.encode()))
        with client.makefile('rb') as answer:
            lines = [line.rstrip(b'\r\n') for line in iter(
                answer.readline, b'\r\n')]
    return undated(lines)


def undated(lines):
    return [re.sub(b'(?i)(date: ).*', rb'\1now', line) for line in lines]


class Real(Wget):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.folder.chmod(0o755)         # a worker of nginx is nobody
        (cls.folder / 'www').mkdir()
        (cls.folder / 'www/index.html').write_bytes(PAGE)

    def compare(self, name):
        """All at once: a page, a missing one, ten more; and one refused."""
        with nobody() as closed:
            paths = ['/', '/nosuch'] + [f'/?{i}' for i in range(10)]
            sent = [header(name, path) for path in paths]
            self.assertRegex(sent[0][0], rb'HTTP/1\.\d 200 ')
            self.assertRegex(sent[1][0], rb'HTTP/1\.\d 404 ')
            wanted = [[b'wget @...', *(b'@ header > ' + line for line in lines),
                       b'Done @.'] for lines in sent]
            wanted += [[b'wget @...', b'@: Connection refused']]

            def check(status, told, _):
                self.assertEqual([undated(lines) for lines in told], wanted)
                self.assertEqual(status, 1)
            self.each(check, (), '-t', '60', others=[
                name + path for path in paths] + [closed])

    def test_http_server(self):
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *words):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *words):
                """It is told that nobody wants the page."""
        server = Server(('127.0.0.1', 0), functools.partial(
            Quiet, directory=str(self.folder / 'www')))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            self.compare('127.0.0.1:%d' % server.server_port)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    @unittest.skipUnless(NGINX, 'nginx is not installed: make setup-dev')
    def test_nginx(self):
        """Its socket is ours, handed over: so the system chooses the port."""
        with socket.create_server(('127.0.0.1', 0), backlog=128) as listener:
            port = listener.getsockname()[1]
            (self.folder / 'nginx.conf').write_text(CONFIG % port)
            nginx = subprocess.Popen(
                [NGINX, '-p', f'{self.folder}/', '-c', 'nginx.conf'],
                env=dict(os.environ, NGINX=f'{listener.fileno()};'),
                pass_fds=[listener.fileno()], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.compare(f'127.0.0.1:{port}')
        finally:
            nginx.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                nginx.wait(10)
            nginx.kill()
            nginx.wait()


if __name__ == '__main__':
    unittest.main()
