"""Articles for the tests of the wiring, as pages, as WARC files of other tools and as rows.

Belongs here: material. Does not belong here: any assertion. The texts are this module's own.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


@dataclass(frozen=True, slots=True)
class Article:
    """An article and where it stands."""

    url: str
    title: str
    paragraphs: tuple[str, ...]
    published: str | None = "2026-11-20T08:30:00+01:00"
    language: str = "en"

    @property
    def body(self) -> str:
        """Its text."""
        return "\n\n".join(self.paragraphs)

    @property
    def html(self) -> str:
        """Its page, with what surrounds an article."""
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        date = (
            f'<meta property="article:published_time" content="{self.published}">' if self.published else ""
        )
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8"><title>{self.title}</title>'
            f'<meta property="og:type" content="article">{date}</head><body><nav><a href="/">Home</a></nav>'
            f"<main><article><h1>{self.title}</h1>{text}</article></main><footer>Imprint</footer></body></html>"
        )

    @property
    def row(self) -> dict[str, object]:
        """As a row of JSON lines."""
        return {"url": self.url, "title": self.title, "body": self.body, "published_at": self.published}


QUEUE = Article(
    "https://www.riverbend-herald.example/energy/queue",
    "Server halls stand finished and dark while the utility counts substations",
    (
        (
            "Electricity, not chips, is now the bottleneck for artificial intelligence, the head of the regional grid "
            "operator said on Tuesday in front of an empty hall."
        ),
        (
            "Developers of data centers have to wait up to seven years for a grid connection in the valley, according "
            "to a list that the operator published for the first time."
        ),
        (
            "The operator wants to reinforce two lines along the river before the end of the decade, and asks the "
            "council to decide on the route in spring."
        ),
    ),
)
BAKERY = Article(
    "https://www.riverbend-herald.example/town/bakery",
    "The oldest bakery of the harbour quarter finds a successor",
    (
        (
            "After forty-one years at the oven Ida Brandt hands over her keys to a former apprentice, who had moved "
            "inland and came back for the smell of rye in the morning."
        ),
        (
            "The recipes stay, she says, and so does the bench in front of the window, on which half of the quarter "
            "has waited for its first rolls of the day."
        ),
        "The new owner wants to open on Sundays as well and plans a small course for children in winter.",
    ),
)
STROM = Article(
    "https://nordwind-kurier.example/wirtschaft/strom",
    "Ohne Umspannwerk kein Rechenzentrum: Am Fjord wartet die Halle auf Strom",
    (
        (
            "Nicht die Chips, sondern der Strom ist der Engpass der künstlichen Intelligenz, sagt die Leiterin des "
            "örtlichen Netzbetreibers und zeigt auf eine leere Halle."
        ),
        (
            "Das Rechenzentrum wartet seit drei Jahren auf den Netzanschluss, und vor dem Ende des Jahrzehnts wird "
            "sich daran nach ihren Worten kaum etwas ändern."
        ),
        "Die Gemeinde verhandelt nun über eine zweite Leitung, deren Trasse quer durch das Moor führen würde.",
    ),
    language="de",
)
THIN = Article("https://www.riverbend-herald.example/login", "Sign in", (), None)
"""A page without a text."""


def changed(article: Article) -> Article:
    """The article with another last paragraph."""
    ending = "An earlier version of this report gave another date for the vote, which takes place in April."
    return replace(article, paragraphs=(*article.paragraphs[:-1], ending))


def warc(captures: Iterable[tuple[Article, str]], *, compressed: bool = True) -> bytes:
    """A WARC file of (article, time of the fetch) as another tool writes it."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=compressed, warc_version="WARC/1.0")
    for article, at in captures:
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
        )
        record = writer.create_warc_record(
            article.url,
            "response",
            payload=BytesIO(article.html.encode()),
            http_headers=headers,
            warc_headers_dict={
                "WARC-Date": at,
                # Of the content, so that the same captures give the same file.
                "WARC-Record-ID": f"<{uuid5(NAMESPACE_URL, article.url + at + article.html).urn}>",
            },
        )
        writer.write_record(record)
    return out.getvalue()


def squeezed(content: bytes) -> bytes:
    """Gzip without a time in it."""
    return gzip.compress(content, mtime=0)
