"""Who says it: the speaker named in or beside the evidence, verbatim, and a normalised id.

Verbs of saying, "according to", unnamed groups and articles are data (`say`, `according`, `group`, `article`);
how a name looks is `names`. Whose stance it is, is `stance`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipelines.recognising.lexicon import Hit
from pipelines.recognising.names import Names
from pipelines.recognising.scan import Article, Scanned, bits_of
from pipelines.recognising.stance import DISPUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUOTED = re.compile(r"“[^”“„]*[”“]|„[^“”]*[“”]|«[^»«]*»|»[^«»]*«|\"[^\"]*\"|”[^”]*”|「[^」]*」|‘[^’‘]{12,}’")
_QUOTE_MARKS = frozenset('“”„«»"「」『』‘')
_WIDE_CHUNK = r"[^，。、；：！？“”「」『』（）\n,]"
_AT = re.compile(
    r"在[^，]{1,8}[上中时時里裡]$"
)  # "at the press conference", between a Chinese name and its verb
_TITLES = re.compile(
    r"^(?:(?:dr|prof|professor|professorin|mr|mrs|ms|sir|dame|lord|herr|frau|ing|dipl|mag|mme|mlle|monsieur|madame"
    r"|sr|sra|señor|señora|don|doña|dott|dott\.ssa|sig|ir|drs|mgr|inż|hab|d[ra]\.ª)\.?(?:-ing\.?)?\s+)+(?=\S)",
    re.IGNORECASE,
)
_JA = (
    re.compile(rf"({_WIDE_CHUNK}{{1,40}}?)(?:によると|によれば|によりますと)"),
    re.compile(rf"」(?:と|など(?:と)?)({_WIDE_CHUNK}{{2,40}}?)(?:（\d+）)?(?:は|が|も)(?!、)"),
    re.compile(rf"({_WIDE_CHUNK}{{1,40}}?)(?:（\d+）)?(?:は|が|も)(?:[^。「]{{0,12}}で)?「"),
    re.compile(rf"({_WIDE_CHUNK}{{1,40}}?)(?:は|が)、"),
)
_KO = (
    re.compile(r"([^\s“\"‘,.]+(?: [^\s“\"‘,.]+){0,4})에 따르면"),
    re.compile(r"[”\"’](?:라?고|며|라며) ([^\s,.]+(?: [^\s,.]+){0,4}?)(?:은|는|이|가) "),
    re.compile(r"([^\s“\"‘,.]+(?: [^\s“\"‘,.]+){0,4}?)(?:은|는|이|가) [“\"‘]"),
    re.compile(r"([^\s“\"‘,.]+(?: [^\s“\"‘,.]+){0,2}?)(?:은|는|이|가) "),
)

_HI = (
    re.compile(r"([^\s,।“\"]+(?: [^\s,।“\"]+){0,3}?) के (?:अनुसार|मुताबिक)"),
    re.compile(r"([^\s,।“\"]+(?: [^\s,।“\"]+){0,3}?) ने "),
    re.compile(r"([^\s,।“\"]+(?: [^\s,।“\"]+){0,2}?) का (?:कहना|मानना)"),
)
_PLAIN_LATIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_PARTICLED = {"ja": _JA, "ko": _KO, "hi": _HI}


def speaker_of(article: Article, first: Scanned, last: Scanned, stance: str) -> str | None:
    """The speaker of a claim (of its denial where the stance is `disputes`); None for the outlet's own voice."""
    for start, end in _stretches(article, first, last, stance):
        speaker = _in_stretch(article, article.sentences[start : end + 1])
        if speaker:
            return speaker
    return None


def _stretches(article: Article, first: Scanned, last: Scanned, stance: str) -> Iterator[tuple[int, int]]:
    """Sentence numbers that may name the speaker: the denial, the evidence, the rest of its quotation."""
    if stance == DISPUTES:
        deny = bits_of(("deny",))
        yield from ((n, n) for n in range(first.number, last.number + 1) if article.sentences[n].bits & deny)
    yield first.number, last.number
    content = article.fields[first.field]
    opened = bool(set(content[first.start : last.end]) & _QUOTE_MARKS) or _within_quote(content, first)
    if not opened:
        return
    for start, end in ((first.number, last.number + 1), (first.number - 1, last.number)):
        if start >= 0 and end < len(article.sentences):
            outer = article.sentences[start if start < first.number else end]
            if outer.field == first.field and outer.paragraph == first.paragraph:
                yield start, end


def _within_quote(content: str, sentence: Scanned) -> bool:
    """Whether a quotation that began in the paragraph before this sentence is still open."""
    before = content[content.rfind("\n", 0, sentence.start) + 1 : sentence.start]
    opened = sum(before.count(mark) for mark in "“„«「") - sum(before.count(mark) for mark in "”»」")
    return opened > 0 or before.count('"') % 2 == 1


def _in_stretch(article: Article, sentences: Sequence[Scanned]) -> str | None:
    content = article.fields[sentences[0].field]
    begin, end = sentences[0].start, sentences[-1].end
    text = content[begin:end]
    hits = [Hit(h.slot, h.start - begin, h.end - begin) for sentence in sentences for h in sentence.hits]
    if article.language == "zh":
        return _chinese(text, hits)
    if article.language in _PARTICLED:
        return _by_particles(text, hits, _PARTICLED[article.language])
    left = content.rfind("\n", 0, begin) + 1
    right = content.find("\n", end)
    paragraph = content[left : right if right >= 0 else len(content)]
    quoted = [
        (a + left - begin, b + left - begin) for a, b in (m.span() for m in _QUOTED.finditer(paragraph))
    ]
    outside = [hit for hit in hits if not any(a < hit.start < b for a, b in quoted)]
    ends = [sentence.end - begin for sentence in sentences]
    return _spaced(text, outside, quoted, article.language, ends)


def _chinese(text: str, hits: Sequence[Hit]) -> str | None:
    """What stands before a verb of saying, back to the last mark: "清华大学研究员郑…说"."""
    said = [hit for hit in hits if hit.slot == "say"]
    for hit in hits:
        if hit.slot == "according":
            found = re.match(rf"{_WIDE_CHUNK}{{2,24}}", text[hit.end :])
            verbs = [verb.start for verb in said if verb.start > hit.end]
            if found:
                end = min([hit.end + found.end(), *verbs])
                return text[hit.end : end].strip() or None
    for hit in said:
        before = re.search(rf"({_WIDE_CHUNK}{{2,30}})$", text[: hit.start])
        after = text[hit.end : hit.end + 1]
        quoted = before is not None and text[: before.start()].endswith(("”", "」", "，"))
        if before and (after in tuple("，：:“,「") or (quoted and after in ("", "。", "！"))):
            return _AT.sub("", before.group(1)).strip() or None
    groups = [hit for hit in hits if hit.slot == "group"]
    speaking = [group for group in groups if any(group.end == verb.start for verb in said)]
    alone = [group for group in groups if not _within_another(group, hits)]
    if not said or not (speaking or alone):
        return None
    chosen = (speaking or alone)[0]
    start = min((group.start for group in groups if group.end == chosen.start), default=chosen.start)
    return text[start : chosen.end]


def _within_another(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a hit is a part of a longer one: 中心 of 数据中心 is no speaker."""
    return any(
        other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
        for other in hits
    )


def _by_particles(text: str, hits: Sequence[Hit], patterns: Sequence[re.Pattern[str]]) -> str | None:
    """Japanese and Korean: the noun phrase before a topic particle beside a quotation or verb of saying."""
    spoken = any(hit.slot in {"say", "according"} for hit in hits)
    for number, pattern in enumerate(patterns):
        found = pattern.search(text)
        if not found or (number and not spoken):
            continue
        named = any(h.slot == "group" and found.start(1) <= h.start < found.end(1) for h in hits)
        if number < len(patterns) - 1 or named:
            return found.group(1).strip() or None
    return None


def _spaced(
    text: str, hits: list[Hit], quoted: list[tuple[int, int]], language: str, ends: list[int]
) -> str | None:
    """Scripts with spaces: "according to X" first, then ", said X", then "X said"."""
    names = Names(text, hits, language, ends)
    said = [hit for hit in hits if hit.slot == "say"]
    spans = [names.told_by(hit) for hit in hits if hit.slot == "according"]
    spans += [names.inverted(hit, _floor(hit, quoted)) for hit in said]
    spans += [names.subject(hit, _floor(hit, quoted)) for hit in said]
    return next((text[span[0] : span[1]] for span in spans if span), None)


def _floor(hit: Hit, quoted: list[tuple[int, int]]) -> int:
    """Where the last quotation before a verb ends."""
    return max((b for _, b in quoted if b <= hit.start), default=0)


def speaker_id(speaker: str | None) -> str | None:
    """The speaker as a lower-case slug, in ASCII where the script allows it; None if nothing is left."""
    if not speaker:
        return None
    untitled = _TITLES.sub("", unicodedata.normalize("NFKC", speaker).strip())
    # Lowered as well: folding turns Cherokee into capitals.
    plain = unicodedata.normalize("NFKC", untitled.casefold().lower())
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    latin = bare.translate(_PLAIN_LATIN)
    kept = latin if all(c.isascii() for c in latin if c.isalnum()) else plain
    # A vowel sign is no letter to Python, and yet a part of its word.
    slug = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in kept)
    return "-".join(slug.split()) if any(c.isalnum() for c in slug) else None
