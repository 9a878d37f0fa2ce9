"""Leave out another library's warnings without leaving a filter behind.

``warnings.catch_warnings`` replaces the filters of the whole process and puts them back; two threads that overlap put
them back in the wrong order, and the filter stays. One lock keeps the threads of this library apart.
"""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def quietly(message: str = "") -> Iterator[None]:
    """Ignore warnings whose text begins like the pattern ``message``; without one, all of them."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=message)
        yield
