"""A server for the page in a browser: the files of one folder, and one plan, on this computer alone.

It listens on 127.0.0.1, at an address with a secret part, and answers nothing else. A request that names another host
is refused, so that no web site can reach it by a name of its own.
"""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote

HOST = "127.0.0.1"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_FIRST = "index.html"


def page_server(folder: Path, given: Path | None = None, *, port: int = 0) -> tuple[ThreadingHTTPServer, str]:
    """Return a server of a folder that has the page, and the address to open; ``given`` is a plan that it opens.

    The files are those that the folder has now; ``port`` 0 is any free one.
    """
    start = f"/{secrets.token_urlsafe(16)}/"
    files = {one.name: one for one in folder.iterdir() if one.is_file()}
    if given is not None:
        files[f"given-{given.name}"] = given
    server = ThreadingHTTPServer((HOST, port), _handler(start, files))
    opened = f"#given-{quote(given.name)}" if given is not None else ""
    return server, f"http://{HOST}:{server.server_port}{start}{opened}"


def _handler(start: str, files: Mapping[str, Path]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answer requests for the files of the page."""

        def do_GET(self) -> None:
            """Answer with a file of the page, by its name alone."""
            port = cast("HTTPServer", self.server).server_port
            hosts = {f"{HOST}:{port}", f"localhost:{port}"}
            path = self.path.partition("?")[0]
            name = path.removeprefix(start) or _FIRST
            known = path.startswith(start) and self.headers.get("Host") in hosts
            file = files.get(unquote(name)) if known else None
            if file is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            content = file.read_bytes()
            self.send_response(HTTPStatus.OK)
            kind = _TYPES.get(file.suffix, "application/octet-stream")
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if file.suffix in _TYPES else kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header(
                "Cache-Control", "no-store" if file is files.get(name) and "given-" in name else "no-cache"
            )
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the standard library names it
            """Print nothing for a request."""

    return Handler
