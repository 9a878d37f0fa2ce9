"""Assemble the folder that a browser, or Node, starts the library from: Python, the solver, and the packages.

    python browser/assemble.py OUT [--tests]

Every package is pinned and hashed, in ``package-lock.json`` and ``requirements.txt``; the same files give the same
bytes. It needs npm and pip, and the network or their caches. ``--tests`` adds what the tests need besides.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
PYODIDE = ("pyodide.mjs", "pyodide.js", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
HIGHS = ("build/highs.js", "build/highs.mjs", "build/highs.wasm", "LICENSE")
# One kind of wheel for what is compiled, any for what is Python alone.
PLATFORM = (
    *("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "314", "--implementation", "cp"),
    *("--abi", "cp314", "--abi", "abi3", "--abi", "none"),
)
_LOCALES = {"root", "da", "en", "da_DK", "en_001", "en_150", "en_DK", "en_GB", "en_US"}
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every entry of a zip, so that the bytes do not depend on the day
_LEVEL = 9


def main() -> None:
    """Assemble the folder."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--tests", action="store_true", help="with the packages of the tests")
    asked = parser.parse_args()
    out: Path = asked.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        _copy_javascript(out, Path(scratch) / "npm")
        wheels = Path(scratch) / "wheels"
        download(wheels, "requirements.txt")
        _wheel_of_the_library(wheels)
        _archive(out / "site.zip", wheels.glob("*.whl"))
        if asked.tests:
            tests = Path(scratch) / "tests"
            download(tests, "requirements-tests.txt")
            _archive(out / "tests.zip", tests.glob("*.whl"))
    _list_files(out)


def install(scratch: Path) -> Path:
    """Install the npm packages by their lock into a folder that is not there, and return their own."""
    scratch.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, scratch)
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(scratch))
    return scratch / "node_modules"


def _copy_javascript(out: Path, scratch: Path) -> None:
    """Install the npm packages, and copy the files that are started."""
    modules = install(scratch)
    for package, names in (("pyodide", PYODIDE), ("highs", HIGHS)):
        for name in names:
            target = out / package / Path(name).name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes((modules / package / name).read_bytes())


def download(folder: Path, requirements: str = "requirements.txt") -> None:
    """Download the pinned wheels of a file into a folder."""
    options = ("--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--require-hashes")
    files = ("--requirement", str(HERE / requirements), "--dest", str(folder))
    _run(sys.executable, "-m", "pip", "download", *options, *PLATFORM, *files)


def _wheel_of_the_library(folder: Path) -> None:
    options = ("--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir", str(folder))
    _run(sys.executable, "-m", "pip", "wheel", *options, str(HERE.parent))


def _archive(path: Path, wheels: Iterable[Path]) -> None:
    """Write the files of wheels into one archive, in a fixed order and without dates."""
    files: dict[str, bytes] = {}
    for wheel in sorted(wheels):
        with zipfile.ZipFile(wheel) as archive:
            files |= {name: archive.read(name) for name in archive.namelist() if is_needed(name)}
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=_LEVEL)


def is_needed(name: str) -> bool:
    """Return whether a file is used: of the locales of Babel, only those of the two languages."""
    path = Path(name)
    if name.endswith("/"):
        return False
    return path.parent.name != "locale-data" or path.suffix != ".dat" or path.stem in _LOCALES


def _list_files(out: Path) -> None:
    """Write the size and the hash of every file, for whoever serves or embeds them."""
    listed = {str(path.relative_to(out)): _facts(path) for path in _files(out)}
    (out / "files.json").write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")


def _files(out: Path) -> Iterator[Path]:
    yield from sorted(path for path in out.rglob("*") if path.is_file())


def _facts(path: Path) -> dict[str, str | int]:
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
