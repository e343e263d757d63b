"""Feeds and newsletters give several articles."""

from __future__ import annotations

import base64
import html
from email.message import EmailMessage
from pathlib import Path

import pytest

from podcast.errors import DigestError
from podcast.gather.files import articles_of
from tests.gather.conftest import stored

ARTICLES = stored("articles.txt")


def read(data: bytes | str, name: str = "a.xml", address: str = ""):
    data = data.encode() if isinstance(data, str) else data
    return articles_of(data, name, Path(name), "Asia/Taipei", address)


def _html(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def rss(articles: list[list[str]], tag: str = "content:encoded") -> str:
    items = "".join(
        f"<item><title>{title}</title><link>/news/{n}?a=1&amp;b=2</link><pubDate>Thu, 19 Nov 2026 23:30:00 GMT</pubDate>"
        f"<description>{texts[0]}</description><{tag}><![CDATA[{_html(texts)}]]></{tag}></item>"
        for n, (title, *texts) in enumerate(articles)
    )
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>晨光日報 RSS</title><link>https://news.example/</link>{items}</channel></rss>"


def atom(articles: list[list[str]]) -> str:
    items = "".join(
        f"<entry><title type='html'>{title}</title><link rel='alternate' href='https://a.example/{n}'/><published>2026-11-20T07:00:00+08:00</published>"
        f"<content type='html'>{html.escape(_html(texts))}</content></entry>"
        for n, (title, *texts) in enumerate(articles)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>晨光日報</title>{items}</feed>"


@pytest.mark.parametrize("form", [rss, atom])
def test_a_feed_gives_its_entries(form) -> None:
    wanted = [*ARTICLES[:4], *stored("clean.txt")[3:6:2]]  # a song and a recipe too
    got = read(form(wanted), address="https://news.example/feed")
    assert [[each.title, *each.paragraphs] for each in got] == wanted
    assert {(each.outlet, str(each.date)) for each in got} == {("晨光日報", "2026-11-20")}
    assert all(each.source.startswith("https://") for each in got)
    assert len({each.source for each in got}) == 6


def test_a_summary_alone_and_a_feed_with_faults() -> None:
    text = rss(ARTICLES[:2]).replace("<content:encoded>", "<x>").replace("</content:encoded>", "</x>")
    got = read(text.replace("</channel></rss>", "<item><title>沒有結尾"))
    assert got[0].paragraphs == (ARTICLES[0][1],)
    bare = rss(ARTICLES[:4]).partition("?>")[2]  # without a declaration it is UTF-8
    assert [[each.title, *each.paragraphs] for each in read(bare, address="https://news.example/feed")] == ARTICLES[:4]
    big5 = rss(ARTICLES[:1]).replace("utf-8", "big5").encode("big5")
    assert read(big5)[0].title == ARTICLES[0][0]


@pytest.mark.parametrize(
    "bad",
    [
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><title>&x;</title><item><title>&x;</title></item></channel></rss>",
        "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item><title>&b;</title></item></channel></rss>",
        "<rss><channel><title>空的</title></channel></rss>",
    ],
)
def test_entities_and_empty_feeds_are_told(bad: str) -> None:
    with pytest.raises(DigestError, match=r"a\.xml"):
        read(bad)


def mail(body: str, subtype: str = "html", charset: str = "utf-8", subject: str = "本週的三件事") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "晨光週報 <letter@news.example>", subject
    message["Date"] = "Fri, 20 Nov 2026 06:00:00 +0800"
    message.set_content(body, subtype=subtype, charset=charset)
    return message.as_bytes()


def newsletter(articles: list[list[str]]) -> str:
    stories = "".join(
        f"<tr><td><h2><a href='https://news.example/{n}'>{title}</a></h2>{_html(texts)}<p><a href='https://news.example/{n}'>閱讀全文</a></p></td></tr>"
        for n, (title, *texts) in enumerate(articles)
    )
    return f"<html><body><table><tr><td>看不到圖片？<a href='https://x.example'>網頁版</a></td></tr>{stories}<tr><td>您收到這封信是因為訂閱了晨光週報。<a href='https://x.example/u'>取消訂閱</a></td></tr></table></body></html>"


def test_a_newsletter_gives_its_stories() -> None:
    for charset in ("utf-8", "big5"):
        got = read(mail(newsletter(ARTICLES[:4]), charset=charset), "a.eml")
        assert [[each.title, *each.paragraphs] for each in got] == ARTICLES[:4]
        assert {(each.outlet, str(each.date)) for each in got} == {("晨光週報", "2026-11-20")}
        assert len({each.source for each in got}) == 4


def test_a_newsletter_in_plain_text() -> None:
    body = "\n\n".join(
        f"{n}. {title}\n\n" + "\n\n".join(texts) + f"\n\nhttps://news.example/{n}"
        for n, (title, *texts) in enumerate(ARTICLES[:3], 1)
    )
    got = read(mail(body + "\n\n-- \n取消訂閱\n", "plain"), "a.eml")
    assert [[each.title, *each.paragraphs] for each in got] == ARTICLES[:3]


def test_a_mail_of_one_text_is_one_article() -> None:
    title, *texts = ARTICLES[0]
    (got,) = read(mail(_html([*texts[:3], "<h2>後來</h2>", *texts[3:]]), subject=title), "a.eml")
    assert (got.title, list(got.paragraphs)) == (title, [*texts[:3], "後來", *texts[3:]])
    (got,) = read(mail("\n\n".join(texts), "plain", subject=title), "a.eml")
    assert (got.title, list(got.paragraphs)) == (title, texts)


def test_a_letter_of_parts() -> None:
    title, *texts = ARTICLES[3]
    part = base64.b64encode(_html(texts).encode()).decode()
    raw = f"From: =?utf-8?B?{base64.b64encode('晨光'.encode()).decode()}?= <a@b.example>\nSubject: =?utf-8?B?{base64.b64encode(title.encode()).decode()}?=\nDate: Fri, 20 Nov 2026 06:00:00 +0800\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nplain\n--x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{part}\n--x--\n"
    (got,) = read(raw, "a.eml")
    assert (got.title, got.outlet, list(got.paragraphs)) == (title, "晨光", texts)


@pytest.mark.parametrize("greeting", ["各位讀者，", "親愛的朋友：", "Dear readers,", "早安,"])
def test_a_letter_without_greeting_and_signature(greeting: str) -> None:
    title, *texts = ARTICLES[0]
    body = "\n\n".join([greeting, *texts, "祝 平安", "編輯部 敬上"])
    (got,) = read(mail(body, "plain", subject=title), "a.eml")
    assert [got.title, *got.paragraphs] == [title, *texts]
    assert greeting in got.left_out
