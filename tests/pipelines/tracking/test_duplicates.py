"""Copies are found, other texts are not, and the order of arrival changes nothing."""

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tracking.duplicates import (
    MIN_CONTAINMENT,
    Signed,
    common_hashes,
    containment,
    jaccard,
    near_duplicate,
    near_duplicates,
)
from pipelines.tracking.shingles import shingles
from pipelines.tracking.signatures import Signature, signature
from tests.pipelines.tracking.texts import (
    COPYING,
    article,
    cut_to_half,
    unspaced_article,
    with_credit,
    without_last_paragraph,
)

SEEDS = range(12)
POOL = [
    Signed(f"{kind}{seed:02}{version}", signature(change(write(seed))))
    for seed in range(5)
    for kind, write in (("w", article), ("c", unspaced_article))
    for version, change in enumerate((str.upper, cut_to_half, with_credit))
]


def contained(left: Signature, right: Signature) -> float:
    return containment(common_hashes(left, right), left.shingles, right.shingles)


@pytest.mark.parametrize("write", [article, unspaced_article])
@pytest.mark.parametrize("copying", COPYING, ids=lambda change: change.__name__)
def test_copy_is_found(write: Callable[[int], str], copying: Callable[[str], str]) -> None:
    originals = [Signed(f"a{seed}", signature(write(seed))) for seed in SEEDS]
    copies = [Signed(f"b{seed}", signature(copying(write(seed)))) for seed in SEEDS]
    found = {(pair.left_id, pair.right_id) for pair in near_duplicates(copies, originals)}
    assert found == {(f"a{seed}", f"b{seed}") for seed in SEEDS}


@pytest.mark.parametrize("write", [article, unspaced_article])
def test_texts_written_apart_are_no_copies(write: Callable[[int], str]) -> None:
    assert near_duplicates([Signed(str(seed), signature(write(seed))) for seed in range(60)]) == []


ONE_EVENT = (
    """The grid operator refused eleven data centres a connection on Tuesday, saying the western ring is full
    until 2031. Mayor Inga Holt called the decision a shock for the town. Builders had bought the land.""",
    """Eleven planned server halls in the west will get no power before 2031, the network company said. "A
    shock for the town," said Inga Holt, the mayor. Investors paid for the plots in 2023 and want answers.""",
    """Bis 2031 wird im Westen kein Rechenzentrum mehr angeschlossen: Elf Anträge hat der Netzbetreiber am
    Dienstag abgelehnt. Bürgermeisterin Inga Holt spricht von einem Schock für die Stadt.""",
)


def test_one_event_told_apart_or_translated_is_no_copy() -> None:
    assert near_duplicates([Signed(str(at), signature(text)) for at, text in enumerate(ONE_EVENT)]) == []


def test_shared_quotation_is_no_copy() -> None:
    quotation = article(1, paragraphs=2)
    texts = [f"{article(seed, paragraphs=4)}\n\n{quotation}" for seed in (10, 11)]
    assert near_duplicates([Signed(str(at), signature(text)) for at, text in enumerate(texts)]) == []


def test_press_release_in_a_round_up_is_no_copy() -> None:
    release = article(1, paragraphs=1)
    round_up = f"{release}\n\n{article(2, paragraphs=7)}"
    assert near_duplicates([Signed("a", signature(release)), Signed("b", signature(round_up))]) == []


def test_short_summaries_of_one_template_are_no_copies() -> None:
    template = (
        "According to the office, fuel prices across the {} region in the last year have been as low as {} "
        "on the first of the month and as high as {} in the week before, a change from the week before that."
    )
    left = signature(template.format("Gulf Coast", "2.56", "2.84"))
    right = signature(template.format("Lower Atlantic", "2.78", "3.04"))
    assert contained(left, right) > MIN_CONTAINMENT
    assert near_duplicate(Signed("a", left), Signed("b", right)) is None


def test_revisions_of_one_article_are_no_pair_and_the_best_one_speaks() -> None:
    text = article(7)
    revisions = [Signed("a", signature(version)) for version in (text, cut_to_half(text), with_credit(text))]
    assert near_duplicates(revisions) == []
    (pair,) = near_duplicates([*revisions, Signed("b", signature(text))])
    assert (pair.left_id, pair.right_id, pair.similarity) == ("a", "b", 1.0)


def test_estimates_are_near_the_exact_values() -> None:
    for seed in SEEDS:
        whole, part = article(seed), without_last_paragraph(cut_to_half(article(seed)))
        exact = len(shingles(whole) & shingles(part)) / len(shingles(whole) | shingles(part))
        left, right = signature(whole), signature(part)
        # Four standard errors of 192 hashes.
        assert jaccard(common_hashes(left, right)) == pytest.approx(exact, abs=0.15)
        assert contained(left, right) == pytest.approx(1.0, abs=0.4)


def test_empty_texts_share_nothing() -> None:
    empty = signature("")
    assert jaccard(common_hashes(empty, empty)) == contained(empty, signature(article(1))) == 0.0
    assert near_duplicates([Signed("a", empty), Signed("b", empty)]) == []


@given(st.sampled_from(POOL), st.sampled_from(POOL))
def test_symmetric(left: Signed, right: Signed) -> None:
    assert near_duplicate(left, right) == near_duplicate(right, left)


@given(st.permutations(POOL), st.integers(0, len(POOL)))
def test_any_order_and_any_batches_give_the_same_pairs(order: list[Signed], cut: int) -> None:
    expected = sorted(
        pair for pair in (near_duplicate(a, b) for a, b in combinations(POOL, 2)) if pair is not None
    )
    first, second = order[:cut], order[cut:]
    assert sorted({*near_duplicates(first), *near_duplicates(second, first)}) == expected
    assert near_duplicates(order) == expected


@given(st.lists(st.sampled_from(POOL)))
def test_a_second_landing_of_the_same_articles_adds_nothing(some: list[Signed]) -> None:
    assert near_duplicates(some, some) == near_duplicates(some + some) == near_duplicates(set(some))
