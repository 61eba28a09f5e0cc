"""The chain of date sources: order, provenance, what is refused."""

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.dates import Dates, Disagreement, Published, RefusedDate, find_dates
from pipelines.reading.document import Document, parse
from tests.pipelines.reading.trees import surroundings_of

FETCHED = datetime(2026, 3, 20, 12, tzinfo=UTC)
LD = '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x","datePublished":"{}"}}</script>'
OG = '<meta property="article:published_time" content="{}">'
META = '<meta name="date" content="{}">'
MICRO = '<body><span itemprop="datePublished" content="{}"></span></body>'
TIME = '<body><time datetime="{}">then</time></body>'


def document(html: str, url: str = "https://e.example/a/b") -> Document:
    parsed = parse(f"<html><head></head>{html}</html>", url)
    assert parsed is not None
    return parsed


def find_all(page: Document, **given: object) -> Dates:
    return find_dates(page, surroundings_of(page), **given)  # type: ignore[arg-type]


def find_published(page: Document, **given: object) -> Published | None:
    return find_all(page, **given).published


def find_modified(page: Document, **given: object) -> datetime | None:
    return find_all(page, **given).modified_at


def source(html: str, url: str = "https://e.example/a/b", **listed: object) -> str | None:
    found = find_published(document(html, url), fetched_at=FETCHED, **listed)
    return found.source if found else None


DAYS = [f"2026-03-{day:02}T10:00:00+01:00" for day in range(1, 6)]
ALL = (
    LD.format(DAYS[0])
    + OG.format(DAYS[1])
    + META.format(DAYS[2])
    + MICRO.format(DAYS[3])
    + TIME.format(DAYS[4])
)


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        (ALL, "https://e.example/2026/03/06/x", "json-ld"),
        (ALL.replace(DAYS[0], "soon"), "https://e.example/2026/03/06/x", "open-graph"),
        (META.format(DAYS[2]) + MICRO.format(DAYS[3]), "https://e.example/2026/03/06/x", "meta"),
        (MICRO.format(DAYS[3]) + TIME.format(DAYS[4]), "https://e.example/2026/03/06/x", "microdata"),
        (TIME.format(DAYS[4]), "https://e.example/2026/03/06/x", "time-tag"),
        ("<p>text</p>", "https://e.example/2026/03/06/x", "url"),
        ("<p>text</p>", "https://e.example/20260306-story", "url"),
        ("<p>text</p>", "https://e.example/story", None),
    ],
)
def test_order_of_sources(html: str, url: str, expected: str | None) -> None:
    assert source(html, url) == expected


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_listing_date_is_the_last_before_the_visible_text(kind: str) -> None:
    listed = datetime(2026, 3, 6, 9, tzinfo=UTC)
    assert source("<p>text</p>", listed_at=listed, listed_kind=kind) == kind
    assert source("<p>text</p>", "https://e.example/2026/03/06/", listed_at=listed, listed_kind=kind) == kind
    assert source(TIME.format(DAYS[4]), listed_at=listed, listed_kind=kind) == "time-tag"


@pytest.mark.parametrize(
    "impossible", ["2062-03-11T09:00:00Z", "2026-03-21T12:00:01Z", "1970-01-01T00:00:00Z", "1989-12-31"]
)
def test_impossible_dates_give_way_to_the_next_source(impossible: str) -> None:
    assert source(LD.format(impossible) + OG.format(DAYS[1])) == "open-graph"
    assert source(LD.format(impossible)) is None


def test_a_little_ahead_of_the_fetch_is_possible() -> None:
    assert source(LD.format("2026-03-21T11:00:00Z")) == "json-ld"


def test_a_bare_day_gives_way_to_a_time_of_the_same_day_only() -> None:
    same = find_published(document(LD.format("2026-03-01") + OG.format(DAYS[0])), fetched_at=FETCHED)
    other = find_published(document(LD.format("2026-03-01") + OG.format(DAYS[3])), fetched_at=FETCHED)
    assert same is not None
    assert other is not None
    assert (same.source, same.precision) == ("open-graph", "second")
    assert (other.source, other.precision, other.stated()) == ("json-ld", "day", "2026-03-01")


def test_offset_is_the_page_s_own() -> None:
    found = find_published(document(LD.format("2026-03-01T23:30:00-05:00")), fetched_at=FETCHED)
    assert found is not None
    assert (found.offset_minutes, found.stated()) == (-300, "2026-03-01T23:30:00-05:00")


def test_no_offset_stays_unknown() -> None:
    found = find_published(document(META.format("2026-03-01 23:30")), fetched_at=FETCHED)
    assert found is not None
    assert (found.offset_minutes, found.stated(), found.at.tzinfo) == (None, "2026-03-01T23:30:00", UTC)


def test_teasers_and_updates_lend_no_time_tag() -> None:
    teaser = '<div class="related"><time datetime="2026-03-02T10:00Z">x</time></div>'
    update = '<time class="updated" datetime="2026-03-03T10:00Z">x</time>'
    own = '<time class="published" datetime="2026-03-01T10:00Z">x</time>'
    found = find_published(document(f"<body>{teaser}{update}{own}</body>"), fetched_at=FETCHED)
    assert found is not None
    assert found.stated() == "2026-03-01T10:00:00+00:00"


MASTHEADS = {
    "header": "<header>{}</header><main>{article}</main>",
    "header with a menu": "<header><nav><a href='/'>Home</a></nav>{}</header><main>{article}</main>",
    "division": "<div class='x1'><div class='x2'>{}</div><div class='x3'>{article}</div></div>",
}
WORDS = "".join(
    f"<p>The ferry leaves the northern pier at nine, said sailor {n} of the crew.</p>" for n in range(8)
)
ARTICLE = f"<h1>The pier closes</h1>{{}}{WORDS}"
TODAY = '<time datetime="2026-03-19">Thursday, March 19, 2026</time>'


@pytest.mark.parametrize("frame", MASTHEADS)
@pytest.mark.parametrize("today", [TODAY, "<span>Thursday, March 19, 2026</span>", "<div>19.03.2026</div>"])
def test_today_s_date_in_the_masthead_is_none_of_the_article(frame: str, today: str) -> None:
    head, url = "<title>The pier closes</title>", "https://e.example/2026/03/02/x"
    for own in ('<time datetime="2026-03-02">March 2</time>', "<p>Published: March 2, 2026</p>"):
        page = document(f"{head}<body>{MASTHEADS[frame].format(today, article=ARTICLE.format(own))}</body>")
        found = find_published(page, fetched_at=FETCHED)
        assert found is not None
        assert found.stated() == "2026-03-02"
    dateless = f"{head}<body>{MASTHEADS[frame].format(today, article=ARTICLE.format(''))}</body>"
    assert find_published(document(dateless), fetched_at=FETCHED) is None
    assert source(dateless, url) == "url"


@pytest.mark.parametrize("today", [TODAY, "<span>Thursday, March 19, 2026</span>"])
def test_a_masthead_is_one_whatever_the_sharing_card_calls_the_article(today: str) -> None:
    head = '<title>Storms end it</title><meta property="og:title" content="Storms end it">'
    own = ARTICLE.replace("The pier closes", "The pier closes for winter").format("<p>March 2, 2026</p>")
    page = document(f"{head}<body>{MASTHEADS['division'].format(today, article=own)}</body>")
    found = find_published(page, fetched_at=FETCHED)
    assert found is not None
    assert found.stated() == "2026-03-02"


def test_a_kicker_with_a_date_above_the_headline_is_the_article_s() -> None:
    kicker = f"<div>Harbour <time datetime='{DAYS[0]}'>March 1</time></div>"
    html = f"<title>The pier closes</title><body><main>{kicker}{ARTICLE.format('')}</main></body>"
    assert source(html) == "time-tag"
    assert source(html, "https://e.example/2026/02/06/x") == "url"


OWN_NOTE = "By Ann Lee, <time datetime='2026-03-02'>2 March</time>"


@pytest.mark.parametrize(
    "article",
    [
        ARTICLE.format(f"<aside>{OWN_NOTE}</aside>"),
        f"{ARTICLE.format('')}<footer>{OWN_NOTE}</footer>",
        f"<div class='card'>{ARTICLE.format(f'<p>{OWN_NOTE}</p>')}</div>",
    ],
)
def test_a_note_of_the_article_s_own_has_its_date_whatever_its_box(article: str) -> None:
    assert source(f"<title>The pier closes</title><body><main>{article}</main></body>") == "time-tag"


CARDS = "".join(
    f"<div><a href='/n/{n}'><h3>Why ferry number {n} is late every day</h3></a><time>{day}</time></div>"
    for n, day in enumerate(DAYS)
)


@pytest.mark.parametrize(
    "other",
    [
        f"<aside><h2>Latest</h2>{CARDS}</aside>",
        f"<div class='x9'>{CARDS}</div>",
        f"<article><h1>Another pier opens</h1><time datetime='{DAYS[2]}'>then</time>{WORDS}</article>",
        f"<div>{CARDS.replace('<time>', '<span itemprop=datePublished>').replace('time>', 'span>')}</div>",
        "<blockquote class='post'><p>Look at this!</p>— Ann <time datetime='2026-03-04'>March 4</time></blockquote>",
        "<p>The hearing is on <time datetime='2026-03-14'>March 14</time> in the town hall, said the council.</p>",
        "<p>Am <time datetime='2026-03-14'>14. März</time> entscheidet der Rat der Stadt.</p>",
    ],
)
def test_dates_of_cards_of_other_articles_of_posts_and_in_sentences_are_none(other: str) -> None:
    html = f"<title>The pier closes</title><body><main><article>{ARTICLE.format('')}</article>{other}</main></body>"
    assert find_published(document(html), fetched_at=FETCHED) is None


def test_visible_text_comes_last() -> None:
    html = "<body><h1>Title</h1><p>Published 17.03.2026, 14:05</p><p>Words of the article.</p></body>"
    found = find_published(document(html), fetched_at=FETCHED)
    assert found is not None
    assert (found.source, found.stated()) == ("text", "2026-03-17T14:05:00")


def test_a_time_tag_of_an_update_states_the_last_change() -> None:
    both = f"<time class='entry-date' datetime='{DAYS[0]}'>1</time><time class='updated' datetime='{DAYS[2]}'>3</time>"
    page = document(f"<title>The pier closes</title><body>{ARTICLE.format(both)}</body>")
    changed = find_modified(page, fetched_at=FETCHED)
    assert changed is not None
    assert changed.isoformat() == DAYS[2]


@pytest.mark.parametrize(
    "line",
    [
        "<p class='vcard'>{}</p>",
        "<footer class='post-footer'>{}</footer>",
        "<div class='elementor-widget-container'>{}</div>",
        "<ul><li><a href='/a'>Ann</a></li><li>{}</li><li><a href='/c'>Coast</a></li></ul>",
    ],
)
def test_what_stands_between_headline_and_text_is_the_article_s_own(line: str) -> None:
    article = ARTICLE.format(line.format(f"<time datetime='{DAYS[1]}'>2 March</time>"))
    assert source(f"<title>The pier closes</title><body><main>{article}</main></body>") == "time-tag"


def test_modified_date() -> None:
    html = '<meta property="article:modified_time" content="2026-03-02T10:00:00Z">'
    assert find_modified(document(html), fetched_at=FETCHED) == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert find_modified(document("<p>x</p>"), fetched_at=FETCHED) is None


@pytest.mark.parametrize(
    ("printed", "stated"),
    [
        ("17.03.2026, 14:05", "2026-03-17T14:05:00"),
        ("17.03.26 | 14.05 Uhr", "2026-03-17T14:05:00"),
        ("2026-03-17 um 14:05", "2026-03-17T14:05:00"),
        ("17/03/2026 à 14h05", "2026-03-17T14:05:00"),
        ("2026年3月17日 14時05分", "2026-03-17T14:05:00"),
        ("17.03.2026, 14:99", "2026-03-17"),
        ("17.03.2026, 44:05", "2026-03-17"),
        ("17.03.2026 – Seite 14", "2026-03-17"),
    ],
)
def test_a_time_printed_behind_the_day_of_the_address(printed: str, stated: str) -> None:
    page = document(f"<body><p>{printed}</p></body>", "https://e.example/2026/03/17/x")
    found = find_published(page, fetched_at=FETCHED)
    assert found is not None
    assert (found.stated(), found.precision) == (stated, "minute" if "T" in stated else "day")


def test_a_stated_offset_keeps_the_printed_time_out() -> None:
    """Midnight with an offset is a day in that zone; a printed time may be of another."""
    html = LD.format("2026-03-17T00:00:00+09:00") + "<body><p>17.03.2026, 14:05</p></body>"
    found = find_published(document(html), fetched_at=FETCHED)
    assert found is not None
    assert (found.source, found.stated(), found.offset_minutes) == ("json-ld", "2026-03-17", 540)


@pytest.mark.parametrize(
    ("tags", "stated"),
    [
        ('<time datetime="2026-03-02">a</time><time pubdate datetime="2026-03-03">b</time>', "2026-03-03"),
        (
            '<time class="entry-date" datetime="2026-03-03">a</time><time datetime="2026-03-02">b</time>',
            "2026-03-03",
        ),
        (
            '<a href="/x"><time datetime="2026-03-02">a</time></a><time datetime="2026-03-03">b</time>',
            "2026-03-03",
        ),
        ("<time>3 March 2026</time>", "2026-03-03"),
        ('<time datetime="soon">x</time><time datetime="2026-03-03">b</time>', "2026-03-03"),
    ],
)
def test_of_several_time_tags_the_article_s_own_counts(tags: str, stated: str) -> None:
    found = find_published(document(f"<body>{tags}</body>"), fetched_at=FETCHED)
    assert found is not None
    assert (found.source, found.stated()) == ("time-tag", stated)


@pytest.mark.parametrize(
    ("url", "stated"),
    [
        ("https://e.example/2026/3/7/x", "2026-03-07"),
        ("https://e.example/2026/mar/07/x", "2026-03-07"),
        ("https://e.example/2026-03-07", "2026-03-07"),
        ("https://e.example/a_20260307.html", "2026-03-07"),
        ("https://e.example/2026/0307/c1.html", "2026-03-07"),
        ("https://e.example/202603/t20260307_4.html", "2026-03-07"),
        ("https://e.example/2026/1307/c1.html", None),
        ("https://e.example/2026/13/07/x", None),
        ("https://e.example/x?d=/2026/03/07/", None),
        ("https://e.example/item-120260307", None),
        ("https://e.example/2026/02/31/x", None),
        ("http://[broken/2026/03/07/", None),
    ],
)
def test_days_in_addresses(url: str, stated: str | None) -> None:
    found = find_published(document("<p>words</p>", url), fetched_at=FETCHED)
    assert (found.stated() if found else None) == stated


def test_a_listing_without_an_offset_stays_without() -> None:
    naive = datetime(2026, 3, 6, 9)  # noqa: DTZ001
    found = find_published(document("<p>x</p>"), fetched_at=FETCHED, listed_at=naive, listed_kind="feed")
    assert found is not None
    assert (found.offset_minutes, found.stated(), found.precision) == (None, "2026-03-06T09:00:00", "second")


def test_without_a_fetch_time_the_far_future_is_the_limit() -> None:
    for year, expected in ((2062, "json-ld"), (2101, None)):
        found = find_published(document(LD.format(f"{year}-01-01T10:00:00Z")), fetched_at=None)
        assert (found.source if found else None) == expected


@pytest.mark.parametrize("value", ["2026-04-30T10:00:00Z", "1970-01-01T00:00:00Z", "later"])
def test_an_impossible_change_is_none(value: str) -> None:
    html = f'<meta property="og:updated_time" content="{value}">'
    assert find_modified(document(html), fetched_at=FETCHED) is None
    good = html + '<meta itemprop="dateModified" content="2026-03-05T10:00:00Z">'
    expected = datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert find_modified(document(f"<body>{good}</body>"), fetched_at=FETCHED) == expected


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None, max_examples=60)
def test_any_stated_date_is_plausible_or_none(stated: str, printed: str) -> None:
    html = f"<body><time>{escape(stated)}</time><p>{escape(printed)}</p></body>"
    found = find_published(document(html), fetched_at=FETCHED)
    assert found is None or found.at.year >= 1990


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2062-03-11T09:00:00Z", "future"),
        ("1970-01-01T00:00:00Z", "too_early"),
        ("2026-02-31", "impossible"),
        ("31 février 2026", "impossible"),
        ("soon", "unreadable"),
        ("3/5/2026", "unreadable"),
    ],
)
def test_a_refused_date_is_kept_with_its_reason(value: str, reason: str) -> None:
    found = find_all(document(LD.format(value) + OG.format(DAYS[1])), fetched_at=FETCHED)
    assert found.refused == (RefusedDate("published", "json-ld", value, reason),)
    assert found.published is not None
    assert found.published.source == "open-graph"


def test_refused_dates_of_address_listing_and_change_are_kept_too() -> None:
    head = '<meta property="article:modified_time" content="2031-01-01T00:00:00Z">'
    found = find_all(
        document(head, "https://e.example/2026/02/31/x"),
        fetched_at=FETCHED,
        listed_at=datetime(2027, 1, 1, 9, 30, tzinfo=UTC),
        listed_kind="feed",
    )
    assert (found.published, found.modified_at) == (None, None)
    assert found.refused == (
        RefusedDate("published", "url", "2026-02-31", "impossible"),
        RefusedDate("published", "feed", "2027-01-01T09:30:00+00:00", "future"),
        RefusedDate("modified", "meta", "2031-01-01T00:00:00Z", "future"),
    )


def test_refused_dates_are_short_and_few() -> None:
    tags = "".join(META.format(f"{n} " + "x" * 90) for n in range(20))
    found = find_all(document(tags), fetched_at=FETCHED)
    assert len(found.refused) == 8
    assert {len(refused.value) for refused in found.refused} == {80}


@pytest.mark.parametrize(
    ("other", "by"),
    [
        ("2026-03-01T10:00:30+01:00", None),
        ("2026-03-01T09:00:00Z", None),
        ("2026-03-01", None),
        ("2026-03-01 10:00", None),
        ("2026-03-01 09:00", "zone"),
        ("2026-03-01T10:00:00Z", "zone"),
        ("2026-02-28T22:00:00+01:00", "zone"),
        ("2026-03-01T10:07:00+01:00", "minute"),
        ("2026-03-02", "day"),
        ("2026-03-04T10:00:00+01:00", "day"),
    ],
)
def test_sources_that_say_otherwise_are_kept_beside_the_date(other: str, by: str | None) -> None:
    found = find_published(document(LD.format(DAYS[0]) + META.format(other)), fetched_at=FETCHED)
    assert found is not None
    assert found.stated() == DAYS[0]
    assert [d.by for d in found.disagrees] == ([by] if by else [])


def test_a_source_that_agrees_once_does_not_disagree() -> None:
    page = document(LD.format(DAYS[0]) + META.format(DAYS[3]) + META.format(DAYS[0]))
    found = find_published(page, fetched_at=FETCHED)
    assert found is not None
    assert found.disagrees == ()


def test_a_disagreeing_address_and_listing() -> None:
    found = find_published(
        document(LD.format(DAYS[0]), "https://e.example/2026/02/11/x"),
        fetched_at=FETCHED,
        listed_at=datetime(2026, 3, 1, 11, 20, tzinfo=UTC),
        listed_kind="sitemap",
    )
    assert found is not None
    assert found.disagrees == (
        Disagreement("url", "2026-02-11", "day"),
        Disagreement("sitemap", "2026-03-01T11:20:00+00:00", "minute"),
    )


def test_seconds_since_1970_in_structured_data() -> None:
    page = document(LD.format("x").replace('"x"}', "1773306000}"))
    found = find_published(page, fetched_at=FETCHED)
    assert found is not None
    assert found.stated() == "2026-03-12T09:00:00+00:00"


@pytest.mark.parametrize(
    "printed",
    [
        "17. März 2026 um 14:05",
        "17 de marzo de 2026 14:05 h",
        "March 17, 2026 2:05 pm",
        "17 марта 2026, 14:05",
    ],
)
def test_a_time_printed_behind_a_day_with_a_named_month(printed: str) -> None:
    page = document(f"<body><p>Stand {printed}</p></body>", "https://e.example/2026/03/17/x")
    found = find_published(page, fetched_at=FETCHED)
    assert found is not None
    assert (found.stated(), found.precision, found.source) == ("2026-03-17T14:05:00", "minute", "text")
