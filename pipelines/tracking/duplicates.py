"""Finds pairs of articles that carry the same text: whole, cut, or slightly edited.

Belongs here: candidates by shared bands and the decision on a pair of signatures. Does not belong here: which
of the two is the original (the earlier one, a matter of the warehouse's views) and whether both outlets
belong to one group.
"""

import operator
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.tracking.signatures import PERMUTATIONS, Signature

MIN_CONTAINMENT = 0.6
"""Share of the shorter text that the longer one must hold. Copies cut to two thirds, edited at 3 % of the
words and given a credit line have 0.59 to 0.94 (median 0.86, 259 texts); texts that share a quotation of a
third of their length have a median of 0.30, of 1,600 such pairs one passed, of 400 that share half of their
length one in a hundred."""

MIN_CONTAINMENT_SHORT = 0.8
SHORT = 60
"""Under 60 shingles (feed summaries, not bodies) the share must be 0.8. Among 13,750 real news snippets the
pairs from 0.6 to 0.8 are half templates ("According to the EIA, gas prices across the region ..."), those
above are copies but for a few."""

MIN_JACCARD = 0.25
"""A short text inside a long one (a press release in a round-up) is a source, not a copy: the shorter must
make up about a quarter of both together."""


@dataclass(frozen=True, slots=True)
class Signed:
    """An article's revision and its signature. Two revisions of one article have one `article_id`."""

    article_id: str
    signature: Signature


@dataclass(frozen=True, slots=True, order=True)
class NearDuplicate:
    """Two articles with one text.

    Attributes:
        left_id: the smaller article id.
        right_id: the greater article id.
        similarity: estimated share, 0 to 1, of the shorter text's shingles that the longer one has too.
    """

    left_id: str
    right_id: str
    similarity: float


def common_hashes(left: Signature, right: Signature) -> int:
    """How many of the `PERMUTATIONS` hashes are equal; 0 when one text has none."""
    return sum(map(operator.eq, left.hashes, right.hashes))


def jaccard(common: int) -> float:
    """Estimated share of shingles that both have among those that either has, from the number of equal hashes."""
    return common / PERMUTATIONS


def containment(common: int, left_shingles: int, right_shingles: int) -> float:
    """Estimated share of the shorter text's shingles that the longer one has too, from 0 to 1; symmetric.

    From Jaccard similarity j and the known sizes: the common part is j / (1 + j) of their sum. A copy that
    drops the second half of a text has a j of 0.5 and a containment of 1. `views/copies.sql` has it too.
    """
    shorter = min(left_shingles, right_shingles)
    if not shorter:
        return 0.0
    similarity = jaccard(common)
    return min(1.0, similarity / (1 + similarity) * (left_shingles + right_shingles) / shorter)


def similarity_of_copies(common: int, left_shingles: int, right_shingles: int) -> float | None:
    """Their containment when two texts count as one, else None. The order of the two does not matter."""
    needed = MIN_CONTAINMENT_SHORT if min(left_shingles, right_shingles) < SHORT else MIN_CONTAINMENT
    similarity = containment(common, left_shingles, right_shingles)
    return similarity if similarity >= needed and jaccard(common) >= MIN_JACCARD else None


def near_duplicate(left: Signed, right: Signed) -> NearDuplicate | None:
    """The pair when both carry one text, else None. The order of the two does not matter.

    Two revisions of one article are no pair, nor is a text too short for bands.
    """
    if left.article_id == right.article_id or not (left.signature.bands and right.signature.bands):
        return None
    similarity = similarity_of_copies(
        common_hashes(left.signature, right.signature), left.signature.shingles, right.signature.shingles
    )
    if similarity is None:
        return None
    first, second = sorted((left.article_id, right.article_id))
    return NearDuplicate(left_id=first, right_id=second, similarity=similarity)


def near_duplicates(fresh: Iterable[Signed], known: Iterable[Signed] = ()) -> list[NearDuplicate]:
    """All pairs with at least one article of `fresh`, the other from `fresh` or `known`.

    A pair depends on its two texts only. So batches may come in any order and size: the pairs found for each
    batch against those before it are the pairs of all articles at once.

    Args:
        fresh: held in memory, about 2 kB each.
        known: read once, in a stream.

    Returns:
        each pair once, sorted by ids; of several revisions the most similar ones speak for their article.
    """
    index: dict[int, list[Signed]] = defaultdict(list)
    best: dict[tuple[str, str], NearDuplicate] = {}

    def meet(signed: Signed) -> None:
        # One comparison a pair, however many bands they share: identical texts share all 64.
        met = {id(other): other for band in signed.signature.bands for other in index.get(band, ())}
        for other in met.values():
            found = near_duplicate(signed, other)
            if found:
                ids = (found.left_id, found.right_id)
                best[ids] = max(best.get(ids, found), found)

    for signed in fresh:
        meet(signed)
        for band in signed.signature.bands:
            index[band].append(signed)
    for signed in known:
        meet(signed)
    return sorted(best.values())
