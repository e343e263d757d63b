"""The page and the notes carry all of the digest: each kind of block, its emphasis, numbers and every link."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from podcast.model import Audio, Code, Emphasis, Image, Item, Link, Section, Table
from podcast.show import Show
from podcast.site import pages
from podcast.site.blocks import linked
from podcast.site.notes import notes
from tests.published import make_episode

AUDIO = Audio("", 123_456, "ab" * 32, 40_000, -16.0, -3.0)
URL = "https://example.org/"
TABLE = Table(("業者", "月租"), (("甲電信", "999 元"), ("乙電信", "799 元")))
SECTION = Section(
    "story1",
    "三家月租",
    (
        Item("story1.1", "先看官網。", links=(Link(2, 4, URL + "plan"),), emphasis=(Emphasis(0, 4, "strong"),)),
        Item("story1.2", "我訂閱三年了。", kind="quotation"),
        Item("story1.3", "為什麼離開？", kind="turn", speaker="小雯"),
        Item(
            "table1", "月租", kind="table", table=Table(("業者", "月租"), (("甲電信", "999 元"), ("乙電信", "799 元")))
        ),
        Item("image1", "各家走勢", kind="image", image=Image(URL + "chart.png", "折線圖")),
        Item("image2", "", kind="image", image=Image("chart.png", "本機的圖")),
        Item("code1", "", kind="code", code=Code("x < 1", "python")),
        Item("story1.4", "第一步", kind="point", number=3, items=(Item("story1.4.1", "細節", kind="point"),)),
        Item("story1.5", "第二步", kind="point", number=4, done=True),
        Item("story1.6", "背景", (Item("story1.6.1", "一段話。"),), kind="heading", number=2),
        Item("story1.7", "全文：", links=(Link(3, 3, "https://www.example.org/full"),)),
    ),
    number=3,
    links=(Link(0, 2, URL + "head"),),
)


@pytest.fixture(params=["page", "notes"])
def shown(request: pytest.FixtureRequest, show: Show) -> html.HtmlElement:
    episode = make_episode(show, AUDIO)
    episode = replace(episode, digest=replace(episode.digest, sections=(SECTION,)))
    if request.param == "page":
        return html.document_fromstring(pages.episode_page(show, episode, show.address)).find_class("digest")[0]
    return html.fromstring(f"<div>{notes(episode, 'zh-TW').content}</div>")


def test_every_kind_of_block_is_shown_as_what_it_is(shown: html.HtmlElement) -> None:
    def texts(path: str) -> list[str]:
        return [" ".join(found.text_content().split()) for found in shown.xpath(path)]

    assert texts(".//blockquote") == ["我訂閱三年了。"]
    assert texts(".//table//td") == ["甲電信", "999 元", "乙電信", "799 元"]
    assert texts(".//table//th") == ["業者", "月租"]
    assert texts(".//table/caption") == ["月租"]
    assert shown.xpath(".//img[@loading]/@src") == [URL + "chart.png"]
    assert texts(".//figcaption") == ["各家走勢", "本機的圖"]
    assert texts(".//pre/code") == ["x < 1"]
    assert shown.xpath(".//ol/li/@value") == ["3", "4"]
    assert "小雯：為什麼離開？" in texts(".//p")
    assert "☑ 第二步" in texts(".//li")
    assert "先看官網" in "".join(texts(".//strong"))
    assert "2. 背景" in texts(".//h3|.//p")
    assert "3. 三家月租" in "".join(texts(".//h2|.//p"))


def test_every_link_is_there(shown: html.HtmlElement) -> None:
    there = set(shown.xpath(".//a/@href"))
    assert {URL + "plan", URL + "head", "https://www.example.org/full"} <= there
    assert shown.xpath(".//a[contains(@href, '/full')]")[0].text_content() == "example.org"


def test_inline_links_reach_the_apps(show: Show) -> None:
    episode = make_episode(show, AUDIO)
    episode = replace(episode, digest=replace(episode.digest, sections=(SECTION,)))
    told = notes(episode, "zh-TW").description
    assert f'<a href="{URL}plan">官網</a>' in told
    assert len(told.encode()) <= 4000


def test_pictures_from_elsewhere_are_allowed_only_where_the_author_shows_some(show: Show) -> None:
    episode = make_episode(show, AUDIO)
    pictured = replace(episode, digest=replace(episode.digest, sections=(SECTION,)))
    assert "img-src 'self' https:" in pages.episode_page(show, pictured, show.address)
    assert "img-src 'self';" in pages.episode_page(show, episode, show.address)


spans = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda pair: (min(pair), max(pair)))
kinds = st.sampled_from(["strong", "em", "mark", "code", "sub", "sup"])


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="甲<&\"'a ", min_size=8, max_size=8),
    st.lists(spans.map(lambda s: Link(*s, URL)), max_size=4),
    st.lists(st.builds(lambda s, kind: Emphasis(s[0], s[1], kind), spans, kinds), max_size=4),
)
def test_whatever_overlaps_the_text_stays_and_the_tags_pair(
    text: str, links: list[Link], emphasis: list[Emphasis]
) -> None:
    shown = html.fragment_fromstring(f"<div>{linked(text, links, emphasis)}</div>")
    bare = [a.text_content() for a in shown.iter("a")]
    assert shown.text_content().replace("example.org", "") == text
    assert not [a for a in shown.iter("a") if list(a.iter("a"))[1:]]
    assert all(bare)


def test_a_reading_on_the_spot_is_not_shown() -> None:
    text = "這種蕈（ㄒㄩㄣˋ）菇，見 404（四零四）教室（今天）"
    shown = linked(text, (), (Emphasis(2, 3, "strong"),))
    assert html.fragment_fromstring(f"<div>{shown}</div>").text_content() == "這種蕈菇，見 404教室（今天）"
