"""A real HTTP server on loopback whose answers a test chooses, and crawls of it in real child processes."""

import json
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawler.landing.ledger import read_ledger
from crawler.landing.reader import read_landed
from crawler.landing.records import Fetch, Landed
from crawler.landing.units import landed_units


@dataclass
class Reply:
    """What the server answers with; `hang_s` waits before the headers, `raw` is sent as it is, and then no more."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hang_s: float = 0.0
    raw: bytes | None = None


@dataclass
class Seen:
    """A request as the server got it."""

    path: str
    headers: dict[str, str]
    at: float


class Site:
    """Answers by path; a list is used up one by one, its last one stays. Paths without an answer are 404."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply] | Callable[[Seen], Reply]] = {}
        self.seen: list[Seen] = []
        self.counts: defaultdict[str, int] = defaultdict(int)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True

    @property
    def address(self) -> str:
        """`host:port`."""
        return f"127.0.0.1:{self.server.server_port}"

    def url(self, path: str) -> str:
        """Address of a path."""
        return f"http://{self.address}{path}"

    def set(self, path: str, *replies: Reply | str) -> None:
        """Answer a path with these, in turn."""
        self.counts[path] = 0
        self.replies[path] = [Reply(reply) if isinstance(reply, str) else reply for reply in replies]

    def requests(self, path: str) -> list[Seen]:
        """Requests of one path."""
        return [seen for seen in self.seen if seen.path == path]

    def _reply(self, seen: Seen) -> Reply:
        chosen = self.replies.get(seen.path)
        if chosen is None:
            return Reply("not here", 404)
        if callable(chosen):
            return chosen(seen)
        number = self.counts[seen.path]
        self.counts[seen.path] += 1
        return chosen[min(number, len(chosen) - 1)]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65_536  # header and body in one packet; two make the client's delayed ACK cost 40 ms

            def do_GET(self) -> None:
                seen = Seen(self.path, dict(self.headers.items()), time.monotonic())
                site.seen.append(seen)
                reply = site._reply(seen)
                if reply.hang_s:
                    time.sleep(reply.hang_s)
                if reply.raw is not None:
                    self.wfile.write(reply.raw)
                    self.close_connection = True
                    return
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
                self.send_response(reply.status)
                for name, value in (headers | reply.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                if reply.status != 304:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        return Handler


@contextmanager
def running_site() -> Iterator[Site]:
    """A site that serves until the block ends."""
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()


def rss(*items: tuple[str, str, str | None], base: str = "") -> Reply:
    """An RSS feed of (link, title, pubDate)."""
    entries = "".join(
        f"<item><title>{title}</title><link>{base}{link}</link>"
        + (f"<pubDate>{date_}</pubDate>" if date_ else "")
        + "</item>"
        for link, title, date_ in items
    )
    body = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{entries}</channel></rss>"
    return Reply(body, headers={"Content-Type": "application/rss+xml"})


def article(title: str) -> Reply:
    """A small article page."""
    return Reply(f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{title}, told at length.</p>")


class Crawls:
    """Crawls of one home: registry, landing zone and state below a folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.count = 0
        (home / "outlets").mkdir(parents=True)

    def outlet(self, outlet_id: str, *sources: tuple[str, str], **more: object) -> None:
        """Add an outlet with (kind, url) sources."""
        entry = {
            "name": outlet_id.title(),
            "domain": more.pop("domain", "127.0.0.1"),
            "country": "de",
            "languages": ["de"],
            "time_zone": "Europe/Berlin",
            "feeds": [{"kind": kind, "url": url, "every_minutes": 1} for kind, url in sources],
            **more,
        }
        # JSON is YAML
        (self.home / "outlets" / f"{outlet_id}.yaml").write_text(json.dumps({outlet_id: entry}))

    def job(self, **changes: object) -> dict[str, Any]:
        """Values of a job with an id of its own."""
        self.count += 1
        return {
            "crawl_id": f"crawl-{self.count}",
            "day": "2026-11-23",
            "landing": str(self.home / "landing"),
            "state": str(self.home / "crawl" / "state.sqlite"),
            "registry": [str(self.home / "outlets")],
            "delay_s": 0.0,
            **changes,
        }

    def start(self, job: dict[str, Any], script: str | None = None) -> subprocess.Popen[str]:
        """Start a crawl; `script` runs before `main()` and may break the spider."""
        path = self.home / f"{job['crawl_id']}.json"
        path.write_text(json.dumps(job))
        code = f"{script or ''}\nimport sys\nfrom crawler.crawl import main\nsys.exit(main())"
        return subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, script: str | None = None, **changes: object) -> "Result":
        """Run a crawl to its end."""
        process = self.start(self.job(**changes), script)
        out, err = process.communicate()
        return Result(process.returncode, out, err)

    def ledger(self, crawl: int | None = None) -> list[Fetch]:
        """Ledger rows of a crawl, by default the last."""
        source = f"crawl-{crawl or self.count}"
        (unit,) = [unit for unit in landed_units(self.home / "landing") if unit.source == source]
        assert unit.ledger is not None
        return list(read_ledger(unit.ledger))

    def landed(self, crawl: int | None = None) -> list[Landed]:
        """Records of a crawl, by default the last."""
        source = f"crawl-{crawl or self.count}"
        (unit,) = [unit for unit in landed_units(self.home / "landing") if unit.source == source]
        records = list(read_landed(unit.path))
        assert all(isinstance(record, Landed) for record in records)
        return [record for record in records if isinstance(record, Landed)]


@dataclass
class Result:
    """How a crawl ended."""

    code: int
    out: str
    err: str

    @property
    def summary(self) -> dict[str, Any]:
        """The line of JSON."""
        parsed: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return parsed

    @property
    def counts(self) -> dict[str, Any]:
        """The counts in it."""
        counts: dict[str, Any] = self.summary["counts"]
        return counts


DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
