"""The HTTP client of Statistikbanken's open API: allowed addresses, timeouts and size limits.

Answers are untrusted input: their size and time are bounded, and redirects are not followed. urllib3 is imported only
here, at the first request.
"""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from helhedsplan_finance.errors import MissingExtraError, StatbankError
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.values.nesting import is_too_deep
from helhedsplan_finance.values.version import __version__

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.util import Retry

STATBANK = "https://api.statbank.dk/v1"

_HERE = ("127.0.0.1", "localhost", "::1")
_AGAIN = (429, 502, 503, 504)
_CHUNK = 65_536
_OK, _REDIRECT, _REFUSED = 200, 300, 400


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a request: seconds to wait, number of attempts, and most bytes to read."""

    connect: float = 5
    read: float = 15  # for the next bytes
    whole: float = 60  # for one whole answer
    attempts: int = 3
    backoff: float = 0.5
    longest_wait: float = 20  # between two attempts, also where the server asks for more
    most_bytes: int = 2_000_000
    most_bytes_of_list: int = 20_000_000  # all tables at once


def server_name(server: str) -> str:
    """Return the host of an allowed address, with the port where one is named.

    Raises :class:`StatbankError` for an address that is not ``https://``, or ``http://`` on this machine.
    """
    try:
        parts = urlsplit(server)
        host, _ = parts.hostname, parts.port  # a port that is no number raises here
    except ValueError:
        raise StatbankError("statbank.server", found=short(server), example=STATBANK) from None
    plain = server.isascii() and server.isprintable() and not set(server) & set(" \\")
    bare = not (parts.username or parts.password or parts.query or parts.fragment)
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)
    if not (host and plain and bare and safe):
        raise StatbankError("statbank.server", found=short(_without_password(server)), example=STATBANK)
    return parts.netloc


def _without_password(server: str) -> str:
    return server.rpartition("@")[2]


class Connection:
    """A connection to the API, used with ``with``; each request is repeated where that may help."""

    def __init__(self, server: str, bounds: Bounds) -> None:
        """Prepare a connection; nothing is sent yet.

        Raises :class:`StatbankError` for a forbidden address, and :class:`MissingExtraError` without urllib3.
        """
        self.name = server_name(server)
        self._path = urlsplit(server).path.rstrip("/")
        self._bounds = bounds
        try:
            import urllib3
        except ImportError:
            raise MissingExtraError("extra.statbank") from None
        agent = {"User-Agent": f"helhedsplan-finance/{__version__}", "Accept-Encoding": "identity"}
        # A pool of one host, closed explicitly: a PoolManager closes when it is collected, which an error can delay.
        self._pool = urllib3.connection_from_url(server, headers=agent)
        self._connections: list[Any] = []
        kind = self._pool.ConnectionCls

        def recorded(*args: Any, **options: Any) -> Any:
            self._connections.append(kind(*args, **options))
            return self._connections[-1]

        self._pool.ConnectionCls = recorded  # type: ignore[assignment]  # a pool only ever calls it

    def __enter__(self) -> "Connection":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def get(self, path: str, *, long: bool = False) -> bytes:
        """Return the answer at a path of the server; ``long`` for the list of all tables.

        Raises :class:`StatbankError` where the server cannot be reached, refuses, or answers too slowly or too much.
        """
        most = self._bounds.most_bytes_of_list if long else self._bounds.most_bytes
        return self._ask("GET", path, None, most)

    def post(self, path: str, data: Any) -> bytes:
        """Return the answer to data, sent as JSON; raises as :meth:`get` does."""
        return self._ask("POST", path, json.dumps(data, ensure_ascii=False).encode("utf-8"), self._bounds.most_bytes)

    def _ask(self, method: str, path: str, body: bytes | None, most: int) -> bytes:
        from urllib3.exceptions import HTTPError, MaxRetryError
        from urllib3.util import Retry

        retries = Retry(
            self._bounds.attempts - 1,
            other=0,  # an invalid certificate is still invalid in a second
            allowed_methods=None,  # a POST requests figures and changes nothing, so it may be sent twice
            backoff_factor=self._bounds.backoff,
        )
        while True:
            response: BaseHTTPResponse | None = None
            failure: HTTPError | None = None
            content = b""
            try:
                response, content = self._answer(method, path, body, most)
            except HTTPError as error:
                failure = error
            if response is not None and response.status not in _AGAIN:
                return self._accepted(response, content)
            try:
                retries = retries.increment(method, path, response=response, error=failure)
            except MaxRetryError:
                if response is not None:
                    return self._accepted(response, content)
                raise StatbankError("statbank.unreachable", server=self.name, why=_why(failure)) from None
            time.sleep(self._pause(retries, response))

    def _answer(self, method: str, path: str, body: bytes | None, most: int) -> "tuple[BaseHTTPResponse, bytes]":
        from urllib3.exceptions import HTTPError

        end = time.monotonic() + self._bounds.whole
        try:
            with self._until_too_late():
                response, content = self._read(method, path, body, most)
        except HTTPError:
            if time.monotonic() < end:
                raise
        if time.monotonic() > end:  # an answer that was cut off may look complete
            raise StatbankError("statbank.slow", server=self.name, seconds=round(self._bounds.whole))
        return response, content

    @contextmanager
    def _until_too_late(self) -> Iterator[None]:
        """Shut the socket down when the time for a whole answer is up, also while bytes still arrive slowly."""
        clock = threading.Timer(self._bounds.whole, self._cut)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def _cut(self) -> None:
        for connection in self._connections:
            line = connection.sock
            if line is not None:
                with suppress(OSError):  # it may be closed already
                    line.shutdown(socket.SHUT_RDWR)

    def _read(self, method: str, path: str, body: bytes | None, most: int) -> "tuple[BaseHTTPResponse, bytes]":
        from urllib3.util import Timeout

        response = self._pool.request(
            method,
            f"{self._path}/{path}",
            body=body,
            headers={**self._pool.headers, "Content-Type": "application/json"} if body else None,
            timeout=Timeout(connect=self._bounds.connect, read=self._bounds.read),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        content = bytearray()
        try:
            while chunk := response.read1(_CHUNK, decode_content=False):
                content += chunk
                if len(content) > most:
                    raise StatbankError("statbank.large", server=self.name, most=f"{most // 1_000_000} MB")
        finally:
            response.close()
        return response, bytes(content)

    def _pause(self, retries: "Retry", response: "BaseHTTPResponse | None") -> float:
        from urllib3.exceptions import InvalidHeader

        asked: float | None = None
        if response is not None:
            try:
                asked = retries.get_retry_after(response)
            except (InvalidHeader, ValueError, OverflowError):  # no time, or one beyond all calendars
                asked = None
        return min(retries.get_backoff_time() if asked is None else asked, self._bounds.longest_wait)

    def _accepted(self, response: "BaseHTTPResponse", content: bytes) -> bytes:
        status = response.status
        if status == _OK:
            return content
        if _REDIRECT <= status < _REFUSED:
            raise StatbankError(
                "statbank.redirect", server=self.name, found=short(response.headers.get("Location", "?"))
            )
        reason = _reason(content)
        if reason is None:
            raise StatbankError("statbank.status", server=self.name, status=status)
        raise StatbankError("statbank.refused", server=self.name, status=status, why=short(reason))


def _reason(content: bytes) -> str | None:
    """Return the API's own error message, where it gives one."""
    try:
        text = content.decode("utf-8")
        answer = None if is_too_deep(text, "json") else json.loads(text)
    except ValueError:
        return None
    reason = answer.get("message") if isinstance(answer, dict) else None
    return reason if isinstance(reason, str) and reason.strip() else None


def _why(error: Exception | None) -> Message:
    from urllib3 import exceptions

    # From the narrow to the wide: an unresolved name is a subclass of a failed connection, and that of a timeout.
    for kind, key in (
        (exceptions.NameResolutionError, "statbank.why_name"),
        (exceptions.SSLError, "statbank.why_certificate"),
        (exceptions.NewConnectionError, "statbank.why_connection"),
        (exceptions.TimeoutError, "statbank.why_timeout"),
    ):
        if isinstance(error, kind):
            return message(key)
    return message("statbank.why_broken")
