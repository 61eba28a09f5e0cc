"""`schema/*.sql` is the single source of types."""

import pyarrow as pa
import pytest

from warehouse.errors import StoreError
from warehouse.tables import SCHEMA, table, tables


def test_every_schema_file_is_a_table() -> None:
    assert set(tables()) == {path.stem for path in SCHEMA.glob("*.sql")}


def test_types_come_from_the_file() -> None:
    schema = table("topics").schema
    mention = pa.struct([("field", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
    assert schema.field("mentions").type == pa.list_(pa.field("l", mention))
    assert table("captures").schema.field("published_at").type == pa.timestamp("us", tz="UTC")
    assert table("signatures").schema.field("hashes").type == pa.list_(pa.uint32())


def test_required_columns_are_those_not_null() -> None:
    assert table("near_duplicates").required == {"left_id", "right_id", "similarity"}
    assert "published_at" not in table("captures").required


def test_unknown_table_names_the_known_ones() -> None:
    with pytest.raises(StoreError, match=r"no table 'capture'.*captures, declared_observations"):
        table("capture")
