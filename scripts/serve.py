#!/usr/bin/env python3
"""Serves a folder of static files, for looking at the built page on this machine.

    scripts/serve.py FOLDER [--port 8080] [--host localhost]
"""

import argparse
import errno
import http.server
import signal
import socket
import sys


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
    }

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")  # a rebuilt page must show at once
        super().end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self):
        # without the base class's reverse look-up of the host name, which can take seconds
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a closed tab is no error
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description="Serves a folder of static files.")
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--host", default="localhost")
    arguments = parser.parse_args()

    try:
        address = socket.getaddrinfo(arguments.host, arguments.port, type=socket.SOCK_STREAM)
        # "localhost" may mean ::1 first: browsers try both, so take the address that always exists
        family, _, _, _, where = min(address, key=lambda found: found[0] != socket.AF_INET)
        Server.address_family = family
        server = Server(
            where, lambda *request: Handler(*request, directory=arguments.folder)
        )
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            reason = "is in use by another program: choose another with --port"
        elif getattr(error, "errno", None) == errno.EACCES:
            reason = "needs root: choose one above 1023 with --port"
        else:
            reason = f"cannot be served ({error}): check --host and --port"
        sys.exit(f"port {arguments.port} on {arguments.host} {reason}")

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    print(f"\n  Lushan is at http://{host}:{server.server_port}/   (Ctrl-C ends it)\n", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
