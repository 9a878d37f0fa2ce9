"""The packs of the page: Python, the library and its solver, compiled and compressed, the same bytes every time.

The interpreter's own zip has the modules that its start imports; everything else is one LZMA pack, which it unpacks
itself, in two thirds of the bytes of gzip.
"""

import gzip
import io
import lzma
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from assemble import EPOCH, is_needed

HERE = Path(__file__).parent
ROOT = HERE.parent
# What no page can use: other ways of showing Python's own messages, processes, servers and their protocols.
_LEFT_OUT = (
    *(
        "_pyrepl",
        "ensurepip",
        "idlelib",
        "lib2to3",
        "multiprocessing",
        "pydoc_data",
        "sqlite3",
        "turtledemo",
        "unittest",
    ),
    *("wsgiref", "xmlrpc", "venv", "doctest.py", "pdb.py", "pydoc.py", "mailbox.py", "ftplib.py", "imaplib.py"),
    *("poplib.py", "smtplib.py", "cProfile.py", "pstats.py", "profile.py", "bdb.py", "trace.py", "turtle.py"),
)
_NOT_CARRIED = ("narwhals", "packaging")  # frames of many plans, and versions of packages
_ENTRY = "helhedsplan_finance"
_NOT_HERE = ("cli", "__main__.py", "testing.py")  # the command line needs a terminal


def packs_of(
    node_modules: Path, wheels: Iterable[Path], run: Callable[..., object] = subprocess.run
) -> dict[str, bytes]:
    """Return the packs by name, each as it is put on the page: gzip for the browser, LZMA for Python.

    ``node_modules`` has the npm packages ``pyodide`` and ``highs``; ``wheels`` are the libraries. ``run`` starts Node,
    whose Python compiles the modules.
    """
    pyodide, highs = node_modules / "pyodide", node_modules / "highs" / "build"
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch)
        with zipfile.ZipFile(pyodide / "python_stdlib.zip") as stored:
            stored.extractall(tree / "python")
        for name in _LEFT_OUT:
            _remove(tree / "python" / name)
        _libraries(tree / "library", wheels)
        boot = run(
            ["node", str(HERE / "compile.mjs"), str(node_modules), str(tree)],
            check=True,
            capture_output=True,
            text=True,
        )
        needed = set(str(getattr(boot, "stdout", "")).split())
        python = dict(_files(tree / "python"))
        first = {name: content for name, content in python.items() if name in needed}
        rest = {name: content for name, content in python.items() if name not in needed}
        packed = {**rest, **dict(_files(tree / "library"))}
    return {
        "python.zip": _gzip(_zip(first)),
        "pyodide.asm.wasm": _gzip((pyodide / "pyodide.asm.wasm").read_bytes()),
        "pyodide.asm.mjs": _gzip((pyodide / "pyodide.asm.mjs").read_bytes()),
        "library.zip": lzma.compress(_zip(packed), preset=9 | lzma.PRESET_EXTREME),
        "highs.js": _gzip((highs / "highs.js").read_bytes()),
        "highs.wasm": _gzip((highs / "highs.wasm").read_bytes()),
    }


def licences(node_modules: Path, wheels: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield each package that the page carries with the text of its licence."""
    for name in ("pyodide", "highs"):
        for file in sorted((node_modules / name).glob("LICEN[CS]E*")):
            yield name, file.read_text(encoding="utf-8", errors="replace")
    for wheel in carried(wheels):
        with zipfile.ZipFile(wheel) as stored:
            for one in sorted(stored.namelist()):
                name = one.rsplit("/", 1)[-1].upper()
                if ".dist-info/" in one and name.startswith(("LICEN", "COPYING", "NOTICE")):
                    yield wheel.name.split("-")[0], stored.read(one).decode("utf-8", "replace")


def carried(wheels: Iterable[Path]) -> list[Path]:
    """Return the wheels that the page carries."""
    return [one for one in sorted(wheels) if not one.name.startswith(_NOT_CARRIED)]


def _libraries(folder: Path, wheels: Iterable[Path]) -> None:
    """Unpack the wheels, the library of this tree and the page's own Python into a folder."""
    folder.mkdir()
    for wheel in carried(wheels):
        with zipfile.ZipFile(wheel) as stored:
            stored.extractall(folder)
    for data in (folder / "babel" / "locale-data").glob("*.dat"):
        if not is_needed(data.relative_to(folder).as_posix()):
            data.unlink()
    for info in folder.glob("*.dist-info"):
        for file in info.rglob("*"):
            if file.is_file() and file.name != "METADATA":  # a library may ask for its own version
                file.unlink()
    ignored = shutil.ignore_patterns("__pycache__", *_NOT_HERE)
    shutil.copytree(ROOT / "src" / _ENTRY, folder / _ENTRY, ignore=ignored)
    shutil.copytree(HERE / "desk", folder / "desk", ignore=ignored)
    examples = folder / _ENTRY / "examples"
    examples.mkdir()
    for plan in sorted((ROOT / "data").glob("*.toml")):
        shutil.copy(plan, examples / plan.name)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def _zip(files: Mapping[str, bytes]) -> bytes:
    """Return files as an uncompressed zip, which compresses better as a whole."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as stored:
        for name, content in sorted(files.items()):
            stored.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return buffer.getvalue()


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
