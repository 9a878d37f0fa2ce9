"""The guard before the door: a workbook from outside is looked through, within bounds, before any reader opens it.

It reads the zip's own directory, follows the relationships (never the names of parts), and streams each XML part with a
count of bytes, rows and cells. What is not a plain workbook of a sensible size is refused in one line. Nothing is
unpacked to disk, no entity is expanded, no link is followed.
"""

import posixpath
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.text import short

MOST_BYTES = 10_000_000  # a workbook with 60 budget lines is about 100 kB
_MOST_PARTS = 500
_MOST_UNPACKED = 20_000_000
_MOST_ELEMENTS = 500_000
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 10_000, 500, 100_000
_MOST_DEPTH = 100
_MOST_LINKED = 1_000  # cells under one link: each becomes a cell of its own
_CHUNK = 65_536
_ROOT = "_rels/.rels"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

# What a relationship may lead to, by the last step of its type. Anything else is refused rather than ignored.
_HARMLESS = {
    *("officeDocument", "worksheet", "sharedStrings", "styles", "theme", "table", "drawing", "chart", "hyperlink"),
    *("core-properties", "extended-properties", "custom-properties", "calcChain", "printerSettings", "comments"),
    *("vmlDrawing", "image", "sheetMetadata", "customXml", "customXmlProps", "threadedComment", "person", "thumbnail"),
    *("chartStyle", "chartColorStyle", "themeOverride", "styles", "chartUserShapes", "documenttasks", "namedSheetView"),
    *("chartsheet", "pivotTable", "pivotCacheDefinition", "pivotCacheRecords", "slicer", "slicerCache", "docMetadata"),
    *("rdRichValue", "rdRichValueStructure", "rdRichValueTypes", "richStyles", "featurePropertyBag", "timeline"),
}
_MACROS = {"vbaProject", "xlMacrosheet", "xlIntlMacrosheet", "attachedToolbars", "control", "activeXControlBinary"}
_LINKS = {"externalLink", "externalLinkPath", "xlPathMissing", "connections", "queryTable", "oleObject", "package"}
_Handler = Callable[[dict[str, str]], None]
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def look_through(content: bytes, path: Path) -> None:
    """Refuse a file that is no plain workbook within bounds: :class:`PlanFileError` says why in one line."""
    guard = _Guard(path)
    try:
        guard.look(content)
    except (BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError):  # all that unpacking may raise
        raise PlanFileError("file.broken_zip", file=path) from None


class _Guard:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.left, self.elements = _MOST_UNPACKED, _MOST_ELEMENTS
        self.workbook = "?"
        self.targets: dict[str, str] = {}  # relationship of the workbook -> part
        self.sheets: dict[str, str] = {}  # relationship -> name of a sheet
        self.merged: dict[str, str] = {}  # part -> its first merged range

    def refuse(self, key: str, **found: object) -> NoReturn:
        raise PlanFileError(key, file=self.path, **found)

    def look(self, content: bytes) -> None:
        if not content:
            self.refuse("file.empty_book")
        if content.startswith(_OLE):
            self.refuse("file.password" if _ENCRYPTED in content else "file.old_excel")
        if not content.startswith(b"PK"):
            self.refuse("file.not_zip")
        with ZipFile(BytesIO(content)) as package:
            parts = self._directory(package)
            self._types(package, parts)
            for name in self._reachable(package, parts):
                self._part(package, parts[name])
        for part, cells in self.merged.items():
            sheet = next((self.sheets[one] for one in self.sheets if self.targets.get(one) == part), part)
            self.refuse("file.merged", found=short(f"{sheet}!{cells}"))

    def _directory(self, package: ZipFile) -> dict[str, ZipInfo]:
        """Return the parts by name in lower case, as Excel compares them; their stated sizes must be within bounds."""
        listed = package.infolist()
        if len(listed) > _MOST_PARTS:
            self.refuse("file.bomb")
        if sum(part.file_size for part in listed) > _MOST_UNPACKED:
            self.refuse("file.bomb")
        parts: dict[str, ZipInfo] = {}
        for part in listed:
            if part.flag_bits & 0x1:
                self.refuse("file.password")
            name = part.filename.replace("\\", "/").lstrip("/").casefold()
            if name in parts or ".." in name.split("/"):
                self.refuse("file.broken_zip")
            parts[name] = part
        return parts

    def _types(self, package: ZipFile, parts: dict[str, ZipInfo]) -> None:
        """Refuse what calls itself anything but a workbook without macros."""
        if "[content_types].xml" not in parts:
            self.refuse("file.no_book")
        said: list[str] = []

        def start(attributes: dict[str, str]) -> None:
            said.append(attributes.get("ContentType", ""))

        self._stream(package, parts["[content_types].xml"], {"Default": start, "Override": start})
        if any("binary.macroEnabled" in one for one in said):
            self.refuse("file.binary")
        if any("macroEnabled" in one or "vbaProject" in one or "addin" in one for one in said):
            self.refuse("file.macros")
        if _MAIN not in said:
            self.refuse("file.no_book")

    def _reachable(self, package: ZipFile, parts: dict[str, ZipInfo]) -> Iterator[str]:
        """Yield every part that a relationship leads to, from the root on."""
        if _ROOT not in parts:
            self.refuse("file.no_book")
        seen: set[str] = set()
        waiting = [""]
        while waiting:
            source = waiting.pop()
            folder, name = posixpath.split(source)
            relations = posixpath.join(folder, "_rels", f"{name}.rels").casefold()
            if relations not in parts:
                continue
            for target in self._targets(package, parts[relations], source):
                if target in parts and target not in seen:
                    seen.add(target)
                    waiting.append(target)
                    yield target

    def _targets(self, package: ZipFile, relations: ZipInfo, source: str) -> list[str]:
        found: list[str] = []
        folder = posixpath.dirname(source)

        def start(attributes: dict[str, str]) -> None:
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            if kind in _MACROS:
                self.refuse("file.macros")
            if kind in _LINKS or (attributes.get("TargetMode") == "External" and kind != "hyperlink"):
                self.refuse("file.links", found=short(target))
            if kind not in _HARMLESS:
                self.refuse("file.strange_part", found=short(kind))
            if attributes.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found.append(posixpath.normpath(path).casefold())
                if kind == "officeDocument":
                    self.workbook = found[-1]
                if source == self.workbook:
                    self.targets[attributes.get("Id", "")] = found[-1]

        self._stream(package, relations, {"Relationship": start})
        return found

    def _part(self, package: ZipFile, part: ZipInfo) -> None:
        """Stream one part; XML is parsed, and a sheet's rows and cells are counted; other parts are only unpacked."""
        if not part.filename.casefold().endswith((".xml", ".vml")):
            for _ in self._chunks(package, part):
                pass
            return
        count = _Count(self, part.filename)
        self._stream(package, part, count.seen)
        if count.merged:
            self.merged[part.filename.casefold()] = count.merged

    def _stream(self, package: ZipFile, part: ZipInfo, seen: Mapping[str, _Handler]) -> None:
        """Parse one part as it is unpacked; ``seen`` is told of the elements it asks for, whatever their prefix."""
        parser = expat.ParserCreate()
        depth = 0

        def down(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self.elements -= 1
            if depth > _MOST_DEPTH or self.elements < 0:
                self.refuse("file.bomb")
            handler = seen.get(tag if ":" not in tag else tag.rpartition(":")[2])
            if handler is not None:
                handler(attributes)

        def up(_: str) -> None:
            nonlocal depth
            depth -= 1

        def doctype(*_: object) -> None:
            self.refuse("file.doctype")

        parser.StartElementHandler, parser.EndElementHandler = down, up
        parser.StartDoctypeDeclHandler = doctype
        parser.EntityDeclHandler = doctype
        try:
            for chunk in self._chunks(package, part):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise PlanFileError(
                "file.broken_part", file=self.path, part=short(part.filename), line=error.lineno
            ) from None

    def _chunks(self, package: ZipFile, part: ZipInfo) -> Iterator[bytes]:
        """Yield a part's bytes as they are unpacked, until the workbook as a whole has had its share."""
        with package.open(part) as opened:
            while chunk := opened.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    self.refuse("file.bomb")
                yield chunk


class _Count:
    """Rows, cells and ranges of one part, counted while it streams by; ``seen`` has a method for each such element."""

    def __init__(self, guard: _Guard, part: str) -> None:
        self.guard, self.part = guard, part
        self.rows = self.cells = 0
        self.merged = ""
        ranges = {"table": self._table, "autoFilter": self._table, "hyperlink": self._link, "mergeCell": self._merge}
        self.seen: dict[str, _Handler] = {"row": self._row, "c": self._cell, "sheet": self._sheet, **ranges}

    def _row(self, attributes: dict[str, str]) -> None:
        self.rows += 1
        if self.rows > _MOST_ROWS or int(attributes.get("r", 1)) > _MOST_ROWS:
            self._refuse(attributes.get("r", str(self.rows)))

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        place = attributes.get("r", "A1")
        self._within(place)
        if self.cells > _MOST_CELLS:
            self._refuse(place)

    def _sheet(self, attributes: dict[str, str]) -> None:
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        self.guard.sheets[relation] = attributes.get("name", "")

    def _merge(self, attributes: dict[str, str]) -> None:
        self.merged = self.merged or attributes.get("ref", "?")

    def _table(self, attributes: dict[str, str]) -> None:
        self._range(attributes.get("ref", "A1"))

    def _link(self, attributes: dict[str, str]) -> None:
        if self._range(attributes.get("ref", "A1")) > _MOST_LINKED:
            self._refuse(attributes["ref"])

    def _range(self, ref: str) -> int:
        """Return how many cells a range has; it must lie within bounds."""
        first, _, last = ref.replace("$", "").partition(":")
        (row, column), (last_row, last_column) = self._within(first), self._within(last or first)
        return (last_row - row + 1) * (last_column - column + 1)

    def _within(self, place: str) -> tuple[int, int]:
        found = _CELL.fullmatch(place)
        if found is None:
            self.guard.refuse("file.broken_part", part=short(self.part), line=max(self.rows, 1))
        row, column = int(found[2]), _column(found[1])
        if row > _MOST_ROWS or column > _MOST_COLUMNS:
            self._refuse(place)
        return row, column

    def _refuse(self, where: str) -> NoReturn:
        self.guard.refuse(
            "file.far_out", part=short(self.part), found=short(where), rows=_MOST_ROWS, columns=_MOST_COLUMNS
        )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
