"""The page is served on this computer alone, from an address that nobody can guess, and nothing else is."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cli.running import run
from helhedsplan_finance.cli.page_server import HOST, page_server
from places import DATA

pytestmark = pytest.mark.daily

PLAN = DATA / "amager-2022.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    page = tmp_path / "beregner"
    page.mkdir()
    (page / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (page / "app.js").write_text("begin()", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return page


@contextmanager
def served(folder: Path, given: Path | None = None) -> Iterator[str]:
    server, address = page_server(folder, given)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()


def ask(address: str, path: str, host: str | None = None) -> tuple[int, bytes, str | None]:
    """Return the status, the content and the type of an answer; the path is asked for as it is."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(HOST, parts.port or 0, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host or parts.netloc)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.getheader("Content-Type")
    connection.close()
    return found


def test_the_page_and_its_files_are_served_by_their_names(folder: Path) -> None:
    with served(folder) as address:
        start = urlsplit(address).path
        assert ask(address, start) == (200, b"<!doctype html>", "text/html; charset=utf-8")
        assert ask(address, f"{start}app.js") == (200, b"begin()", "text/javascript; charset=utf-8")


def test_a_plan_is_served_beside_it_and_named_in_the_address(folder: Path) -> None:
    with served(folder, PLAN) as address:
        parts = urlsplit(address)
        assert parts.fragment == "given-amager-2022.toml"
        assert ask(address, f"{parts.path}{parts.fragment}")[:2] == (200, PLAN.read_bytes())


@pytest.mark.parametrize("path", ["{start}../secret.txt", "{start}%2e%2e/secret.txt", "{start}none.js", "/", "/app.js"])
def test_nothing_else_is_served(path: str, folder: Path) -> None:
    with served(folder) as address:
        assert ask(address, path.format(start=urlsplit(address).path))[0] == 404


def test_another_name_for_this_computer_is_refused(folder: Path) -> None:
    with served(folder) as address:
        assert ask(address, urlsplit(address).path, host="example.org")[0] == 404


def test_it_listens_on_this_computer_alone_and_never_twice_at_one_address(folder: Path) -> None:
    with served(folder) as first, served(folder) as second:
        assert urlsplit(first).hostname == urlsplit(second).hostname == "127.0.0.1"
        assert urlsplit(first).path != urlsplit(second).path


def test_a_folder_without_a_page_is_refused(tmp_path: Path) -> None:
    ran = run("open", "--page", str(tmp_path))
    assert ran.exit_code == 2
    assert "har ingen beregner (index.html)" in ran.stderr


def test_a_plan_that_cannot_be_used_is_refused_before_a_browser_opens(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text("name = 3", encoding="utf-8")
    ran = run("open", str(tmp_path / "plan.toml"), "--page", str(folder), "--no-browser")
    assert ran.exit_code == 2
    assert "nøglen 'start' mangler" in ran.stderr
