"""Fetching is polite, bounded and stays outside."""

from __future__ import annotations

import gzip
import socket
import time
from pathlib import Path

import pytest

from podcast.errors import GatherError
from podcast.gather import fetch
from podcast.gather.addresses import is_public
from podcast.gather.fetch import Fetcher
from podcast.gather.gathering import gather
from tests.gather import web
from tests.gather.conftest import stored
from tests.gather.layouts import semantic
from tests.gather.test_feed_and_mail import rss

ARTICLES = stored("articles.txt")
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(n: int = 0) -> tuple[int, dict[str, str], bytes]:
    return 200, HTML, semantic(ARTICLES[n][0], ARTICLES[n][1:]).encode()


@pytest.fixture
def outside():
    with web.site() as told:
        yield told


def fetcher(**more) -> Fetcher:
    return Fetcher(**{"allowed": ["127.0.0.1"], "sleep": lambda s: None, "whole_s": 2.0, **more})


# ---------------------------------------------------------------- what must not be reached

OUR_NAMES = {  # what a hostile resolver says
    "inside.example": "127.0.0.1", "mapped.example": "::ffff:127.0.0.1", "meta.example": "169.254.169.254", "lan.example": "192.168.1.1",
    "cgnat.example": "100.64.0.1", "ula.example": "fd00::1", "nat64.example": "64:ff9b::7f00:1", "sixto4.example": "2002:7f00:1::",
    "teredo.example": "2001:0:4136:e378:8000:63bf:80ff:fffe", "linklocal.example": "fe80::1%eth0", "zero.example": "0.0.0.0", "sitelocal.example": "fec0::1",
    "compatible.example": "::7f00:1", "broadcast.example": "255.255.255.255", "multicast.example": "224.0.0.1",
}  # fmt: skip


def resolve(host, port, **_):
    if host in OUR_NAMES:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (OUR_NAMES[host], port))]
    if host == "mixed.example":
        return [(0, 0, 0, "", ("93.184.215.14", port)), (0, 0, 0, "", ("127.0.0.1", port))]
    return socket.getaddrinfo(host, port, **_)


TRICKS = [
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://localhost.:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/",
    "http://0x7f000001:{port}/", "http://0177.0.0.1:{port}/", "http://0x7f.0.0.1:{port}/", "http://0:{port}/", "http://0.0.0.0:{port}/",
    "http://[::1]:{port}/", "http://[::]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[::127.0.0.1]:{port}/",
    "http://[fe80::1%25lo]:{port}/", "http://[64:ff9b::127.0.0.1]:{port}/", "http://news.example@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@news.example/",
    "http://news.example:80@127.0.0.1:{port}/", "http://①②⑦.⓪.⓪.①:{port}/", "http://127。0。0。1:{port}/", "http://LOCALHOST:{port}/", "http://127.0.0.1:{port}#@news.example/",
    "file:///etc/passwd", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_GET", "http://127.0.0.1 :{port}/", "http:///127.0.0.1:{port}/", "//127.0.0.1:{port}/",
    "http://127.255.255.254:{port}/", "http://127.0.0.1.:{port}/", "http://mixed.example:{port}/",
    *(f"http://{name}:{{port}}/" for name in OUR_NAMES),
]  # fmt: skip


def test_nothing_inside_is_reached(outside) -> None:
    outside.pages["/"] = page()
    for trick in TRICKS:
        with pytest.raises(GatherError):
            Fetcher(sleep=lambda s: None, resolve=resolve).get(trick.format(port=outside.port))
        assert outside.asked == [], trick


def test_nor_by_a_redirect(outside) -> None:
    """From a site that may be asked to one that may not."""
    with web.site() as inside:
        inside.pages["/"] = page()
        for trick in TRICKS:
            outside.pages["/go"] = (302, {"Location": trick.format(port=inside.port)}, b"")
            own = Fetcher(allowed=[f"news.example:{outside.port}"], sleep=lambda s: None, resolve=_news(outside.port))
            with pytest.raises(GatherError):
                own.get(outside.url("/go", "news.example"))
            assert inside.asked == [], trick
        assert [path for path, _ in outside.asked].count("/go") == len(TRICKS)


def _news(port: int):
    def look_up(host, asked, **more):
        return (
            resolve("inside.example", asked)
            if (host, asked) == ("news.example", port)
            else resolve(host, asked, **more)
        )

    return look_up


def test_a_name_that_changes_is_connected_as_it_was_checked(outside, monkeypatch) -> None:
    answers = iter(["93.184.215.14"] + ["127.0.0.1"] * 50)
    tried = []

    def look_up(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address, timeout):
        tried.append(address[0])
        raise OSError("nobody there")

    monkeypatch.setattr(fetch.socket, "create_connection", connect)
    with pytest.raises(GatherError):
        Fetcher(sleep=lambda s: None, resolve=look_up).get(f"http://changing.example:{outside.port}/")
    assert "127.0.0.1" not in tried
    assert outside.asked == []


def test_which_addresses_are_public() -> None:
    assert all(
        is_public(each) for each in ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e")
    )
    assert not any(
        is_public(each)
        for each in (*OUR_NAMES.values(), "10.0.0.1", "172.16.5.5", "198.18.0.1", "240.0.0.1", "nonsense")
    )


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    "behaviour", ["dripping", "silent", "endless_headers", "cut_short", "bomb", "endless", "garbage", "vanishing"]
)
def test_each_bad_server_is_one_sentence(outside, behaviour: str) -> None:
    outside.pages["/"] = getattr(web, behaviour)
    start = time.monotonic()
    with pytest.raises(GatherError) as told:
        fetcher().get(outside.url("/"))
    assert time.monotonic() - start < 20
    message = str(told.value)
    assert outside.url("/") in message
    assert "\n" not in message
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((404, {}, b""), "404"), ((403, {}, b""), "403"), ((503, {}, b""), "503"), ((200, {"Content-Encoding": "br"}, b"x"), "packed"), ((200, {"Content-Encoding": "gzip"}, b"x"), "unpack"),
        ((302, {"Location": "/"}, b""), "circle"), ((302, {"Location": "ftp://x/"}, b""), "http"), ((200, {"Content-Length": str(10**9)}, b""), "MB"), ((429, {"Retry-After": "9999"}, b""), "429"),
    ],
)  # fmt: skip
def test_answers_that_are_no_page(outside, answer, says: str) -> None:
    outside.pages["/"] = answer
    with pytest.raises(GatherError, match=says):
        fetcher().get(outside.url("/"))


def test_a_long_way_of_redirects_ends(outside) -> None:
    for n in range(20):
        outside.pages[f"/{n}"] = (301, {"Location": f"/{n + 1}"}, b"")
    with pytest.raises(GatherError, match="more than 5"):
        fetcher().get(outside.url("/0"))


def test_none_stops_the_others(outside) -> None:
    outside.pages |= {
        "/good": page(0),
        "/slow": web.dripping,
        "/bomb": web.bomb,
        "/gone": web.vanishing,
        "/feed": (200, {}, rss(ARTICLES[2:5]).encode()),
        "/odd": (200, HTML, b"\x00" * 500),
    }
    urls = [outside.url(path) for path in ("/slow", "/good", "/bomb", "/gone", "/feed", "/missing", "/odd")]
    got = gather(urls, fetcher())
    assert [article.title for article in got.articles] == [ARTICLES[n][0] for n in (0, 2, 3, 4)]
    assert len(got.failures) == 5


# ---------------------------------------------------------------- manners


def test_one_request_at_a_time_to_a_host(outside) -> None:
    def slow(handler):
        time.sleep(0.05)
        return page()

    outside.pages |= {f"/{n}": slow for n in range(8)}
    gather([outside.url(f"/{n}") for n in range(8)], fetcher())
    assert (len(outside.asked), outside.most_at_once) == (9, 1)


def test_robots_are_heeded_and_we_name_ourselves(outside) -> None:
    outside.pages |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private*/x\nAllow: /\n"),
        "/private1/x": page(),
        "/open": page(),
    }
    own = fetcher()
    with pytest.raises(GatherError, match=r"robots\.txt"):
        own.get(outside.url("/private1/x"))
    own.get(outside.url("/open"))
    assert [path for path, _ in outside.asked] == ["/robots.txt", "/open"]
    assert all("podcast-digest" in headers["user-agent"] for _, headers in outside.asked)


def test_robots_that_cannot_be_had_close_the_site(outside) -> None:
    outside.pages |= {"/robots.txt": (500, {}, b""), "/open": page()}
    with pytest.raises(GatherError, match=r"robots\.txt"):
        fetcher().get(outside.url("/open"))


def test_what_did_not_change_is_not_sent_again(outside, tmp_path: Path) -> None:
    def news(handler):
        if handler.headers.get("If-None-Match") == '"1"':
            return 304, {}, b""
        return 200, {**HTML, "ETag": '"1"', "Last-Modified": "Fri, 20 Nov 2026 00:00:00 GMT"}, page()[2]

    outside.pages["/"] = news
    first = fetcher(cache=tmp_path).get(outside.url("/"))
    again = fetcher(cache=tmp_path).get(outside.url("/"))
    assert first.data == again.data == page()[2]
    assert outside.asked[-1][1]["if-modified-since"] == "Fri, 20 Nov 2026 00:00:00 GMT"
    for path in tmp_path.glob("*.body"):
        path.unlink()  # a cache may be emptied in part
    (tmp_path / "x.json").write_text("no json")
    with pytest.raises(GatherError, match="304"):
        fetcher(cache=tmp_path).get(outside.url("/"))


def test_one_that_has_failed_for_days_is_told(outside, tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(GatherError) as first:
        fetcher(cache=tmp_path).get(outside.url("/gone"))
    assert "since" not in str(first.value)
    monkeypatch.setattr(fetch.time, "strftime", lambda form: "2999-01-01")
    with pytest.raises(GatherError, match="has failed since 20"):
        fetcher(cache=tmp_path).get(outside.url("/gone"))


def test_a_passing_fault_is_tried_again(outside) -> None:
    answers = [(503, {"Retry-After": "2"}, b""), (502, {}, b""), page()]
    outside.pages["/"] = lambda handler: answers.pop(0)
    waited: list[float] = []
    assert fetcher(sleep=waited.append).get(outside.url("/")).data == page()[2]
    assert waited == [2.0, 4.0]


def test_packed_pages_and_encodings(outside) -> None:
    title, *texts = ARTICLES[1]
    bare = semantic(title, texts).replace("<meta charset='utf-8'>", "").replace("©", "(c)")
    outside.pages["/gz"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(page(1)[2]))
    outside.pages["/gbk"] = (200, {"Content-Type": "text/html; charset=big5"}, bare.encode("big5"))
    got = gather([outside.url("/gz"), outside.url("/gbk")], fetcher())
    assert [list(article.paragraphs) for article in got.articles] == [texts, texts]


def test_summaries_are_completed_from_their_pages(outside) -> None:
    short = "<item><title>{0}</title><link>{1}</link><description>{2}</description></item>"
    entries = "".join(short.format(ARTICLES[n][0], outside.url(f"/{n}"), ARTICLES[n][1]) for n in (0, 1, 2))
    outside.pages |= {
        "/feed": (200, {}, f"<rss><channel><title>晨報</title>{entries}</channel></rss>".encode()),
        "/0": page(0),
        "/1": page(1),
    }
    got = gather([outside.url("/feed")], fetcher())
    assert [len(article.paragraphs) for article in got.articles] == [6, 6, 1]
    assert {article.outlet for article in got.articles} == {"晨報"}
    assert got.failures == ()
