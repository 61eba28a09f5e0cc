"""Publishing: a snapshot DuckDB file over the parts that are complete, and the symlink that readers follow.

Belongs here: which units are visible, building the snapshot, re-pointing the link, forgetting old snapshots.
Does not belong here: the SQL (`catalogue.py`, `views/`), opening a corpus for reading (`connection.py`).
"""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

import duckdb

from warehouse.catalogue import (
    STORED,
    Origin,
    build,
    damage_explained,
    definition_digest,
    furnish,
    prepare,
)
from warehouse.documentation import quoted
from warehouse.errors import StoreError, no_corpus
from warehouse.locking import exclusive
from warehouse.manifest import Part, UnitKey, sync_folder
from warehouse.store import Store

log = logging.getLogger(__name__)

STORAGE_VERSION = "v1.5.0"
"""A file in the default format of DuckDB 2.0 can't be read by 1.5."""

OLD_SNAPSHOTS = 2
"""Kept besides the newest, for readers that resolved the link just before it moved."""

BUILT_ON = " on "
"""Stands in a part's version between its own and that of the part it builds on: `rules-7 on lang-2 on reader-3`."""

Basis = Mapping[str, str | None]
"""Table that each complete unit has -> table of the unit that it builds on, if any."""

NOTHING_REQUIRED: Basis = MappingProxyType({})


def publish(store: Store, link: Path, required: Basis = NOTHING_REQUIRED) -> Path:
    """Make what is committed visible to readers.

    Args:
        store: the store.
        link: symlink to re-point, atomically and by a relative target.
        required: A unit (day, source) that has a part of one of these tables is visible when it has a part of
            all of them, each built on the version of the part below it that is there now. So the units that a
            new version of the code has not reached yet stay visible as the old one made them, and none is
            visible half old, half new. Parts of units that have none of these tables always are.

    Returns:
        the snapshot that `link` points to; the present one when nothing changed.

    Raises:
        StoreError: the store or the link can't be written, or a part file is missing or damaged.
    """
    root = store.root.resolve()
    if "?" in str(root):
        raise StoreError(f"DuckDB can't write below a folder with ? in its name: {root}. Rename it.")
    try:
        root.mkdir(parents=True, exist_ok=True)
        with exclusive(root / "publish.lock", "publishing"):
            position = store.position
            visible = visible_parts(store.parts(), required)
            origin = Origin(root, _digest(visible), dict(required), position, definition_digest())
            current = current_snapshot(link)
            if current is not None and _says_the_same(read_origin(current), origin):
                return current
            snapshot = _next_path(root / "snapshots")
            _build_snapshot(snapshot, visible, origin)
            _point(link, snapshot)
            _forget_old(snapshot)
            return snapshot
    except OSError as error:
        raise StoreError(
            f"The corpus can't be published: {error.filename or root}: {error.strerror or error}. "
            "Readers keep the one before it. Free space or mend permissions, then run the same command again."
        ) from error


def ensure_published(store: Store, link: Path) -> Path:
    """The snapshot that `link` points to, made anew when its views lead elsewhere or are of another version.

    They lead elsewhere when the home was moved. Views of another version are only replaced where the store can be
    written: in an archive they still give the figures of their time.

    Raises:
        CorpusError: there is no corpus yet.
        StoreError: the store can't be written although the corpus has to be made anew.
    """
    current = current_snapshot(link)
    if current is None:
        if store.position == 0:
            raise no_corpus(link)
        return publish(store, link)
    origin = read_origin(current)
    if origin is None:
        return publish(store, link)
    if origin.store == store.root.resolve():
        if origin.definitions == definition_digest():
            return current
        if not os.access(store.root, os.W_OK):
            log.warning(
                "The corpus %s is of another version of wattwire, and can't be made anew here.", current
            )
            return current
    return publish(store, link, origin.required)


def visible_parts(parts: Sequence[Part], required: Basis) -> list[Part]:
    """The parts that readers may see: all but those of units that are not whole in the required tables."""
    found: dict[UnitKey, dict[str, str]] = {}
    for part in parts:
        if part.table in required:
            found.setdefault(part.unit, {})[part.table] = part.version
    hidden = {unit for unit, versions in found.items() if not _is_whole(versions, required)}
    return [part for part in parts if part.unit not in hidden]


def _is_whole(versions: Mapping[str, str], required: Basis) -> bool:
    return versions.keys() == required.keys() and all(
        below is None or versions[table].endswith(BUILT_ON + versions[below])
        for table, below in required.items()
    )


def current_snapshot(link: Path) -> Path | None:
    """What `link` points to; None when there is no link or it dangles.

    Raises:
        StoreError: a file that is no link stands in its place.
    """
    if link.is_symlink():
        target = link.resolve()
        return target if target.is_file() else None
    if link.exists():
        raise StoreError(
            f"{link} is a file of its own, not the link to a snapshot. Move it away, then try again."
        )
    return None


def read_origin(snapshot: Path) -> Origin | None:
    """What a snapshot was made from; None when it can't be read or is from another schema."""
    try:
        with closing(duckdb.connect()) as db:
            db.execute(f"attach {quoted(str(snapshot))} as old (read_only)")
            row = db.execute(
                "select store, digest, required, position, definitions from old.steps.origin"
            ).fetchone()
    except duckdb.Error as error:
        log.warning("The snapshot %s can't be read and will be made anew: %s", snapshot, error)
        return None
    return Origin(Path(row[0]), row[1], json.loads(row[2]), row[3], row[4]) if row else None


def snapshot_files(snapshot: Path) -> set[str]:
    """The part files, below the store's root, that a snapshot reads.

    Raises:
        duckdb.Error: the snapshot can't be read.
    """
    with closing(duckdb.connect()) as db:
        db.execute(f"attach {quoted(str(snapshot))} as old (read_only)")
        return {file for (file,) in db.execute("select file from old.steps.files").fetchall()}


def _says_the_same(current: Origin | None, wanted: Origin) -> bool:
    # Not the position: a commit of parts that stay invisible changes nothing for readers.
    return current is not None and replace(current, position=wanted.position) == wanted


def _build_snapshot(snapshot: Path, parts: Sequence[Part], origin: Origin) -> None:
    temporary = snapshot.with_name(snapshot.name + ".tmp")
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    _remove_database(temporary)
    try:
        with closing(duckdb.connect()) as db, damage_explained(origin.store, parts):
            prepare(db, origin.store)
            db.execute(f"attach {quoted(str(temporary))} as building (storage_version '{STORAGE_VERSION}')")
            db.execute("use building")
            build(db, parts, origin, stored=STORED)
            furnish(db, stored=STORED)
            # DuckDB can't detach the current database.
            db.execute("use memory")
            db.execute("detach building")
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.rename(snapshot)
        sync_folder(snapshot.parent)
    finally:
        _remove_database(temporary)


def _digest(parts: Sequence[Part]) -> str:
    digest = blake2b(definition_digest().encode(), digest_size=16)
    for part in parts:
        digest.update(part.file.encode() + b"\0")
    return digest.hexdigest()


def _next_path(folder: Path) -> Path:
    # Numbered, not dated: a clock that is put back must not make the newest look old.
    return folder / f"corpus-{max(map(_number, folder.glob('corpus-*.duckdb')), default=0) + 1}.duckdb"


def _number(snapshot: Path) -> int:
    return int(snapshot.stem.removeprefix("corpus-"))


def _point(link: Path, snapshot: Path) -> None:
    temporary = link.with_name(f".{link.name}.{os.getpid()}")
    folder = link.parent.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    temporary.unlink(missing_ok=True)
    # Relative: in a home that was moved it still leads to the snapshot, by which the move is noticed.
    temporary.symlink_to(os.path.relpath(snapshot, folder))
    temporary.replace(link)
    sync_folder(folder)


def _forget_old(snapshot: Path) -> None:
    for old in sorted(snapshot.parent.glob("corpus-*.duckdb"), key=_number)[: -1 - OLD_SNAPSHOTS]:
        # Whoever has it open keeps reading: the file goes with its last reader.
        old.unlink()


def _remove_database(path: Path) -> None:
    # A killed build leaves its log as well, which DuckDB would replay into the next file of that name.
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)
