"""A Statistikbank of our own on 127.0.0.1, which speaks the published protocol of the open API.

The tables and figures under ``recorded/`` are made up, in the form in which the API publishes its own: no such table
exists, and none of its figures may be used. Every answer can be replaced by a prepared one.
"""

import json
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

RECORDED = Path(__file__).parent / "recorded"


@dataclass
class Prepared:
    """An answer that stands in for the recorded one."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0  # seconds before anything is sent
    drip: float = 0  # seconds between one byte and the next
    drip_head: float = 0  # seconds between one byte of the head and the next
    stop_after: int | None = None  # bytes, where the server breaks off


@dataclass
class FakeStatbank:
    """What was asked, and what shall be answered; ``prepared`` is used up in its order, then come the recordings."""

    address: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    posted: list[Any] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    prepared: dict[str, deque[Prepared]] = field(default_factory=lambda: defaultdict(deque))
    closing: threading.Event = field(default_factory=threading.Event)

    def prepare(self, what: str, *answers: Prepared) -> None:
        """Let the next questions for ``tables``, ``tableinfo`` or ``data`` get these answers."""
        self.prepared[what].extend(answers)

    def change(self, what: str, old: str, new: str, *, table: str = "") -> None:
        """Let the next question get the recorded answer with one thing in it changed."""
        text = self.recorded(what, table).content.decode("utf-8")
        assert old in text
        self.prepare(what, Prepared(text.replace(old, new).encode("utf-8")))

    def recorded(self, what: str, table: str = "") -> Prepared:
        """Return the recorded list of tables, or the recorded description of one."""
        file = RECORDED / (f"{what}-{table.upper()}.json" if table else f"{what}.json")
        if not file.exists():
            return _error(404, "TABLE-NOTFOUND", f"Tabellen {table} findes ikke")
        return Prepared(file.read_bytes())

    def kept_up(self) -> Prepared:
        """Return the recorded list of tables without those that have ended."""
        listed = json.loads(self.recorded("tables").content)
        return Prepared(json.dumps([one for one in listed if one["active"]]).encode("utf-8"))

    def data(self, question: Any) -> Prepared:
        """Answer a question for figures as the API does: CSV in Danish, with a mark at its beginning."""
        description = self.recorded("tableinfo", question["table"])
        if description.status != 200:
            return description
        asked = {one["code"].casefold(): one["values"] for one in question["variables"]}
        for variable in json.loads(description.content)["variables"]:
            if not variable["elimination"] and variable["id"].casefold() not in asked:
                return _error(400, "EXTRACT-NOSELECTION", f"Der skal vælges værdier for variabel: {variable['text']}")
        lines = (RECORDED / f"data-{question['table'].upper()}.csv").read_text(encoding="utf-8").splitlines()
        header, *rows = [line.split(";") for line in lines]
        codes = [code.casefold() for code in header[:-1]]
        shown = [place for place, code in enumerate(codes) if code in asked] + [len(codes)]
        # A variable that is not asked for is left out, for its total.
        kept = [
            row for row in rows if all(cell in asked.get(code, ["TOT"]) for code, cell in zip(codes, row, strict=False))
        ]
        picked = [";".join(row[place] for place in shown) for row in [header, *kept]]
        return Prepared(("\r\n".join(picked) + "\r\n").encode("utf-8-sig"))


def _error(status: int, kind: str, said: str) -> Prepared:
    content = json.dumps({"errorTypeCode": kind, "message": said}, ensure_ascii=False)
    return Prepared(content.encode("utf-8"), status)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that has gone: the tests of waiting leave on purpose."""


@contextmanager
def statbank() -> Iterator[FakeStatbank]:
    """Run a server on a free port for as long as the ``with`` lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self.answer(None)

        def do_POST(self) -> None:
            self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def answer(self, posted: Any) -> None:
            asked = urlsplit(self.path)
            _, version, what, *rest = unquote(asked.path).split("/")
            assert version == "v1"
            bank.asked.append((self.command, self.path))
            bank.agents.add(self.headers["User-Agent"])
            if posted is not None:
                bank.posted.append(posted)
            if bank.prepared[what]:
                self.send(bank.prepared[what].popleft())
            elif what == "tables" and "includeInactive=true" not in asked.query.split("&"):
                self.send(bank.kept_up())
            else:
                self.send(bank.data(posted) if what == "data" else bank.recorded(what, *rest))

        def send(self, answer: Prepared) -> None:
            bank.closing.wait(answer.wait)
            if answer.drip_head:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not bank.closing.wait(answer.drip_head):
                    self.wfile.write(b"x")
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            content = answer.content[: answer.stop_after]
            if answer.drip:
                for place in range(len(content)):
                    self.wfile.write(content[place : place + 1])
                    bank.closing.wait(answer.drip)
            else:
                self.wfile.write(content)
            self.close_connection = answer.stop_after is not None

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the tests quiet."""

    server = _Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # so that closing waits for the last answer
    bank = FakeStatbank(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield bank
    finally:
        bank.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
