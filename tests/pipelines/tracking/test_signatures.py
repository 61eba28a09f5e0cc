"""Signatures are equal for equal texts, everywhere and always."""

import hashlib
import os
import struct
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tracking.signatures import (
    BANDS,
    MIN_SHINGLES,
    PERMUTATIONS,
    ROWS_A_BAND,
    SIGNATURE_VERSION,
    Signature,
    signature,
)
from tests.pipelines.tracking.texts import article, unspaced_article

GOLDEN = {
    "minhash-3/2-3w5c-64x3-20": "802b11d26d9278d9",
}
"""Version -> digest of a text's signature. A new value belongs to a new version: stored signatures would not
match."""


def digest(signed: Signature) -> str:
    return hashlib.sha256(
        struct.pack(f"<{len(signed.hashes)}I", *signed.hashes) + repr(signed.bands).encode()
    ).hexdigest()[:16]


def test_version_fixes_the_values() -> None:
    assert digest(signature(article(1) + unspaced_article(1))) == GOLDEN[SIGNATURE_VERSION]


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_other_process_gives_the_same_values(hash_seed: str) -> None:
    code = (
        "from pipelines.tracking.signatures import signature\n"
        "from tests.pipelines.tracking.texts import article\n"
        "print(signature(article(3)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    found = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == repr(signature(article(3)))


def test_shape() -> None:
    signed = signature(article(2))
    assert len(signed.hashes) == PERMUTATIONS
    assert len(signed.bands) == len(set(signed.bands)) == BANDS
    assert all(0 <= band < 2**64 for band in signed.bands)


@pytest.mark.parametrize("text", [None, "", "two words", "。"])
def test_text_without_a_shingle_is_empty(text: str | None) -> None:
    assert signature(text) == Signature(shingles=0, hashes=(), bands=())


def test_short_text_has_no_bands() -> None:
    words = article(4).split()
    enough = MIN_SHINGLES + 2
    assert signature(" ".join(words[:enough])).bands
    short = signature(" ".join(words[: enough - 1]))
    assert short.shingles == MIN_SHINGLES - 1
    assert short.hashes
    assert not short.bands


@pytest.mark.parametrize(("jaccard", "least", "most"), [(0.1, 0.0, 0.1), (0.4, 0.95, 1.0), (0.5, 0.99, 1.0)])
def test_bands_have_the_stated_curve(jaccard: float, least: float, most: float) -> None:
    chance = 1 - (1 - jaccard**ROWS_A_BAND) ** BANDS
    assert least <= chance <= most


@given(st.text())
def test_any_text_has_a_signature(text: str) -> None:
    assert signature(text) == signature(text)
    assert bool(signature(text).bands) == (signature(text).shingles >= MIN_SHINGLES)


@given(st.permutations(range(6)))
def test_order_of_paragraphs_hardly_matters_to_the_hash_order(order: list[int]) -> None:
    # The set of shingles decides, not the order in which they were read.
    paragraphs = [f"one{n} two{n} three{n}" for n in range(6)]
    text = "\n".join(paragraphs[n] for n in order)
    assert signature(text) == signature(" ".join(text.split()))
