"""Pages that are complete and yet no news: shop, recipe, job, forum, quiz, pastime, gallery, clip, list, form, figures.

Belongs here: telling them by declared type and shape first, by words second. Does not: pages that stand in for an
article or list articles (`gate`), kinds of article (`kinds`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipelines.reading.blocks import Outline
from pipelines.reading.kinds import Declared

_WORDS = yaml.safe_load((Path(__file__).parent / "strangers.yaml").read_text(encoding="utf-8"))
# A gallery, a clip or a quiz comes with a line or two of introduction. The shortest of 130 real articles has 127
# words, the video pages of 466 mixed ones have 28 and 123: the second has a text.
_INTRODUCTION = 50
_QUIZ_INTRODUCTION, _FORM_WORDS, _SHOP_WORDS = 80, 60, 300
# Polls in articles ask one question, comment and search forms none.
_QUIZ_QUESTIONS = 3
# Of 847 pages with a text none has more figures than .29 of its words, those with so little prose .05 at most.
_FIGURES, _FIGURE_WORDS, _FIGURES_PROSE = 0.45, 30, 40
_OBITUARIES = 3
_SOURCE_SEARCHED = 500_000
_CONTAINERS = frozenset({"div", "section", "article", "main", "body"})


def _any(name: str) -> str:
    return "|".join(_WORDS[name])


_SERVICE = re.compile(rf"(?:{_any('service_titles')})", re.IGNORECASE)
_LOGIN = re.compile(rf"(?:{_any('login_titles')})", re.IGNORECASE)
_CART: list[str] = _WORDS["cart"]
# The name of the list alone, or with a day or a place behind it.
_OBITUARY = re.compile(rf"(?:{_any('obituary_titles')})(?:\s*[,:|–—-]\s*.*|\s.*\d.*)?", re.IGNORECASE)
# A day, a sign or a number may follow; with other words behind it the title is of an article about it.
_PASTIME = re.compile(
    rf"(?:{_any('pastime_titles')})(?:\s*[,:|–—-]\s*\S+|(?:\s*[,:|–—-]|\s(?:{_any('pastime_days')}))?\s\W*(?:{_any('pastime_numbers')})\W*)?",
    re.IGNORECASE,
)
_QUESTION = ("?", "？", "؟", ";", "\u037e")
_GENERATOR = re.compile(_any("generators"), re.IGNORECASE)
_FORUM = re.compile(_any("forums"), re.IGNORECASE)
_THREAD = re.compile(_any("threads"), re.IGNORECASE)
_LIFE = re.compile(
    r"\b1[89]\d\d\s*[-–—/]\s*20\d\d\b|[†✝]|"
    r"\b(?:aged|age|im Alter von|à l'âge de|a los)\s\d{1,3}\b|享年|\b\d{2,3}, of [A-Z]",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[^\w\s]*\d[\d.,:/%+−-]*[^\w\s]*")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: `text` is lead and body with `words` words, `page_text` and `shape` are of the whole page.

    `articles` is the number of whole articles that make it up, none of them its own; 0 on most pages. `wall` is the
    sentence at which the text breaks off, `cards` the number of teasers that make up the text.
    """

    text: str
    page_text: str
    words: float
    shape: Outline
    articles: int = 0
    wall: str | None = None
    cards: int = 0


def find_stranger(declared: Declared, shown: Shown) -> tuple[str, str] | None:
    """Reason and evidence where a page is no news article; None where it may be one.

    Reasons: recipe, job_advert, forum_thread, documentation, product, quiz, obituary_list, login_page, service_page,
    pastime (horoscope, crossword), gallery, video, audio, data_page.
    """
    return (
        _declared_stranger(declared)
        or _product(declared, shown)
        or _quiz(declared, shown)
        or _obituary_list(declared, shown)
        or _form(declared, shown)
        or _service_page(declared)
        or _pastime(declared)
        or _clip(declared, shown)
        or _data_page(declared, shown)
    )


def _declared_stranger(declared: Declared) -> tuple[str, str] | None:
    """Pages whose structured data describes something else, and no article."""
    types = declared.types
    if declared.article or any(name.endswith("newsarticle") for name in types):
        return None
    for name, reason in (("recipe", "recipe"), ("jobposting", "job_advert"), ("qapage", "forum_thread")):
        if name in types:
            return reason, f"declares {name}"
    if "discussionforumposting" in types and "article" not in declared.open_graph and _has_answers(declared):
        return "forum_thread", "declares discussionforumposting with answers"
    generator = declared.document.head.first("generator") or ""
    if not declared.dated_article and (
        found := _THREAD.search(declared.document.url) or _FORUM.search(generator)
    ):
        return "forum_thread", f"made by or filed under {found.group()}"
    made_with = _GENERATOR.search(generator)
    if "apireference" in types or (made_with and not declared.dated_article and _in_manual(declared)):
        return "documentation", f"made with {made_with.group()}" if made_with else "declares apireference"
    return None


def _has_answers(declared: Declared) -> bool:
    """News sites that run on forum software declare threads too; without answers one may be an article."""
    told = {"comment", "commentCount", "interactionStatistic"}
    return any(told & node.keys() for node in declared.document.structured.nodes)


def _in_manual(declared: Declared) -> bool:
    host = re.match(r"https?://([^/]*)", declared.document.url.lower())
    manual = {"docs", "doc", "documentation", "manual", "reference", "api", "en", "latest", "stable"}
    return bool(declared.segments & manual) or bool(
        host and set(host[1].split(".")) & {"docs", "readthedocs"}
    )


def _product(declared: Declared, shown: Shown) -> tuple[str, str] | None:
    if declared.dated_article or "article" in declared.open_graph:
        return None
    if "product" in declared.open_graph:
        return "product", "og:type product"
    tree = declared.document.tree
    for element in tree.having("itemtype"):
        marked = (element.get("itemtype") or "").rstrip("/").lower().endswith("/product")
        # Shops mark each product of a row; the page's own holds the headline.
        if marked and element.tag in _CONTAINERS and any(inner.tag == "h1" for inner in tree.inside(element)):
            return "product", "its headline stands in a product"
    for node in declared.document.structured.nodes:
        if node.get("@type") == "Product" and node.get("offers") and "review" not in node:
            return "product", "declares Product with offers"
    if shown.words >= _SHOP_WORDS or declared.filed or not _has_price(declared):
        return None
    source = tree.source[:_SOURCE_SEARCHED].lower()
    cart = next((phrase for phrase in _CART if phrase in source), None)
    return ("product", f"says {cart!r}") if cart else None


def _has_price(declared: Declared) -> bool:
    return bool(re.search(r"[€$£¥]\s?\d|\d\s?(?:€|zł|EUR|USD|円|元)", declared.document.tree.text()[:20_000]))


def _quiz(declared: Declared, shown: Shown) -> tuple[str, str] | None:
    said = declared.says("quiz")
    if not said:
        return None
    radios = declared.document.tree.iter("input")
    questions = {radio.get("name") for radio in radios if radio.get("type") == "radio"}
    if len(questions) >= _QUIZ_QUESTIONS:
        return "quiz", f"{said}, {len(questions)} questions to tick"
    lines = [line for line in shown.text.split("\n") if line]
    asked = sum(line.endswith(_QUESTION) for line in lines)
    if asked >= _QUIZ_QUESTIONS and asked * 2 > len(lines):
        return "quiz", f"{said}, {asked} of {len(lines)} lines are questions"
    return ("quiz", f"{said}, {shown.words:.0f} words") if shown.words < _QUIZ_INTRODUCTION else None


def _obituary_list(declared: Declared, shown: Shown) -> tuple[str, str] | None:
    title = (declared.title or "").strip()
    if not _OBITUARY.fullmatch(title):
        return None
    lives = sum(bool(_LIFE.search(block.text)) for block in declared.document.tree.blocks)
    several = max(lives, shown.shape.linked_lines) >= _OBITUARIES
    return (
        ("obituary_list", f"titled {title[:80]!r}, {lives} entries with an age or years") if several else None
    )


def _form(declared: Declared, shown: Shown) -> tuple[str, str] | None:
    if shown.words >= _FORM_WORDS:
        return None
    titled = next((name for name in _names(declared) if _LOGIN.fullmatch(name)), None)
    asks = any(field.get("type") == "password" for field in declared.document.tree.iter("input"))
    return ("login_page", f"titled {titled!r}, asks for a password") if titled and asks else None


def _service_page(declared: Declared) -> tuple[str, str] | None:
    title = (declared.title or "").strip()
    if declared.dated_article or not _SERVICE.fullmatch(title):
        return None
    return "service_page", f"titled {title!r}"


def _pastime(declared: Declared) -> tuple[str, str] | None:
    title = (declared.title or "").strip()
    return ("pastime", f"titled {title[:80]!r}") if _PASTIME.fullmatch(title) else None


def _clip(declared: Declared, shown: Shown) -> tuple[str, str] | None:
    """A gallery, video or audio page without an article's text."""
    if shown.words >= _INTRODUCTION:
        return None
    kinds = ("gallery", "video", "audio")
    said = next(((kind, why) for kind in kinds if (why := declared.says(kind))), None)
    return (said[0], f"{said[1]}, {shown.words:.0f} words") if said else None


def _data_page(declared: Declared, shown: Shown) -> tuple[str, str] | None:
    """Quotes, forecasts, results: figures with hardly a sentence."""
    if declared.dated_article or shown.shape.prose >= _FIGURES_PROSE:
        return None
    whole = shown.text if shown.words >= _FIGURE_WORDS else shown.page_text
    parts = [part for part in whole.split() if any(map(str.isalnum, part))]
    figures = sum(bool(_FIGURE.match(part)) for part in parts)
    if len(parts) < _FIGURE_WORDS or figures < _FIGURES * len(parts):
        return None
    return "data_page", f"{figures} of {len(parts)} words are figures"


def _names(declared: Declared) -> Iterator[str]:
    yield (declared.title or "").strip()
    yield from (heading.strip() for heading in declared.document.headings[:2])
