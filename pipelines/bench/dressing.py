"""Dresses the plain pages of the synthetic news web as heavily as real ones, so that timing them says something.

Belongs here: markup that surrounds an article. Does not belong here: timing, nor any text that is an article's.
"""

import json
import re
from dataclasses import replace

from pipelines.reading.page import Page

# The medians of 130 pages of 33 outlets (November 2026): 248 kB, of these 45 in 30 scripts, 8 of style, 13 in 17
# drawings, 97 of other markup; 1,020 elements, of these 36 meta, 182 links, 114 list items, 213 div, 19 images. What
# readers do with a page depends on such numbers more than on the article.
SCRIPTS = 30
STYLE_RULES = 160
DRAWINGS = 17
METAS = 30
ENTRIES = 90
CARDS = 60

# Whether written or not, a head ends here.
_BODY = re.compile(rb"((?:</head>\s*)?<body[^>]*>)", re.IGNORECASE)


def dressed(page: Page) -> Page:
    """The same article in a head, a menu, cards and a foot of the size that news pages have."""
    head, start, rest = _BODY.split(page.html, maxsplit=1)
    return replace(page, html=head + _HEAD + start + _MENU + rest + _CARDS + _SCRIPTS)


def _repeated(template: str, times: int) -> bytes:
    return "\n".join(template.format(n=number) for number in range(times)).encode("ascii")


_STATE = json.dumps({f"key{n}": {"id": n, "url": f"/section/{n}", "flags": [True, False]} for n in range(22)})
_DRAWING = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><g fill="none">'
    + "".join(
        f'<path d="M{n} 12c0 6.6 5.4 12 12 12s{n}-5.4 12-12S18.6 0 12 0 0 5.4 0 12z"/>' for n in range(11)
    )
    + "</g></svg>"
)
_HEAD = b"".join(
    (
        _repeated('<meta name="setting:{n}" content="value {n} of a long list of settings">', METAS),
        b"<style>",
        _repeated(".layout-{n} .item{{display:flex;margin:0 {n}px;color:#333}}", STYLE_RULES),
        b"</style>",
    )
)
_MENU = b"<header><nav><ul>%s</ul></nav>%s</header>" % (
    _repeated('<li class="menu__entry"><a href="/section/{n}">Section {n}</a></li>', ENTRIES),
    _DRAWING.encode("ascii") * DRAWINGS,
)
_CARDS = b'<aside class="related-stories">%s</aside>' % _repeated(
    '<div class="card card--small" data-position="{n}" data-tracking="list;{n};teaser"><a href="/story/{n}">'
    '<div class="card__media"><img src="/image/{n}-640.jpg" srcset="'
    + ", ".join(
        f"/image/{{n}}-{width}.jpg?format=webp&amp;quality=75 {width}w" for width in range(160, 1_440, 160)
    )
    + '" loading="lazy" alt=""></div><div class="card__text"><span class="card__kicker">Region</span>'
    "<h3>Council number {n} votes on its bus lanes</h3></div></a></div>",
    CARDS,
)
_SCRIPTS = _repeated(
    "<script>window.state{n} = " + _STATE.replace("{", "{{").replace("}", "}}") + ";</script>", SCRIPTS
)
