"""What a publication is: one text at one outlet at one time, and the address it gets there.

Here belongs the record and how an outlet forms an address or rewrites an agency text. When it happens is
`cascade.py`.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final, Literal

from crawler.newsweb.sites import Site, Way
from crawler.newsweb.texts import Narrative, Text

Role = Literal["original", "version", "rebuttal", "copy", "stub"]

# Letters that Unicode does not take apart into a base and an accent.
_LETTERS: Final = str.maketrans({"ß": "ss", "ł": "l", "Ł": "l", "œ": "oe", "æ": "ae", "ø": "o"})
_SLUG_WORDS: Final = 8
_WIDE: Final = frozenset({"ja", "zh"})


@dataclass(frozen=True, slots=True)
class Publication:
    """One page of the invented web and what stands on it; times are UTC.

    `text` is None for a stub, whose title and lead are a teaser's and whose labels are unknown. `listed_url`
    is what feeds give, before tracking parameters; it differs from `url` where the page moved. `copy_of` is
    the address of the original. `corrected_at` and `correction`, a last paragraph, belong to corrected pages.
    """

    outlet_id: str
    url: str
    listed_url: str
    published_at: datetime
    language: str
    title: str
    lead: str | None
    body: tuple[str, ...]
    authors: tuple[str, ...]
    section: str
    role: Role
    way: Way = "plain"
    text: Text | None = None
    narratives: tuple[Narrative, ...] = ()
    copy_of: str | None = None
    original_outlet: str | None = None
    corrected_at: datetime | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as one outlet prints it."""

    title: str
    body: tuple[str, ...]
    authors: tuple[str, ...]
    narratives: tuple[Narrative, ...]


def slug(text: str) -> str:
    """Up to eight words in ASCII, joined with hyphens; empty for a text in another script."""
    # Accents go with the ASCII encoding; scripts without a
    # Latin base leave nothing, and the number stands in.
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:_SLUG_WORDS])


def number(*key: str) -> int:
    """A seven-digit article number that depends on nothing but the key."""
    # Not `hash`, which is salted for each process: addresses must be the same in server, truth and tests.
    digest = blake2b("/".join(key).encode(), digest_size=8).digest()
    return 1_000_000 + int.from_bytes(digest) % 9_000_000


def address(site: Site, *, key: str, title: str, section: str, published_at: datetime) -> str:
    """The path of an article at an outlet, in the outlet's own manner."""
    local = published_at.astimezone(site.zone)
    return site.article_path.format(
        year=local.year,
        month=f"{local.month:02}",
        day=f"{local.day:02}",
        slug=slug(title) or str(number(site.id, key)),
        section=slug(section) or "news",
        number=number(site.id, key),
    )


def original_wording(text: Text) -> Wording:
    """The text as written."""
    return Wording(text.title, text.body, text.authors, text.narratives)


def copied_wording(site: Site, text: Text) -> Wording:
    """The text as an outlet prints it that took it over: own headline, credit line, last paragraph cut.

    The paragraph stays where the cut would change what the article says: where evidence lies in it, or a
    stance other than `asserts` may hang on the last word.
    """
    body = list(text.body)
    if _ends_expendably(text):
        body.pop()
    if text.credit and text.credit not in body[0]:
        wide = text.id[:2] in _WIDE
        body[0] = f"（{text.credit}）{body[0]}" if wide else f"({text.credit}) {body[0]}"
    return Wording(_headline(site, text), tuple(body), (text.credit,) if text.credit else (), text.narratives)


def _ends_expendably(text: Text) -> bool:
    if len(text.body) < 4 or any(found.stance != "asserts" for found in text.narratives):
        return False
    kept = "\n\n".join((text.title, text.lead or "", *text.body[:-1]))
    return all(found.evidence in kept for found in text.narratives)


def _headline(site: Site, text: Text) -> str:
    if "{credit}" in site.headline and not text.credit:
        return text.title
    return site.headline.format(title=text.title, section=text.section, credit=text.credit)
