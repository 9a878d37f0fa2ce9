"""The guard: a workbook is untrusted input, scanned within bounds before it is opened.

It reads the directory of the zip and streams every part, referenced or not, with a count of bytes, elements, rows,
cells and characters. Anything but a plain workbook of a sensible size is refused in one line. Nothing is unpacked to
disk, no entity is expanded, no link is followed.

A workbook that is read is read in this pass: what the guard has seen is what the reader keeps, element by element.
"""

import posixpath
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NoReturn, Protocol
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.excel.base.part_counts import MOST, Count, Handler
from helhedsplan_finance.plan.foreign_files import foreign_by_content, foreign_by_parts
from helhedsplan_finance.text import short

MOST_BYTES = 10_000_000  # a workbook with 60 budget lines is about 100 kB
_MOST_PARTS = 500
MOST_UNPACKED = 60_000_000
_MOST_ELEMENTS = 2_000_000
_MOST_OTHER = 500_000  # elements other than rows, cells and what else is counted
_MOST_DEPTH = 100
_MOST_TAGS = 1_000  # that are remembered
_CHUNK = 65_536
_BEGINNING = 256
_BEFORE_XML = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_RELATIONS = ".rels"
_LISTED = b"PK\x01\x02"  # the signature of an entry of a zip's directory

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

# The allowed types of relationships, by their last step. Anything else is refused rather than ignored.
_HARMLESS = {
    *("officeDocument", "worksheet", "sharedStrings", "styles", "theme", "table", "drawing", "chart", "hyperlink"),
    *("core-properties", "extended-properties", "custom-properties", "calcChain", "printerSettings", "comments"),
    *("vmlDrawing", "image", "sheetMetadata", "customXml", "customXmlProps", "threadedComment", "person", "thumbnail"),
    *("chartStyle", "chartColorStyle", "themeOverride", "styles", "chartUserShapes", "documenttasks", "namedSheetView"),
    *("chartsheet", "pivotTable", "pivotCacheDefinition", "pivotCacheRecords", "slicer", "slicerCache", "docMetadata"),
    *("rdRichValue", "rdRichValueStructure", "rdRichValueTypes", "richStyles", "featurePropertyBag", "timeline"),
}
_MACROS = {"vbaProject", "xlMacrosheet", "xlIntlMacrosheet", "attachedToolbars", "control", "activeXControlBinary"}
_OF_FORMULAS = {"externalLink", "externalLinkPath", "xlPathMissing"}
_LINKS = {"connections", "queryTable", "oleObject", "package"}


class Keeper(Protocol):
    """What a reader keeps of one part; elements by namespace and name, ``http://… c``, as expat joins them."""

    @property
    def begun(self) -> Mapping[str, Handler]:
        """The handlers of elements that begin."""
        ...

    @property
    def ended(self) -> Mapping[str, Callable[[], None]]:
        """The handlers of elements that end."""
        ...

    def text(self, data: str, /) -> None:
        """Take a run of text."""
        ...


class Relations(Protocol):
    """How the parts of a workbook lead to each other: known before any other part is streamed."""

    workbook: str
    targets: dict[tuple[str, str], str]  # a part and a relationship of it -> part
    kinds: dict[tuple[str, str], str]  # the same -> what that is to the part

    def sheet_of(self, part: str, /) -> str:
        """Return the name of the sheet that a part belongs to."""
        ...


Keep = Callable[[Relations, str], Keeper | None]  # for a part, by its name in lower case


def look_through(content: bytes, path: Path, keep: Keep = lambda *_: None) -> None:
    """Raise :class:`PlanFileError`, with the reason in one line, for a file that is no plain workbook within bounds.

    ``keep`` returns what is to be kept of a part while it is streamed.
    """
    guard = _Guard(path, keep)
    try:
        guard.look(content)
    except (BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError):  # the errors of unpacking
        raise PlanFileError("file.broken_zip", file=path) from None


class _Guard:
    def __init__(self, path: Path, keep: Keep) -> None:
        self.path, self.keep = path, keep
        self.left, self.elements, self.others = MOST_UNPACKED, _MOST_ELEMENTS, _MOST_OTHER
        self.workbook = self.stated = "?"
        self.targets: dict[tuple[str, str], str] = {}  # part and relationship -> part
        self.kinds: dict[tuple[str, str], str] = {}
        self.sheets: dict[str, str] = {}  # relationship -> name of a sheet
        self.linked = ""  # the file that a formula takes from
        self.merged: dict[str, str] = {}  # part -> its first merged range
        self.counts = dict.fromkeys(MOST, 0)  # of the whole workbook

    def refuse(self, key: str, **found: object) -> NoReturn:
        raise PlanFileError(key, file=self.path, **found)

    def look(self, content: bytes) -> None:
        if not content:
            self.refuse("file.empty_book")
        if content.startswith(_OLE):
            self.refuse("file.password" if _ENCRYPTED in content else "file.is_xls")
        if not content.startswith(b"PK"):
            raise foreign_by_content(self.path, content) or PlanFileError("file.not_zip", file=self.path)
        if content.count(_LISTED) > _MOST_PARTS:  # before the directory is read, which takes memory for each entry
            self.refuse("file.bomb")
        with ZipFile(BytesIO(content)) as package:
            parts = self._directory(package)
            if foreign := foreign_by_parts(self.path, set(parts), content[:_BEGINNING]):
                raise foreign
            self._types(package, parts)
            related = [name for name in parts if name.endswith(_RELATIONS)]
            for name in related:
                self._relations(package, parts[name], name)
            if self.linked:
                self._refuse_link(package, parts)
            # The list of sheets first, so that what is found in another part is named by its sheet.
            others = (name for name in parts if name not in related)
            # The sheets come last: they take longest, and what is wrong elsewhere is seen without them.
            for name in sorted(others, key=lambda name: (name != self.workbook, "/worksheets/" in name)):
                self._part(package, parts[name], self.keep(self, name))
        if self.workbook != self.stated:
            self.refuse("file.no_book")  # one parser goes by the type, another by the relationship
        with_tables = {source for (source, _), kind in self.kinds.items() if kind == "table"}
        for part, cells in self.merged.items():
            if with_tables and part not in with_tables:  # a sheet of a person, which is not read
                continue
            self.refuse("file.merged", found=short(f"{self.sheet_of(part)}!{cells}"))

    def sheet_of(self, part: str) -> str:
        """Return the name of the sheet that a part is, or that leads to it; else the name of the part."""
        names = {self.targets.get((self.workbook, one), ""): name for one, name in self.sheets.items()}
        sources = (source for (source, _), target in self.targets.items() if target == part.casefold())
        owners = (one for one in (part.casefold(), *sources) if one in names)
        return short(next((names[one] for one in owners), part))

    def _directory(self, package: ZipFile) -> dict[str, ZipInfo]:
        """Return the parts by name in lower case, as Excel compares them; refuse stated sizes beyond the bounds."""
        listed = package.infolist()
        if sum(part.file_size for part in listed) > MOST_UNPACKED:
            self.refuse("file.bomb")
        parts: dict[str, ZipInfo] = {}
        for part in listed:
            if part.flag_bits & 0x1:
                self.refuse("file.password")
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                self.refuse("file.compression", part=short(part.filename))
            name = part.filename.replace("\\", "/").lstrip("/").casefold()
            if name in parts or ".." in name.split("/"):
                self.refuse("file.broken_zip")
            parts[name] = part
        return parts

    def _types(self, package: ZipFile, parts: dict[str, ZipInfo]) -> None:
        """Refuse content types other than those of a workbook without macros."""
        if "[content_types].xml" not in parts:
            self.refuse("file.no_book")
        content_types: list[str] = []
        books: list[str] = []
        endings = {name.rpartition(".")[2] for name in parts}

        def default(attributes: dict[str, str]) -> None:
            if attributes.get("Extension", "").casefold() in endings:  # SheetJS lists those of every kind of file
                start(attributes)

        def start(attributes: dict[str, str]) -> None:
            content_types.append(attributes.get("ContentType", ""))
            if content_types[-1] == _MAIN:
                books.append(attributes.get("PartName", "").lstrip("/").casefold())

        self._stream(package, parts["[content_types].xml"], {"Default": default, "Override": start})
        if any("binary.macroEnabled" in one for one in content_types):
            self.refuse("file.is_xlsb")
        if any("macroEnabled" in one or "vbaProject" in one or "addin" in one for one in content_types):
            self.refuse("file.macros")
        if len(books) != 1:
            self.refuse("file.no_book")
        (self.stated,) = books

    def _relations(self, package: ZipFile, relations: ZipInfo, name: str) -> None:
        """Check the targets of a part's relationships; only links may be external."""
        folder = posixpath.dirname(posixpath.dirname(name))
        source = posixpath.join(folder, posixpath.basename(name).removesuffix(_RELATIONS))

        def start(attributes: dict[str, str]) -> None:
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            if kind in _MACROS:
                self.refuse("file.macros")
            if kind in _OF_FORMULAS:
                is_outside = attributes.get("TargetMode") == "External"
                self.linked = target if is_outside or not self.linked else self.linked
                return
            if kind in _LINKS or (attributes.get("TargetMode") == "External" and kind != "hyperlink"):
                self.refuse("file.links", found=short(target))
            if kind not in _HARMLESS:
                self.refuse("file.strange_part", found=short(kind))
            if attributes.get("TargetMode") == "External":
                return
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            resolved = posixpath.normpath(path).casefold()
            if source == "" and kind == "officeDocument":
                self.workbook = resolved
            self.targets[source, attributes.get("Id", "")] = resolved
            self.kinds[source, attributes.get("Id", "")] = kind

        self._stream(package, relations, {"Relationship": start})

    def _refuse_link(self, package: ZipFile, parts: dict[str, ZipInfo]) -> NoReturn:
        """Refuse a workbook that takes from another file; name the first cell that does, where there is one."""
        from helhedsplan_finance.excel.base.linked_cell import linked_cell

        found = short(self.linked)
        if self.workbook in parts:
            self._part(package, parts[self.workbook], None)
        for name in sorted(name for name in parts if "/worksheets/" in name):
            cell = linked_cell(b"".join(self._chunks(package, parts[name])))
            if cell is not None:
                self.refuse("file.linked_cell", found=found, place=f"{self.sheet_of(name)}!{cell}")
        self.refuse("file.links", found=found)

    def _part(self, package: ZipFile, part: ZipInfo, keeper: Keeper | None) -> None:
        """Stream one part; XML, recognised by its first character and not by its name, is parsed; others are read."""
        with package.open(part) as opened:
            begins = opened.read(_BEGINNING).strip(_BEFORE_XML).startswith(b"<")
        if not begins and keeper is None:
            for _ in self._chunks(package, part):
                pass
            return
        count = Count(self, part.filename)
        self._stream(package, part, count.seen, count.text, keeper)
        if count.merged:
            self.merged[part.filename.casefold()] = count.merged

    def _stream(
        self,
        package: ZipFile,
        part: ZipInfo,
        seen: Mapping[str, Handler],
        text: Callable[[str], None] | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        """Parse one part as it is unpacked; ``seen`` handles elements by their name alone."""
        parser = expat.ParserCreate(namespace_separator=" ") if keeper is not None else expat.ParserCreate()
        parser.buffer_text = True
        counted = _ByName(seen)
        begun, ended = (keeper.begun, keeper.ended) if keeper is not None else ({}, {})
        depth, left, others = 0, self.elements, self.others

        def down(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth, left, others
            depth += 1
            left -= 1
            if (handler := counted[tag]) is not None:
                handler(attributes)
            else:
                others -= 1
            if depth > _MOST_DEPTH or left < 0 or others < 0:
                self.refuse("file.bomb")
            if (keep := begun.get(tag)) is not None:
                keep(attributes)

        def up(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if (keep := ended.get(tag)) is not None:
                keep()

        def doctype(*_: object) -> None:
            self.refuse("file.doctype")

        parser.StartElementHandler, parser.EndElementHandler = down, up
        if text is not None:
            parser.CharacterDataHandler = text if keeper is None else _both(text, keeper.text)
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
        self.elements, self.others = left, others

    def _chunks(self, package: ZipFile, part: ZipInfo) -> Iterator[bytes]:
        """Yield a part's bytes as they are unpacked, up to the bound of the whole workbook."""
        with package.open(part) as opened:
            while chunk := opened.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    self.refuse("file.bomb")
                yield chunk


class _ByName(dict[str, Handler | None]):
    """Handlers by the names of elements as expat gives them, with a prefix or a namespace before them."""

    def __init__(self, seen: Mapping[str, Handler]) -> None:
        super().__init__(seen)
        self.seen = seen

    def __missing__(self, tag: str) -> Handler | None:
        handler = self.seen.get(tag.rpartition(" ")[2].rpartition(":")[2])
        if len(self) < _MOST_TAGS:
            self[tag] = handler
        return handler


def _both(count: Callable[[str], None], keep: Callable[[str], None]) -> Callable[[str], None]:
    def text(data: str) -> None:
        count(data)
        keep(data)

    return text
