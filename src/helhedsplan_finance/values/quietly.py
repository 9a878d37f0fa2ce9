"""Ignore the warnings of another library, thread by thread.

``warnings.catch_warnings`` replaces the filters of the whole process and restores them; two threads that overlap
restore them in the wrong order, and the filter stays. One lock keeps the threads of this library apart.
"""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def quietly(message: str = "") -> Iterator[None]:
    """Ignore warnings whose text matches the pattern ``message``; by default all of them."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=message)
        yield
