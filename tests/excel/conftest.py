"""What LibreOffice made of the books that a test needs.

Where LibreOffice is not installed these tests are skipped and say so; with ``REQUIRE_LIBREOFFICE`` set, as CI does,
they fail instead.
"""

import os

import pytest

from excel.batches import Batch, Converted, Store
from excel.recalculate import soffice


def batch_of(item: pytest.Item) -> Batch | None:
    """Return the batch that a test needs."""
    mark = item.get_closest_marker("books")
    return None if mark is None else mark.args[0]


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return the store of all batches that the selected tests need."""
    base, workers = tmp_path_factory.getbasetemp(), int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    folder = (base if workers == 1 and "PYTEST_XDIST_WORKER" not in os.environ else base.parent) / "books"
    folder.mkdir(exist_ok=True)
    batches = {found.name: found for item in request.session.items if (found := batch_of(item)) is not None}
    return Store(folder, list(batches.values()), parts=min(workers, 2))


@pytest.fixture
def books(request: pytest.FixtureRequest) -> list[Converted]:
    """Return the books of the batch that a test needs, each with what LibreOffice made of it."""
    if soffice() is None:
        reason = (
            "LibreOffice is not installed: no workbook was recalculated, saved or printed by an independent program"
        )
        if "REQUIRE_LIBREOFFICE" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    needed = batch_of(request.node)
    assert needed is not None
    store: Store = request.getfixturevalue("store")
    return store.get(needed)
