#!/usr/bin/env python3
"""make serve: can somebody listen at this port? If not, say what to type.

    port.py PORT

Says so before the book is built, in the reader's language; what serve itself
would say is the system's.
"""
import socket
import sys

from paint import told
from say import say

ADDRESS = "127.0.0.1"


def complaint(text):
    """What is wrong with this port; None: nothing."""
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        return say("serve.port", port=text)
    port = int(text)
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((ADDRESS, port))
        except PermissionError:
            return say("serve.forbidden", port=port, other=8000)
        except OSError:
            other = port + 1 if port < 65535 else 8000
            return say("serve.busy", port=port, other=other)
    return None


def main(port):
    why = complaint(port)
    if why:
        print("\n".join(told(why, 0)), file=sys.stderr)
    return 2 if why else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
