"""What is cut from a page by hints, words and shape, and the guards that keep a wrong hint from cutting the article."""

import pytest

from pipelines.reading.cuts import Cuts
from pipelines.reading.hints import kind_of, marks_body, marks_lead
from pipelines.reading.markers import consent_words, leads_to_teaser, marks_comments, marks_teasers
from pipelines.reading.prune import prune
from pipelines.reading.tree import Element
from tests.pipelines.reading.layouts import paragraphs
from tests.pipelines.reading.stories import ENGLISH
from tests.pipelines.reading.trees import tree_of

TEXT = paragraphs(ENGLISH.paragraphs)
STRANGE = "Somebody else wrote these dozen words about a quite different matter entirely."


def element(tag: str, attributes: dict[str, str]) -> Element:
    """One element with these attributes."""
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return tree_of(f"<{tag} {written}>text</{tag}>").elements[1]


def left(body: str, title: str | None = None) -> str:
    """What pruning leaves of a page, as one line."""
    page = Cuts(tree_of(body), title)
    prune(page)
    return " ".join(block.text for block in page.live())


@pytest.mark.parametrize(
    "beside",
    [
        f"<nav><p>{STRANGE}</p></nav>",
        f"<footer><p>{STRANGE}</p></footer>",
        f"<aside><p>{STRANGE}</p></aside>",
        f"<form><p>{STRANGE}</p></form>",
        f"<dialog><p>{STRANGE}</p></dialog>",
        f"<figure><figcaption>{STRANGE}</figcaption></figure>",
        f"<div class='c-breadcrumb'><p>{STRANGE}</p></div>",
        f"<div id='ShareBar'><p>{STRANGE}</p></div>",
        f"<div class='adSlot'><p>{STRANGE}</p></div>",
        f"<div class='mostRead'><p>{STRANGE}</p></div>",
        f"<div class='authorBio'><p>{STRANGE}</p></div>",
        f"<div data-testid='lees-ook'><p>{STRANGE}</p></div>",
        f"<div role='navigation'><p>{STRANGE}</p></div>",
        f"<div id='disqus_thread'><p>{STRANGE}</p><p>{STRANGE}</p></div>",
        f"<div role='dialog'><p>{STRANGE}</p></div>",
        f"<div>We use cookies, ask your consent and share them with partners. {STRANGE}</div>",
    ],
)
def test_furniture_is_cut(beside: str) -> None:
    assert left(f"<div>{TEXT}</div>{beside}") == left(f"<div>{TEXT}</div>")


@pytest.mark.parametrize(
    "part",
    [
        f"<div class='has-sidebar'><p>{STRANGE}</p></div>",
        f"<div class='sidebar-layout'><p>{STRANGE}</p></div>",
        f"<div class='md:hidden'><p>{STRANGE}</p></div>",
        f"<div class='w-[ad]'><p>{STRANGE}</p></div>",
        f"<div class='article-body promo'><p>{STRANGE}</p></div>",
        f"<div class='shared-column'><p>{STRANGE}</p></div>",
        f"<div class='address'><p>{STRANGE}</p></div>",
        f"<p>The paper weighs cookies and consent against privacy. {STRANGE}</p>",
    ],
)
def test_what_only_sounds_like_furniture_stays(part: str) -> None:
    assert STRANGE in left(f"<div>{TEXT}{part}</div>")


@pytest.mark.parametrize(
    ("kind", "copies"), [("related", 4), ("share", 4), ("ad", 4), ("caption", 2), ("byline", 2)]
)
def test_a_hint_that_covers_much_of_the_text_is_wrong(kind: str, copies: int) -> None:
    hinted = f"<div class='{kind}'><p>{STRANGE}</p></div>"
    assert left(f"<div>{TEXT}{hinted}</div>").count(STRANGE) == 0
    assert left(f"<div>{TEXT}{hinted * copies}</div>").count(STRANGE) in {0, copies}
    assert left(f"<div>{TEXT}{hinted * 12}</div>").count(STRANGE) == 12


def test_many_kinds_of_hints_that_add_up_are_all_wrong_but_comments_go() -> None:
    kinds = ("promo", "sharing", "banner", "menu", "nav-x", "teaser")
    cells = "".join(
        f"<div class='{kind} k{n}'><p>{p}</p></div>"
        for n, (kind, p) in enumerate(zip(kinds, ENGLISH.paragraphs, strict=True))
    )
    comments = f"<div class='comments'><p>{STRANGE}</p></div>"
    rest = left(f"<article>{cells}{comments}</article>")
    assert [p for p in ENGLISH.paragraphs if p not in rest] == []
    assert STRANGE not in rest


def test_a_pull_quote_goes_only_where_a_paragraph_has_its_words() -> None:
    words = ENGLISH.paragraphs[1].split()
    shortened = " ".join([*words[:3], *words[5:12]])
    quote = "<figure class='wp-block-pullquote'><blockquote><p>{}</p></blockquote></figure>"
    assert left(TEXT + quote.format(shortened)) == left(TEXT)
    assert STRANGE in left(TEXT + quote.format(STRANGE))


def test_the_headline_stays_in_whatever_it_stands() -> None:
    body = f"<div class='promo'><h2>A pier</h2></div><div>{TEXT}</div>"
    assert left(body, "A pier").startswith("A pier")
    assert not left(body, "Another headline").startswith("A pier")
    assert left(body.replace("h2", "h1"), "Another headline").startswith("A pier")


def test_a_tail_of_what_is_cut_stays() -> None:
    assert left(f"<div>{TEXT}<aside>x</aside> and goes on</div>").endswith("and goes on")


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_comment_heading_cuts_only_behind_the_text(place: str) -> None:
    comments = f"<h3>Comments (3)</h3><p>{STRANGE}</p>"
    if place == "behind":
        assert STRANGE not in left(f"<div>{TEXT}{comments}</div>")
    else:
        assert STRANGE in left(f"<div>{comments}{TEXT}</div>")


@pytest.mark.parametrize("marker", ["Comments", "Read next"])
def test_a_marker_that_goes_on_in_its_own_element_heads_nothing(marker: str) -> None:
    held = f"<div>{marker}<p>{STRANGE}</p></div>"
    assert STRANGE in left(f"<div>{TEXT}{held}</div>")


def test_a_row_of_three_link_menus_goes_and_a_linked_paragraph_stays() -> None:
    menu = "<p><a href='/a'>Coast</a> <a href='/b'>Harbour</a> <a href='/c'>Weather</a></p>"
    assert "Harbour" not in left(f"<div>{TEXT}{menu}</div>")
    two = "<p><a href='/a'>Coast</a> <a href='/b'>Harbour</a></p>"
    assert "Harbour" in left(f"<div>{TEXT}{two}</div>")


@pytest.mark.parametrize("count", [2, 3])
def test_cards_are_a_row_of_three(count: int) -> None:
    card = "<div class='c'><a href='/x'>Pony seen on the runway</a> and nobody knows why.</div>"
    assert left(f"<main><div>{TEXT}</div><div>{card * count}</div></main>").count("Pony") == (
        0 if count > 2 else 2
    )


def test_a_card_begins_with_its_link() -> None:
    line = "<div class='c'>Nobody knows why <a href='/x'>a pony was seen on the runway</a> again.</div>"
    assert left(f"<main><div>{TEXT}</div><div>{line * 3}</div></main>").count("pony") == 3


def test_the_text_goes_on_behind_an_inline_teaser() -> None:
    first, rest = ENGLISH.paragraphs[:1], ENGLISH.paragraphs[1:]
    body = f"<div>{paragraphs(first)}<p>Read more</p><p><a href='/x'>Pony on the runway</a></p>{paragraphs(rest)}</div>"
    assert left(body) == left(f"<div>{TEXT}</div>")


def test_titles_and_summaries_that_take_turns_behind_a_plain_marker_go() -> None:
    pairs = "".join(f"<p><a href='/{n}'>{t}</a></p><p>{s}</p>" for n, (t, s) in enumerate(ENGLISH.teasers))
    assert left(f"<div>{TEXT}<p>Read next</p>{pairs}</div>") == left(f"<div>{TEXT}</div>")


def test_a_heading_beside_the_marker_goes_on_with_the_article() -> None:
    tail = f"<h3>What happens now</h3><p>{STRANGE}</p>"
    body = f"<div>{TEXT}<h3>Read next</h3><p><a href='/x'>Pony on the runway</a></p>{tail}</div>"
    assert left(body) == left(f"<div>{TEXT}{tail}</div>")


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ({"class": "related"}, "related"),
        ({"class": "story__relatedLinks"}, "related"),
        ({"class": "readMore"}, "related"),
        ({"id": "cookie-banner"}, "consent"),
        ({"class": "social-share"}, "sharing"),
        ({"class": "adLabel ad-label"}, "advert"),
        ({"class": "image-caption"}, "caption"),
        ({"role": "complementary"}, "chrome"),
        ({"role": "alertdialog"}, "chrome"),
        ({"role": "dialog"}, "consent"),
        ({"data-component": "newsletter"}, "sharing"),
        ({"class": "headline"}, None),
        ({"class": "no-comments"}, None),
        ({"class": "story-body related"}, None),
        ({}, None),
    ],
)
def test_kinds_of_hints(attributes: dict[str, str], kind: str | None) -> None:
    assert kind_of(element("div", attributes)) == kind


@pytest.mark.parametrize(
    ("attributes", "body", "lead"),
    [
        ({"class": "article-body"}, True, False),
        ({"id": "storyBody"}, True, False),
        ({"class": "articleLead"}, False, True),
        ({"class": "leadership"}, False, False),
        ({"itemprop": "abstract"}, False, True),
        ({"data-testid": "sub-headline"}, False, True),
        ({}, False, False),
    ],
)
def test_marks_of_body_and_lead(attributes: dict[str, str], body: bool, lead: bool) -> None:
    marked = element("p", attributes)
    assert (marks_body(marked), marks_lead(marked)) == (body, lead)


@pytest.mark.parametrize(
    ("line", "teasers", "comments", "leads"),
    [
        ("Read next:", True, False, True),
        ("LESEN SIE AUCH", True, False, False),
        ("Read more: a pony on the runway", False, False, True),
        ("相关阅读：小马上了跑道", False, False, True),
        ("Read more about it in the annex", False, False, False),
        ("Comments (12)", False, True, False),
        ("12 Kommentare", False, True, False),
        ("読者のコメント", False, True, False),
        ("He made no comments about it yesterday", False, False, False),
        ("", False, False, False),
    ],
)
def test_marker_phrases(line: str, teasers: bool, comments: bool, leads: bool) -> None:
    assert (marks_teasers(line), marks_comments(line), leads_to_teaser(line)) == (teasers, comments, leads)


def test_words_of_consent_count_once_each() -> None:
    assert consent_words("Cookies, cookies and COOKIES need your consent.") == ["cookies"] * 3 + ["consent"]
    assert consent_words("Zustimmung zu Speicherung: 同意，同意") == [
        "zustimmung",
        "speicherung",
        "同意",
        "同意",
    ]
    assert consent_words("A pier.") == []
