"""The server over real sockets: proxy, console, clock, start and end."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest
import uvicorn

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.app import NewswebApp
from crawler.newsweb.clock import Clock
from crawler.newsweb.server import NewswebError, RunningNewsweb, bound_socket, running_newsweb
from crawler.newsweb.sites import END, START

WEB = Newsweb(1)
LATE = {"X-Newsweb-Now": END.isoformat()}


def ask(
    proxy: str, target: str, headers: dict[str, str], method: str = "GET", body: str | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request with exactly this target in the request line."""
    connection = http.client.HTTPConnection(proxy, timeout=30)
    connection.request(method, target, body, headers)
    response = connection.getresponse()
    answered = (
        response.status,
        {name.lower(): value for name, value in response.getheaders()},
        response.read(),
    )
    connection.close()
    return answered


def test_a_client_uses_it_as_its_proxy(running: RunningNewsweb) -> None:
    opener = build_opener(ProxyHandler({"http": f"http://{running.proxy}"}))
    opener.addheaders = list(LATE.items())
    for publication in WEB.publications[:40:4]:
        if publication.way == "plain":
            with opener.open(publication.url) as response:
                assert (
                    response.read()
                    == WEB.answer(urlsplit(publication.url).netloc, urlsplit(publication.url).path, END).body
                )


def test_absolute_form_and_host_header_mean_the_same(running: RunningNewsweb) -> None:
    host = {"Host": "nordpost.test"}
    absolute = ask(running.proxy, "http://nordpost.test/feed.xml", {**host, **LATE})
    by_host = ask(running.proxy, "/feed.xml", {**host, **LATE})
    with_port = ask(running.proxy, "/feed.xml?x=1", {"Host": "NordPost.test:80", **LATE})
    assert absolute == by_host == with_port
    assert absolute[0] == 200


@pytest.mark.parametrize("parser", ["h11", "httptools"])
def test_both_parsers_of_uvicorn_serve_the_absolute_form(parser: str) -> None:
    pytest.importorskip(parser)
    listening = bound_socket(0)
    host, port = listening.getsockname()
    app = NewswebApp(WEB, Clock(END))
    server = uvicorn.Server(uvicorn.Config(app, http=parser, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        status, _, body = ask(f"{host}:{port}", "http://meseta.test/ultimas/", {"Host": "meseta.test"})
        assert (status, body) == (200, WEB.answer("meseta.test", "/ultimas/", END).body)
    finally:
        server.should_exit = True
        thread.join()


def test_each_request_may_bring_its_own_now(running: RunningNewsweb) -> None:
    publication = next(p for p in WEB.publications if p.way == "plain")
    host = {"Host": urlsplit(publication.url).netloc}
    before = (publication.published_at - timedelta(minutes=1)).isoformat()
    assert ask(running.proxy, publication.url, {**host, "X-Newsweb-Now": before})[0] == 404
    status, headers, _ = ask(running.proxy, publication.url, {**host, **LATE})
    assert status == 200
    assert headers["date"] == "Thu, 12 Mar 2026 00:00:00 GMT"


def test_a_now_that_can_not_be_read_is_refused(running: RunningNewsweb) -> None:
    status, _, body = ask(running.proxy, "/", {"Host": "nordpost.test", "X-Newsweb-Now": "soon"})
    assert status == 400
    assert b"write it like" in body


def test_without_a_now_the_clock_of_the_server_counts(running: RunningNewsweb) -> None:
    publication = next(p for p in WEB.publications if p.way == "plain")
    host = {"Host": urlsplit(publication.url).netloc}
    running.set_now(START)
    assert ask(running.proxy, publication.url, host)[0] == 404
    running.set_now(END)
    assert ask(running.proxy, publication.url, host)[0] == 200
    running.set_now(START)


def test_not_modified_and_head_have_no_body(running: RunningNewsweb) -> None:
    host = {"Host": "nordpost.test", **LATE}
    status, headers, body = ask(running.proxy, "/feed.xml", host)
    assert (status, int(headers["content-length"])) == (200, len(body))
    assert ask(running.proxy, "/feed.xml", {**host, "If-None-Match": headers["etag"]})[::2] == (304, b"")
    assert ask(running.proxy, "/feed.xml", {**host, "If-Modified-Since": headers["last-modified"]})[0] == 304
    status, empty_headers, body = ask(running.proxy, "/feed.xml", host, "HEAD")
    assert (status, body, empty_headers["content-length"]) == (200, b"", headers["content-length"])


def test_nothing_can_be_posted_to_an_outlet(running: RunningNewsweb) -> None:
    status, headers, _ = ask(running.proxy, "/feed.xml", {"Host": "nordpost.test"}, "POST", "x")
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_an_outage_reaches_the_wire(running: RunningNewsweb) -> None:
    now = {"X-Newsweb-Now": (START + timedelta(hours=106, minutes=30)).isoformat()}
    status, headers, _ = ask(running.proxy, "/robots.txt", {"Host": "minato.test", **now})
    assert (status, headers["retry-after"]) == (503, "1800")


def test_the_index_page_lists_the_outlets(running: RunningNewsweb) -> None:
    status, _, body = ask(running.proxy, "/", {})
    assert status == 200
    for site in WEB.sites.values():
        assert f'href="/~/{site.domain}/"'.encode() in body
        assert site.name in body.decode().replace("&#39;", "'")


def test_pages_can_be_browsed_without_a_proxy(running: RunningNewsweb) -> None:
    running.set_now(END)
    status, _, front = ask(running.proxy, "/~/meseta.test/", {})
    assert status == 200
    assert b'href="/~/meseta.test/2026/03/' in front
    publication = next(p for p in WEB.publications if p.outlet_id == "meseta" and p.way == "plain")
    status, headers, page = ask(running.proxy, publication.url.replace("http://", "/~/"), {})
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b'href="/~/meseta.test/extra/es/' in page
    assert b'href="http://' not in page
    moved = next(p for p in WEB.publications if p.way == "moved")
    status, headers, _ = ask(running.proxy, moved.listed_url.replace("http://", "/~/"), {})
    assert (status, headers["location"]) == (301, moved.url.replace("http://", "/~/"))
    running.set_now(START)


def test_the_clock_form_refuses_nonsense(running: RunningNewsweb) -> None:
    status, _, body = ask(running.proxy, "/clock", {}, "POST", urlencode({"now": "x"}))
    assert status == 400
    assert b"write it like" in body


def test_requests_are_counted(running: RunningNewsweb) -> None:
    url = "http://jianghe.test/counted"
    before = running.requests().get(url, 0)
    ask(running.proxy, url, {"Host": "jianghe.test"})
    assert running.requests()[url] == before + 1


def test_the_child_ends_with_the_block() -> None:
    with running_newsweb(seed=3) as web:
        assert (web.start, web.days, web.seed) == (START, 10, 3)
        assert ask(web.proxy, "/", {})[0] == 200
    with pytest.raises(NewswebError, match=r"does not answer.*start it again"):
        web.requests()


def test_the_child_ends_with_a_killed_parent() -> None:
    code = (
        "import os, signal\n"
        "from crawler.newsweb.server import running_newsweb\n"
        "with running_newsweb(seed=1) as web:\n"
        "    print(web.proxy, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL
    # The child writes to the same stderr, so `run` returns only once it is gone.
    with pytest.raises(OSError, match="refused"):
        ask(ended.stdout.strip(), "/", {})


def test_a_taken_port_is_named() -> None:
    with bound_socket(0) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(NewswebError, match=f"Port {port} .* can't be used"):
            bound_socket(port)
        ended = run_module("--port", str(port))
        assert ended.returncode == 1
        assert f"Port {port}" in ended.stderr
        assert "Traceback" not in ended.stderr


def run_module(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.newsweb", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_bad_moment_or_port_is_named() -> None:
    for arguments in (("--now", "never"), ("--port", "70000")):
        ended = run_module(*arguments)
        assert ended.returncode == 1
        assert arguments[1] in ended.stderr
        assert "Traceback" not in ended.stderr


def test_the_module_serves_until_interrupted() -> None:
    command = [sys.executable, "-m", "crawler.newsweb", "--port", "0", "--now", "2026-03-05T12:00:00Z"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        proxy = line.partition("http://")[2].partition("/")[0]
        assert b"2026-03-05T12:00:00" in ask(proxy, "/", {})[2]
        os.kill(process.pid, signal.SIGINT)
        rest, errors = process.communicate()
    assert process.returncode == 0
    assert rest == "Ended.\n"
    assert errors == ""


def test_the_console_is_json_where_it_says_so(running: RunningNewsweb) -> None:
    status, headers, body = ask(running.proxy, "/requests.json", {})
    assert (status, headers["content-type"]) == (200, "application/json")
    assert isinstance(json.loads(body), dict)


def test_an_unknown_console_page_is_not_found(running: RunningNewsweb) -> None:
    with pytest.raises(HTTPError, match="404"):
        build_opener(ProxyHandler({})).open(f"http://{running.proxy}/nothing")
