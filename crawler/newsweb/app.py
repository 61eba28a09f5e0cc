"""The invented web as an ASGI application: a plain HTTP proxy for its hosts, and a console for a person.

What an address answers is `answers.py`; sockets and processes are `server.py`. A request is for an outlet
when it names one, in the request line (RFC 9112, section 3.2.2) or in its Host header; else the console
answers.
"""

from collections import Counter
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from crawler.newsweb.answers import Answer, Newsweb
from crawler.newsweb.clock import Clock, ClockError, read_moment
from crawler.newsweb.pages import templates
from crawler.newsweb.sites import DAYS, START

NOW_HEADER: Final = b"x-newsweb-now"
"""A request may say for which moment it asks; without it the server's clock counts."""
_OWN_NAMES: Final = frozenset({"", "127.0.0.1", "localhost", "[::1]"})
_PLAIN: Final = (("content-type", "text/plain; charset=utf-8"),)


class NewswebApp:
    """ASGI application over one invented web."""

    def __init__(self, web: Newsweb, clock: Clock) -> None:
        self.web = web
        self.clock = clock
        self.asked: Counter[str] = Counter()
        self._console = Starlette(
            routes=[
                Route("/", self._index),
                Route("/clock", self._set_clock, methods=["POST"]),
                Route("/requests.json", self._requests),
                Route("/~/{host}{path:path}", self._browse),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for an outlet, or hand the request to the console."""
        if scope["type"] != "http":
            await self._console(scope, receive, send)
            return
        host, path = _target(scope)
        if host in _OWN_NAMES:
            await self._console(scope, receive, send)
            return
        headers = dict(scope["headers"])
        try:
            now = (
                read_moment(headers[NOW_HEADER].decode("latin-1"))
                if NOW_HEADER in headers
                else self.clock.now()
            )
        except ClockError as error:
            await _send(send, Answer(400, _PLAIN, f"{error}\n".encode()), self.clock.now(), scope["method"])
            return
        if scope["method"] not in ("GET", "HEAD"):
            answer = Answer(405, (*_PLAIN, ("allow", "GET, HEAD")), b"The news web is read-only.\n")
        else:
            answer = self.web.answer(
                host,
                path,
                now,
                if_none_match=_header(headers, b"if-none-match"),
                if_modified_since=_header(headers, b"if-modified-since"),
            )
        self.asked[f"http://{host}{path}"] += 1
        await _send(send, answer, now, scope["method"])

    async def _index(self, request: Request) -> Response:
        now = self.clock.now()
        out = Counter(p.outlet_id for p in self.web.publications if p.published_at <= now)
        html = (
            templates()
            .get_template("console.html")
            .render(
                sites=self.web.sites.values(),
                out=out,
                total=len(self.web.publications),
                seed=self.web.seed,
                start=START,
                days=DAYS,
                now=now,
                proxy=request.url.netloc,
            )
        )
        return Response(html, media_type="text/html")

    async def _set_clock(self, request: Request) -> Response:
        given = parse_qs((await request.body()).decode("utf-8", "replace")).get("now", [""])[0]
        try:
            self.clock.set(read_moment(given))
        except ClockError as error:
            return PlainTextResponse(f"{error}\n", status_code=400)
        return RedirectResponse("/", status_code=303)

    async def _requests(self, _: Request) -> Response:
        return JSONResponse(dict(self.asked))

    async def _browse(self, request: Request) -> Response:
        """An outlet's page for a browser without a proxy; links are bent to stay below `/~/`."""
        host = request.path_params["host"]
        answer = self.web.answer(host, request.path_params["path"] or "/", self.clock.now())
        headers = dict(answer.headers)
        if "location" in headers:
            headers["location"] = headers["location"].replace("http://", "/~/", 1)
        body = answer.body
        if headers["content-type"].startswith("text/html"):
            # Capitals: the template of an old site writes its tags in them.
            for quote in (b'href="', b'HREF="'):
                body = body.replace(quote + b"/", quote + f"/~/{host}/".encode())
                body = body.replace(quote + b"http://", quote + b"/~/")
        return Response(body, answer.status, headers)


def _target(scope: Scope) -> tuple[str, str]:
    """Host in lower case without its port, and path; the absolute form in the request line comes first."""
    path: str = scope["path"]
    # With h11, uvicorn gives the absolute form as the path;
    # httptools keeps its path only, and Host says the rest.
    if path.startswith("http://"):
        parts = urlsplit(path)
        return (parts.hostname or "").lower(), parts.path or "/"
    name = next((value for key, value in scope["headers"] if key == b"host"), b"").decode("latin-1").lower()
    return (name.rpartition(":")[0] if name.rpartition(":")[2].isdecimal() else name), path


def _header(headers: dict[bytes, bytes], name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


async def _send(send: Send, answer: Answer, now: datetime, method: str) -> None:
    # The length would be that of the page that is not sent (RFC 9110, section 8.6).
    length = [] if answer.status == 304 else [(b"content-length", b"%d" % len(answer.body))]
    headers = [*_raw(answer.headers), *length, (b"date", _date(now))]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})


@lru_cache(maxsize=4096)
def _raw(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode("latin-1")) for name, value in headers)


@lru_cache(maxsize=256)
def _date(now: datetime) -> bytes:
    return format_datetime(now.astimezone(UTC), usegmt=True).encode()
