"""Saved pages and mails: which of them is the text."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable

import pytest

from podcast.model import Digest

Read = Callable[..., Digest]
TEXT = (
    "<p>甲公司今天推出新晶片，效能是上一代的兩倍，而且耗電只有一半。</p>"
    "<p>分析師認為年底就會放量，明年營收可望成長三成。</p>"
)
OTHER = (
    "<ul><li><a href='/1'>股市收盤上漲一百點，電子股領軍</a></li><li><a href='/2'>颱風逼近，明天停班停課</a></li></ul>"
)
TITLE = "甲公司推出新晶片"


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>{TITLE} - 某報</title>{head}</head><body>{body}</body></html>"


def said(digest: Digest) -> list[str]:
    return [text for id, text in digest.texts() if not id.startswith("story1") or "." in id][1:]


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{TITLE}</h1><div>{TEXT}</div><div class='latest'>{OTHER}</div>",
        f"<div class='menu'>{OTHER}</div><article><h1>{TITLE}</h1>{TEXT}<h3>延伸閱讀</h3>{OTHER}</article>",
        f"<article><h1>{TITLE}</h1>{TEXT}</article><article><h2>廣編稿</h2>"
        f"<p>{'另一家公司的話，說得很長。' * 20}</p></article>",
        f"<header><h1><a href='/'>某報</a></h1></header><h2>{TITLE}</h2>{TEXT}",
        f"<h1>{TITLE}</h1><div>作者：王小明</div><div>字級設定：小中大特</div>{TEXT}"
        f"<div class='tags'>#晶片 #甲公司</div>",
        f"<h1>{TITLE}</h1>{TEXT}<section><h2>也許您會感興趣</h2>{OTHER}</section><section><h2>發表意見</h2><p>請勿重覆刊登。</p></section>",
        f"<nav>{OTHER}<h1>{TITLE}</h1>{TEXT * 8}",  # the tag is never closed
    ],
)
def test_only_the_article_is_read(read: Read, body: str) -> None:
    digest = read(page(body), "a.html")
    assert digest.title == TITLE
    assert digest.saved
    texts = said(digest)
    assert texts[0].startswith("甲公司今天")
    assert texts[-1].endswith("成長三成。")
    assert not [
        text for text in texts if any(w in text for w in ("颱風", "另一家", "感興趣", "作者", "字級", "#", "請勿"))
    ]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2025-06-12T22:10:00Z">', ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-06-13"}</script>',
            "",
        ),
        ("", '<time datetime="2025-06-13T08:00">六月</time>'),
        ("", "<div>發布於 2025/06/13</div>"),
        ("", "<div>2025-06-13 08:00</div>"),
    ],
)
def test_the_day_of_a_page(read: Read, head: str, body: str) -> None:
    digest = read(page(f"<article><h1>{TITLE}</h1>{body}{TEXT}</article>", head), "a.html")
    assert str(digest.date) == "2025-06-13"


def test_no_day_where_none_is_known(read: Read) -> None:
    assert read(page(f"<h1>{TITLE}</h1>{TEXT}"), "a.html").date is None


def test_datelines_and_credits_go_with_a_listing(read: Read) -> None:
    body = f"<h1>{TITLE}</h1><p>〔記者王小明／台北報導〕甲公司今天推出新晶片。</p><p>（圖／業者提供）</p>{TEXT}"
    digest = read(page(body), "a.html")
    assert said(digest)[0] == "甲公司今天推出新晶片。"
    assert {"〔記者王小明／台北報導〕", "（圖／業者提供）"} <= {left.text for left in digest.left_out}


MAIL_HEAD = (
    "From: =?UTF-8?B?6YCx5aCx?= <a@example.org>\nSubject: {}\nDate: Fri, "
    "13 Jun 2025 08:00:00 +0800\nMIME-Version: 1.0\n"
)
HTML = f"<html><body><h1>晶片法說會</h1>{TEXT}<p>取消訂閱 | 隱私權政策</p></body></html>"


def subject(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


@pytest.mark.parametrize("charset", ["utf-8", "big5"])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("multipart", [False, True])
def test_mails(read: Read, charset: str, coding: str, multipart: bool) -> None:
    data = HTML.encode(charset)
    body = (quopri.encodestring(data) if coding == "quoted-printable" else base64.encodebytes(data)).decode()
    part = f"Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: {coding}\n\n{body}\n"
    if multipart:
        part = (
            f"Content-Type: multipart/alternative; boundary=x\n\n--x\n"
            f"Content-Type: text/plain\n\nplain\n--x\n{part}--x--\n"
        )
    digest = read(MAIL_HEAD.format(subject("第 12 期：晶片法說會", charset)) + part, "a.eml")
    assert (digest.title, digest.number, str(digest.date)) == ("晶片法說會", 12, "2025-06-13")
    assert (digest.author, digest.saved) == ("週報", True)
    assert len(said(digest)) == 2


def test_a_newsletter_in_nested_tables(read: Read) -> None:
    rows = "".join(
        f"<table><tr><td><h2>{name}公司</h2><p>{name}公司今天宣布了一件事。</p></td></tr></table>" for name in "甲乙丙"
    )
    digest = read(
        page(f"<table><tr><td><h1>{TITLE}</h1>{rows}<table><tr><td>取消訂閱</td></tr></table></td></tr></table>"),
        "a.html",
    )
    assert [section.heading for section in digest.sections] == ["甲公司", "乙公司", "丙公司"]


@pytest.mark.parametrize("charset", ["undefined", "punycode", "hex", "no-such"])
def test_an_encoding_that_is_none(read: Read, charset: str) -> None:
    data = page(f"<h1>{TITLE}</h1>{TEXT}", f'<meta charset="{charset}">').encode("big5")
    assert read(data, "a.html").title == TITLE
