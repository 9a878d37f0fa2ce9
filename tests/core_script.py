"""What the core does, as one script: ``python tests/core_script.py FOLDER`` writes its answers into a folder as JSON.

`test_core.py` runs it in an interpreter without the heavy libraries, and beside that with them.
"""

import hashlib
import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helhedsplan_finance import Case, MissingExtraError, Plan, read_workbook
from places import DATA

HEAVY = ("highspy", "matplotlib", "numpy", "pandas", "rich", "typer")
PAGES = ("residents", "board", "council", "fund", "annex")
_PICTURE = re.compile(r'data:image/svg\+xml;base64,([^"]+)')


def answers(folder: Path) -> dict[str, Any]:
    """Return what the core answers about a plan and a case, and the pictures of its pages."""
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    book = folder / "plan.xlsx"
    plan.to_excel(book)
    case = Case.from_file(DATA / "sag-eksempelgaarden" / "sag.toml")
    postings = case.with_postings(DATA / "sag-eksempelgaarden" / "posteringer.csv")
    pages = {reader: plan.page(reader).to_html() for reader in PAGES}
    return {
        "check": plan.check().to_dict(),
        "gap": plan.gap().to_dict(),
        "grid": plan.grid().to_dict(),
        "rent": plan.rent().to_dict(),
        "diff": plan.diff(Plan.from_file(DATA / "amager-2022.toml")).to_dict(),
        "follow-up": postings.follow_up("2026-06-30").to_dict(),
        "workbook": hashlib.sha256(book.read_bytes()).hexdigest(),
        "read back": read_workbook(book).plan == plan,
        "pages": {reader: _PICTURE.sub("picture", page) for reader, page in pages.items()},
        "pictures": [picture for page in pages.values() for picture in _pictures(page)],
        "finance": _financing(plan),
    }


def _pictures(page: str) -> Iterator[str]:
    for found in _PICTURE.finditer(page):
        yield b64decode(found[1]).decode("utf-8")


def _financing(plan: Plan) -> Any:
    streams = [
        one.model_copy(update={"amount": None, "amounts": None}) if one.giver == "lbf" else one for one in plan.streams
    ]
    try:
        return plan.model_copy(update={"streams": tuple(streams)}).finance().to_dict()
    except MissingExtraError as error:
        return error.show("da")


class Refusing:
    """An import hook that lets no heavy library in."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Raise for a heavy library; leave any other to the next hook."""
        if name.partition(".")[0] in HEAVY:
            raise ImportError(f"{name} is refused")


if __name__ == "__main__":
    sys.meta_path.insert(0, Refusing())
    target = Path(sys.argv[1])
    found = answers(target) | {"loaded": sorted({name.partition(".")[0] for name in sys.modules} & set(HEAVY))}
    (target / "answers.json").write_text(json.dumps(found, default=str), encoding="utf-8")
