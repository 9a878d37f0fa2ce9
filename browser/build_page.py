"""Build the page in both forms: ``beregner.html``, one file, and ``beregner/``, a folder for an intranet.

    python browser/build_page.py [OUT]

The packages are those of ``assemble.py``, pinned and hashed; the same packages and the same tree give the same bytes.
"""

import argparse
import base64
import hashlib
import html
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from assemble import download, install  # noqa: E402 - beside this file, which is run by its path
from helhedsplan_finance.text import catalogue  # noqa: E402
from helhedsplan_finance.values.version import __version__  # noqa: E402
from packs import licences, packs_of  # noqa: E402

PAGE = HERE / "page"
# The parts of the page's script, which are put together in this order.
_PARTS = ("base", "questions", "opening", "plan", "cells", "amounts", "finance", "alternatives", "take", "start")
_IN_FILE = {  # what the policy of each form allows; everything else is forbidden
    "connect-src": "'none'",
    "worker-src": "blob:",
    "script-src": "'wasm-unsafe-eval' blob:",
}
_IN_FOLDER = {"connect-src": "'self'", "worker-src": "'self'", "script-src": "'self' 'wasm-unsafe-eval' blob:"}
# The loader of Python refuses a worker that can load scripts this way; the page's has no need to.
_ALONE = "self.importScripts = undefined;\n"
_ALWAYS = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "form-action": "'none'",
    "base-uri": "'none'",
}


def main() -> None:
    """Build both forms, and print their sizes."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("out", type=Path, nargs="?", default=HERE / "dist")
    out: Path = parser.parse_args().out
    with tempfile.TemporaryDirectory() as scratch:
        modules = install(Path(scratch) / "npm")
        download(Path(scratch) / "wheels")
        build(modules, sorted((Path(scratch) / "wheels").glob("*.whl")), out)


def build(modules: Path, wheels: Sequence[Path], out: Path) -> None:
    """Build both forms from npm packages and wheels, in place of what a folder has of them."""
    made = packs_of(modules, wheels)
    loader = (modules / "pyodide" / "pyodide.js").read_text(encoding="utf-8").split("//# sourceMappingURL")[0]
    worker = f"{_ALONE}{loader}\n{(PAGE / 'worker.js').read_text(encoding='utf-8')}"
    told = "\n\n".join(f"{name}\n{text.strip()}" for name, text in licences(modules, wheels))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    one = _one_file(made, worker, told)
    (out / "beregner.html").write_text(one, encoding="utf-8")
    folder = out / "beregner"
    folder.mkdir()
    for name, content in made.items():
        (folder / f"{name}.pack").write_bytes(content)
    (folder / "worker.js").write_text(worker, encoding="utf-8")
    (folder / "app.js").write_text(script(), encoding="utf-8")
    for name in ("folder.js", "style.css"):
        (folder / name).write_bytes((PAGE / name).read_bytes())
    (folder / "index.html").write_text(_folder(made, told), encoding="utf-8")
    sizes = {"beregner.html": len(one.encode()), "beregner/": sum(file.stat().st_size for file in folder.iterdir())}
    for name, size in sizes.items():
        print(f"{name}: {size / 1e6:.1f} MB")


def _one_file(made: dict[str, bytes], worker: str, told: str) -> str:
    scripts = [(PAGE / "one_file.js").read_text(encoding="utf-8"), script()]
    data = [
        _data("words", json.dumps(words(), ensure_ascii=False, sort_keys=True)),
        _data("worker", worker),
        *(
            f'<script type="text/plain" data-pack="{name}">{base64.b64encode(content).decode()}</script>'
            for name, content in made.items()
        ),
    ]
    allowed = " ".join(f"'{_integrity(one.encode())}'" for one in scripts)
    policy = _ALWAYS | _IN_FILE | {"script-src": f"{allowed} {_IN_FILE['script-src']}"}
    return _filled(
        policy,
        told,
        style=f"<style>{(PAGE / 'style.css').read_text(encoding='utf-8')}</style>",
        data="\n".join(data),
        script="\n".join(f"<script>{one}</script>" for one in scripts),
    )


def _folder(made: dict[str, bytes], told: str) -> str:
    hashes = {name: _integrity(content) for name, content in made.items()}
    data = [
        _data("words", json.dumps(words(), ensure_ascii=False, sort_keys=True)),
        _data("hashes", json.dumps(hashes, sort_keys=True)),
    ]

    def known(name: str) -> str:
        return _integrity(script().encode() if name == "app.js" else (PAGE / name).read_bytes())

    return _filled(
        _ALWAYS | _IN_FOLDER | {"style-src": "'self' 'unsafe-inline'"},
        told,
        style=f'<link rel="stylesheet" href="style.css" integrity="{known("style.css")}">',
        data="\n".join(data),
        script="\n".join(
            f'<script src="{name}" integrity="{known(name)}"></script>' for name in ("folder.js", "app.js")
        ),
    )


def script() -> str:
    """Return the script of the page, of its parts in their order."""
    return "\n".join((PAGE / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS)


def words() -> dict[str, dict[str, str]]:
    """Return the words of the page by key, in both languages."""
    return catalogue("browser")


def _filled(policy: dict[str, str], told: str, **parts: str) -> str:
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    rules = "; ".join(f"{name} {value}" for name, value in policy.items())
    for name, content in {"policy": rules, "licences": html.escape(told), "version": __version__, **parts}.items():
        page = page.replace(f"{{{{{name}}}}}", content)
    return page


def _data(name: str, content: str) -> str:
    """Return data as an element that no browser runs; no part of it can end the element."""
    inside = content.replace("</", "<\\/")
    return f'<script type="text/plain" id="{name}">{inside}</script>'


def _integrity(content: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


if __name__ == "__main__":
    main()
