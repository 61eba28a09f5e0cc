"""One process at a time: file locks that die with their holder.

Belongs here: taking a lock and saying that one waits. Does not belong here: what is done under it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

log = logging.getLogger(__name__)


@contextmanager
def exclusive(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock file `path`; a second taker waits, and logs that another process is `doing`.

    Raises:
        OSError: the lock file can't be made.
    """
    lock = FileLock(path)
    try:
        # Without patience at first, only to be able to say that it waits.
        lock.acquire(timeout=0)
    except Timeout:
        log.warning("Another process is %s (%s); waiting for it.", doing, path)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
