"""Who says it: the speaker named in or beside the evidence, verbatim, and a normalised id.

Verbs of saying, "according to", unnamed groups and articles are data (`say`, `according`, `group`, `article`);
how a name looks in a script is here. Whose stance it is, is `stance`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipelines.recognising.lexicon import Hit
from pipelines.recognising.scan import Article, Scanned, bits_of
from pipelines.recognising.stance import DISPUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUOTED = re.compile(r"“[^”“„]*[”“]|„[^“”]*[“”]|«[^»«]*»|»[^«»]*«|\"[^\"]*\"|”[^”]*”|「[^」]*」|‘[^’‘]{12,}’")
_QUOTE_MARKS = frozenset('“”„«»"「」『』‘')
_TOKEN = re.compile(r"[^\W_][\w'’\-.&]*")
_BREAK = re.compile(r"[,;:()–—\n،؛“”„«»\"「」]")
# Small words inside names, in the languages that write capitals.
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "van",
        "von",
        "der",
        "den",
        "ten",
        "ter",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "of",
        "e",
        "y",
        "und",
        "et",
    }
)
_LONGEST = 7  # words of a speaker; the longest office with a name
_FAR = 60  # the same for languages with the verb last
_REACH = 7  # words between a verb of saying and the name that goes with it
_CASELESS = frozenset({"ar", "he", "fa"})
_POSTPOSED = frozenset({"de", "fi", "hu", "tr"})  # "X zufolge", "X'e göre": the speaker stands before
_VERB_LAST = frozenset({"tr", "fa"})  # the subject may stand far before the verb of saying
_WIDE_CHUNK = r"[^，。、；：！？“”「」『』（）\n,]"
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
    return _spaced(text, outside, quoted, article.language)


def _chinese(text: str, hits: Sequence[Hit]) -> str | None:
    """What stands before a verb of saying, back to the last mark: "清华大学研究员郑…说"."""
    for hit in hits:
        if hit.slot == "according":
            found = re.match(rf"{_WIDE_CHUNK}{{2,24}}", text[hit.end :])
            if found:
                return found.group().strip() or None
    for hit in hits:
        if hit.slot == "say":
            before = re.search(rf"({_WIDE_CHUNK}{{2,30}})$", text[: hit.start])
            after = text[hit.end : hit.end + 1]
            if before and after in "，：:“,「" and after:
                return before.group(1).strip() or None
    groups = [hit for hit in hits if hit.slot == "group"]
    spoken = any(hit.slot == "say" for hit in hits)
    return text[groups[0].start : groups[0].end] if groups and spoken else None


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


def _spaced(text: str, hits: list[Hit], quoted: list[tuple[int, int]], language: str) -> str | None:
    caseless, postposed = language in _CASELESS, language in _POSTPOSED
    for hit in hits:
        if hit.slot == "according":
            span = _phrase_after(text, hit.end, hits, caseless=caseless)
            if span is None and postposed:
                span = _phrase_before(text, hit.start, hits, 0)
            if span:
                return text[span[0] : span[1]]
    said = [hit for hit in hits if hit.slot == "say"]
    for hit in said:
        span = _inverted(text, hit, hits, quoted, caseless=caseless)
        if span:
            return text[span[0] : span[1]]
    for hit in said:
        floor = max((b for _, b in quoted if b <= hit.start), default=0)
        reach = _FAR if language in _VERB_LAST else 2 * _REACH
        span = _phrase_before(text, hit.start, hits, floor, reach) or _phrase_after(
            text, hit.end, hits, caseless=caseless
        )
        if span:
            return text[span[0] : span[1]]
    return None


def _inverted(
    text: str, hit: Hit, hits: Sequence[Hit], quoted: list[tuple[int, int]], *, caseless: bool
) -> tuple[int, int] | None:
    """The speaker after a verb that follows a quotation, dash or comma: ", said Anna Lind"."""
    floor = max((b for _, b in quoted if b <= hit.start), default=0)
    lead = text[floor : hit.start].rstrip()
    after = _phrase_after(text, hit.end, hits, caseless=caseless)
    if caseless or (not _TOKEN.search(lead) and (floor or lead)) or lead.endswith(("–", "—")):
        return after
    near = after and (" " in text[after[0] : after[1]] or not _TOKEN.search(text[hit.end : after[0]]))
    return after if lead.endswith(",") and near else None


def _phrase_after(text: str, start: int, hits: Sequence[Hit], *, caseless: bool) -> tuple[int, int] | None:
    """The name, or else the group, that follows a verb of saying before the next mark."""
    stop = _BREAK.search(text, start + 1)
    end = stop.start() if stop else len(text)
    if caseless:
        tokens = list(_TOKEN.finditer(text, start, end))[:4]
        return (tokens[0].start(), tokens[-1].end()) if tokens else None
    tokens = list(_TOKEN.finditer(text, start, end))[: _REACH + _LONGEST]
    name = _first_name(text, tokens[: _REACH + 4], hits)
    return name or _group(hits, start, tokens[_REACH - 1].end() if len(tokens) >= _REACH else end)


def _phrase_before(
    text: str, end: int, hits: Sequence[Hit], floor: int, reach: int = 2 * _REACH
) -> tuple[int, int] | None:
    """The name, or else the group, that is the subject before a verb of saying."""
    tokens = list(_TOKEN.finditer(text, floor, end))[-reach:]
    if not tokens:
        return None
    return _first_name(text, tokens, hits) or _group(hits, tokens[0].start(), end)


def _first_name(text: str, tokens: list[re.Match[str]], hits: Sequence[Hit]) -> tuple[int, int] | None:
    """The first run of capitalised words with two words, else the first with one."""
    articles = {hit.start for hit in hits if hit.slot == "article"}
    verbs = {hit.start for hit in hits if hit.slot == "say"}
    runs: list[list[re.Match[str]]] = [[]]
    for token in tokens:
        word = token.group()
        near = bool(runs[-1]) and not _BREAK.search(text, runs[-1][-1].end(), token.start())
        if word[0].isupper() and token.start() not in verbs and (near or token.start() not in articles):
            if near:
                runs[-1].append(token)
            else:
                runs.append([token])
        elif near and word in _PARTICLES:
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    names = [run for run in (_trimmed(run) for run in runs) if run and len(run) <= _LONGEST]
    best = next((run for run in names if len(run) > 1), names[0] if names else None)
    return (best[0].start(), best[-1].start() + len(best[-1].group().rstrip(".'’-"))) if best else None


def _trimmed(run: list[re.Match[str]]) -> list[re.Match[str]]:
    while run and run[-1].group() in _PARTICLES:
        run = run[:-1]
    return run


def _group(hits: Sequence[Hit], start: int, end: int) -> tuple[int, int] | None:
    found = [hit for hit in hits if hit.slot == "group" and start <= hit.start < end]
    return (found[0].start, found[0].end) if found else None


def speaker_id(speaker: str | None) -> str | None:
    """The speaker as a lower-case slug, in ASCII where the script allows it; None if nothing is left."""
    if not speaker:
        return None
    plain = unicodedata.normalize("NFKD", speaker).casefold()
    latin = plain.encode("ascii", "ignore").decode()
    kept = latin if re.search(r"[a-z0-9]", latin) else plain
    return re.sub(r"[^\w]+", "-", kept).strip("-_") or None
