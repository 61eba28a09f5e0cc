"""Reads one page from end to end: bytes in, a `Reading` out.

Belongs here: the order of the steps. Does not: any of the steps; nothing here touches network, disk or clock.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.reading.access import access_as_shown, find_access
from pipelines.reading.agencies import find_agencies
from pipelines.reading.authors import find_authors, stated_sources
from pipelines.reading.beside import Teaser, find_captions, find_shown_teasers
from pipelines.reading.blocks import count_words, outline
from pipelines.reading.body import Stretch, Text, cut_page, extract_text
from pipelines.reading.corrections import find_corrections
from pipelines.reading.cuts import Cuts
from pipelines.reading.dates import Published, RefusedDate, find_dates
from pipelines.reading.document import Document, parse
from pipelines.reading.encoding import decode
from pipelines.reading.explain import Fate, fates, with_dropped
from pipelines.reading.gate import Rejection, judge_page, judge_response
from pipelines.reading.kinds import LIVE_BLOG, Declared, find_kind
from pipelines.reading.labels import find_labels
from pipelines.reading.listings import count_cards
from pipelines.reading.margins import find_margins
from pipelines.reading.metadata import (
    find_canonical,
    find_descriptions,
    find_keywords,
    find_page_language,
    find_section,
)
from pipelines.reading.mojibake import put_right
from pipelines.reading.names import clean_names
from pipelines.reading.overrides import BODY, Outcome, Selectors
from pipelines.reading.posts import Post, find_posts, since_first
from pipelines.reading.strangers import Shown
from pipelines.reading.surroundings import Surroundings
from pipelines.reading.titles import find_title, outlet_names
from pipelines.reading.told import fuller_text, told_updates

READING_VERSION = "2026-11-28h"
# Bytes read of a page; the largest of 896 real pages has 4.3 million, the crawler itself stops at five.
MAX_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page.

    Attributes:
        url: absolute address.
        html: body of the response as bytes, content encoding undone.
        charset: of the HTTP header, if any.
        content_type: of the HTTP header, if any; None passes as HTML.
        fetched_at: aware; dates later than a day after it are rejected. None where unknown.
        listed_at: date that the feed or sitemap gives for the page.
        listed_kind: feed or sitemap.
        status: HTTP status, None where unknown.
        selectors: the outlet's own for a page of that day; None: read it as any other page.
    """

    url: str
    html: bytes
    charset: str | None
    content_type: str | None
    fetched_at: datetime | None
    listed_at: datetime | None = None
    listed_kind: str | None = None
    status: int | None = None
    selectors: Selectors | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of a page; None and empty where the page does not say.

    `body` holds no headline, lead or teaser; paragraphs are separated by an empty line. A rejected page keeps
    what was read.

    Attributes:
        stretches: what each part of the body is, see `body.Stretch`.
        posts: of a live blog, see `posts.Post`.
        captions: of the article's pictures; they are no part of the body.
        teasers: other articles that the page points to; they are no part of the body either.
        kind: see `kinds.find_kind`; None where the page is rejected.
        agencies: ids of the news agencies that the text is credited to, see `agencies.yaml`.
        keywords: as the page declares them.
        access: free, metered or paid, as the page declares or, where its text breaks off, says to its readers.
        corrections: notes by which the outlet corrects the article, verbatim; those in the text stay there.
        dates_refused: dates that the page states and that are not taken.
        mended: stretches of its text and tags that the outlet had stored in the wrong encoding, put right.
        override: which of the outlet's selectors found something; None where the page was read without any.
    """

    title: str | None = None
    lead: str | None = None
    body: str | None = None
    stretches: tuple[Stretch, ...] = ()
    posts: tuple[Post, ...] = ()
    captions: tuple[str, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    access: str | None = None
    corrections: tuple[str, ...] = ()
    published: Published | None = None
    modified_at: datetime | None = None
    dates_refused: tuple[RefusedDate, ...] = ()
    page_language: str | None = None
    canonical_url: str | None = None
    mended: int = 0
    word_count: int = 0
    kind: str | None = None
    override: Outcome | None = None
    rejected: Rejection | None = None


def read_page(page: Page) -> Reading:
    """Read a page; whatever it holds, the result is an article or a rejection with reason, never an exception."""
    opened = _open(page)
    return opened if isinstance(opened, Reading) else _read(opened, page)[0]


def explain_page(page: Page) -> tuple[Reading, tuple[Fate, ...]]:
    """Read a page and say of each of its blocks what became of it, those included that its outlet's override drops."""
    opened = _open(page)
    if isinstance(opened, Reading):
        return opened, ()
    reading, cuts, text = _read(opened, page)
    explained = fates(cuts, text)
    if page.selectors and page.selectors.drop:
        # Named as a body, what is dropped stays in the page and is marked.
        whole = _open(replace(page, selectors=Selectors(body=", ".join(page.selectors.drop))))
        if isinstance(whole, Document):
            explained = with_dropped(explained, whole.tree, whole.tree.marked(BODY))
    return reading, explained


def _open(page: Page) -> Document | Reading:
    """The parsed page, or the reading of what is none."""
    refusal = judge_response(page.status, page.content_type, page.html)
    if refusal:
        return Reading(rejected=refusal)
    decoded = decode(page.html[:MAX_BYTES], page.charset)
    raw = decoded.utf_8()
    text, mended = put_right(decoded.text, raw)
    document = parse(text, page.url, page.selectors, None if mended else raw)
    why = Rejection("not_html", f"no markup in {len(page.html)} bytes ({decoded.encoding})")
    return replace(document, mended=mended) if document else Reading(rejected=why)


def _declared(document: Document, page: Page, title: str | None, around: Surroundings) -> Reading:
    """What the page says about itself, its text apart."""
    dates = find_dates(
        document, around, fetched_at=page.fetched_at, listed_at=page.listed_at, listed_kind=page.listed_kind
    )
    return Reading(
        title=title,
        authors=tuple(clean_names(document.tree.named.authors)) or find_authors(document, around),
        section=find_section(document),
        keywords=find_keywords(document),
        access=find_access(document),
        published=dates.published,
        modified_at=dates.modified_at,
        dates_refused=dates.refused,
        page_language=find_page_language(document),
        canonical_url=find_canonical(document),
        mended=document.mended,
        override=document.tree.named.outcome,
    )


def _read(document: Document, page: Page) -> tuple[Reading, Cuts, Text]:
    title = document.tree.named.title or find_title(document)
    # Reading drops appended articles from the tree, so what the gate needs of the whole page is taken before.
    shape = outline(document.tree.blocks)
    page_text = "\n".join(block.text for block in document.tree.blocks)
    cuts = Cuts(document.tree, title)
    leads = cut_page(cuts, title=title, descriptions=find_descriptions(document))
    # Dates and names of what is cut are not the article's.
    declared = _declared(document, page, title, Surroundings(cuts))
    text = extract_text(
        cuts,
        leads,
        title=title,
        authors=declared.authors,
        labels=(declared.section or "", *outlet_names(document)),
    )
    updates = told_updates(document.structured)
    text = fuller_text(text, document.structured, updates)
    whole = "\n\n".join(part for part in (text.lead, text.body) if part)
    said = Declared(document, title, declared.section, find_labels(cuts))
    cards = count_cards(document, text.lines)
    shown = Shown(whole, page_text, count_words(whole), shape, cuts.strangers, text.wall, cards)
    rejected = judge_page(said, shown)
    posts = find_posts(document.tree, text, updates)
    kind = None if rejected else find_kind(said, whole, posts)
    margins = find_margins(document.tree.blocks, text.lines)
    reading = replace(
        declared,
        lead=text.lead,
        body=text.body,
        stretches=text.stretches,
        posts=posts,
        access=declared.access or access_as_shown(text.wall, shown.words),
        captions=find_captions(cuts, text.lines),
        teasers=find_shown_teasers(cuts, page.url),
        agencies=find_agencies(
            (*stated_sources(document), *declared.authors),
            lead=text.lead,
            body=text.body,
            margins=margins,
            language=declared.page_language,
        ),
        published=since_first(declared.published, posts) if kind == LIVE_BLOG else declared.published,
        corrections=find_corrections(document, text.body, margins),
        word_count=round(shown.words),
        kind=kind,
        rejected=rejected,
    )
    return reading, cuts, text
