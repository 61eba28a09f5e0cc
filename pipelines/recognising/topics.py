"""Topics of a scanned article: weighted mentions against a threshold. Narratives are decided elsewhere.

A topic must be a subject of the title or of about one sentence (codebook): a mention in the title counts
double, and mentions in one sentence count as their best weight, once, and half of it for all repetition. A title that
says that AI lacks power is about its supply, in few words as in images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.recognising.model import Mention, Topic, Topics
from pipelines.recognising.scan import bits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.recognising.scan import Article
    from pipelines.recognising.taxonomy import Taxonomy, TopicRule

_TITLE_WEIGHT = 2.0
_SUPPLY = "power-generation"
_POWER = ("electricity", "power_word", "plug")
_WANT = ("limit", "lack", "strain", "outrun")


def topics_of(article: Article, taxonomy: Taxonomy) -> Topics:
    """Topics in the taxonomy's order of score; `on_topic` when both groups are among them."""
    found = [topic for name, rule in taxonomy.topics.items() if (topic := _topic(article, name, rule))]
    groups = {taxonomy.topics[topic.id].group for topic in found}
    if "energy" not in groups and (supply := _lacking(article, taxonomy)):
        found.append(supply)
        groups.add("energy")
    found.sort(key=lambda topic: -topic.score)
    return Topics(on_topic=len(groups) == 2, topics=tuple(found))


def _lacking(article: Article, taxonomy: Taxonomy) -> Topic | None:
    """The supply of power where the title says of AI that it is wanting; a number of gigawatts alone says nothing."""
    title = [sentence for sentence in article.sentences if sentence.field == "title"]
    wanting = any(sentence.bits & bits_of(_WANT) for sentence in title)
    if not (wanting and any(sentence.plain & group_bits(taxonomy, "ai") for sentence in title)):
        return None
    mentions = [
        Mention(one.field, hit.start, hit.end) for one in title for hit in one.hits if hit.slot in _POWER
    ]
    return _scored(_SUPPLY, taxonomy.topics[_SUPPLY].threshold, mentions, article) if mentions else None


def group_bits(taxonomy: Taxonomy, group: str) -> int:
    """The slots of all topics of a group; chips of any kind are no sign of AI by themselves."""
    slots = {slot for rule in taxonomy.topics.values() if rule.group == group for slot in rule.slots}
    return bits_of(tuple(slots - {"chip_any"}))


def _topic(article: Article, name: str, rule: TopicRule) -> Topic | None:
    total = 0.0
    mentions: list[Mention] = []
    if rule.needs and not any(article.spread[slot] for slot in rule.needs):
        return None
    for sentence in article.sentences:
        weights = [rule.slots[hit.slot] for hit in sentence.hits if hit.slot in rule.slots]
        if weights:
            # Half for all repetition: a sentence that lists ten power stations is still one sentence.
            repeated = 0.5 * max(weights) if len(weights) > 1 else 0.0
            total += (max(weights) + repeated) * (_TITLE_WEIGHT if sentence.field == "title" else 1.0)
            mentions += [
                Mention(sentence.field, hit.start, hit.end) for hit in sentence.hits if hit.slot in rule.slots
            ]
    if total < rule.threshold:
        return None
    return _scored(name, total, mentions, article)


def _scored(name: str, total: float, mentions: Sequence[Mention], article: Article) -> Topic:
    share = total / (total + len(article.sentences) ** 0.5)
    return Topic(name, round(min(1.0, share), 3), tuple(mentions))
