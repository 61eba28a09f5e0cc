"""Publishing on a disk that is full: a small one in memory, mounted where this process may mount."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.warehouse.rows import capture, put
from warehouse.connection import open_corpus
from warehouse.errors import StoreError
from warehouse.publish import publish
from warehouse.store import Store


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB, of which a snapshot takes between 1 and 1.5."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("this process may not mount a disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("left", [0, 20_000, 200_000, 1_000_000])
def test_a_full_disk_is_named_readers_keep_their_corpus_and_the_next_run_heals(disk: Path, left: int) -> None:
    store, link, ballast = Store(disk / "store"), disk / "corpus.duckdb", disk / "ballast"
    put(store, source="crawl-1", captures=[capture("a", 0)])
    before = publish(store, link)
    put(store, source="crawl-2", captures=[capture("b", 0)])
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - left))
    with pytest.raises(StoreError) as caught:
        publish(store, link)
    assert str(caught.value).startswith(f"The disk that holds {store.root} is full. Nothing was published;")
    assert "backup" not in str(caught.value)
    assert link.resolve() == before
    assert [file.name for file in before.parent.iterdir()] == [before.name]

    ballast.unlink()
    publish(store, link)
    with closing(open_corpus(link)) as db:
        assert db.execute("select article_id from articles order by 1").fetchall() == [("a",), ("b",)]
