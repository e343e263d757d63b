"""The pages as text. What a browser makes of them: bench/page_sync.py."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from podcast.model import (
    Audio,
    Chapter,
    Cue,
    Episode,
    Item,
    Line,
    Link,
    Mark,
    Receipt,
    Script,
    Section,
    Source,
    Table,
)
from podcast.show import Apps, Show, Speaker
from podcast.site import pages
from podcast.site.chapters import chapters
from podcast.site.entries import entry_of
from tests.published import make_episode, make_show

EVIL = """<script>hit()</script><img src=x onerror="hit()"> javascript:hit() ]]> & "q" 'q' </script><!--"""
AUDIO = Audio("", 123_456, "ab" * 32, 40_000, -16.0, -3.0)


@pytest.fixture
def episode(show: Show) -> Episode:
    return make_episode(show, AUDIO)


def tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def page_of(show: Show, episode: Episode) -> html.HtmlElement:
    return tree(pages.episode_page(show, episode, show.address))


def test_every_text_of_the_digest_stands_on_the_page(show: Show, episode: Episode) -> None:
    page = page_of(show, episode)
    for id, text in episode.digest.texts():
        assert page.get_element_by_id(id).text_content().strip().startswith(text)


def test_every_cue_stands_on_the_page_with_its_times_and_points(show: Show, episode: Episode) -> None:
    spans = page_of(show, episode).find_class("cue")
    seen = [
        (s.text, int(s.get("data-t")), int(s.get("data-e")), tuple((s.get("data-of") or "").split())) for s in spans
    ]
    assert seen == [(c.text, c.start_ms, c.end_ms, c.source) for c in episode.cues]


def test_each_sentence_names_the_words_of_the_digest_that_it_rests_on(show: Show, episode: Episode) -> None:
    """Of a table the cell; of words that are not there any more nothing."""
    table = Table(("電信", "月租"), (("甲電信", "999 元"),))
    items = (Item("story1.1", "營收有 148 億美元。"), Item("story1.2", "", kind="table", table=table))
    line = Line("營收是一百四十八億，甲電信要 999 元。", source=("story1.1", "story1.2"))
    told = replace(
        episode,
        digest=replace(episode.digest, sections=(Section("story1", "一則新聞", items),)),
        script=Script("EP1", "EP1", (Chapter("內容", (line,)),)),
        cues=(
            Cue("營收是一百四十八億，", "host", 0, 900, line.source),
            Cue("甲電信要 999 元。", "host", 900, 1500, line.source),
        ),
        receipts=(
            Receipt(0, 0, 3, 9, "story1.1", 4, 11),
            Receipt(0, 0, 10, 13, "story1.2", 0, 3, (0, 0)),
            Receipt(0, 0, 15, 20, "story1.2", 0, 5, (0, 1)),
            Receipt(0, 0, 15, 20, "story1.2", 0, 5, (7, 7)),
            Receipt(0, 0, 15, 20, "gone", 0, 5),
            Receipt(9, 9, 15, 20, "story1.1", 0, 5),
        ),
    )
    spans = page_of(show, told).find_class("cue")
    assert [(span.get("data-of"), span.get("data-r")) for span in spans] == [
        ("story1.1 story1.2", "148 億美元"), ("story1.1 story1.2", "甲電信|999 元"),
    ]  # fmt: skip


def test_a_point_leads_to_the_moment_at_which_it_begins_to_sound(show: Show, episode: Episode) -> None:
    cue = next(c for c in episode.cues if "story1.1.1" in c.source)
    (link,) = page_of(show, episode).get_element_by_id("story1.1.1").find_class("at")
    assert link.get("href") == f"#t={cue.start_ms / 1000:g}"


def test_chapters_lead_to_their_starts(show: Show, episode: Episode) -> None:
    links = page_of(show, episode).find_class("chapter")
    assert [(x.find("span").text, x.get("href")) for x in links] == [
        (m.title, f"#t={m.start_ms / 1000:g}") for m in episode.marks
    ]


def test_a_paragraph_stands_under_the_chapter_in_which_it_begins(show: Show, episode: Episode) -> None:
    cues = (
        Cue("早安。", "host", 900, 1500),
        Cue("新聞。", "host", 5000, 6000, line=1),
        Cue("晚安。", "host", 99_000, 99_500, line=2),
    )
    marks = (Mark("甲", 1000, 5000), Mark("乙", 5000, 40_000))
    headings = page_of(show, replace(episode, cues=cues, marks=marks)).xpath(
        "//div[@class='scroll']/*[self::h3 or self::p]"
    )
    assert [h.text_content()[-3:] for h in headings if h.get("class") != "files"][:5] == [
        "甲",
        "早安。",
        "乙",
        "新聞。",
        "晚安。",
    ]


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("Scale", "AI", "Scale AI"),
        ("投資", "AI", "投資AI"),
        ("Scale ", "AI", "Scale AI"),
        ("結束。", "下一句", "結束。下一句"),
    ],
)
def test_latin_words_parted_by_a_caption_break_stand_apart(
    show: Show, episode: Episode, left: str, right: str, shown: str
) -> None:
    cues = (Cue(left, "host", 0, 900), Cue(right, "host", 900, 1800))
    assert shown in page_of(show, replace(episode, cues=cues)).find_class("scroll")[0].text_content()


def test_speakers_are_named_when_there_are_several(show: Show, episode: Episode) -> None:
    assert {b.text for b in page_of(show, episode).xpath("//div[@class='scroll']//b")} == {"小雲", "阿哲"}
    alone = tuple(replace(c, speaker="host") for c in episode.cues)
    assert not page_of(show, replace(episode, cues=alone)).xpath("//div[@class='scroll']//b")


# ---------------------------------------------------------------- nothing runs


def hostile(show: Show) -> tuple[Show, Episode]:
    episode = make_episode(show, AUDIO)
    links = (
        Link(0, 3, "javascript:hit()"),
        Link(4, 6, "data:text/html,x"),
        Link(8, 12, 'https://a.example/"onclick="hit()'),
    )
    item = Item("story1.1", EVIL, (Item("story1.1.1", EVIL, links=links),))
    digest = replace(
        episode.digest,
        title=EVIL,
        intro=(Item("intro.1", EVIL),),
        sections=(Section("story1", EVIL, (item,)),),
        sources=(Source("source1", EVIL, "javascript:hit()"), Source("source2", EVIL, " https://b.example/?a=1&b=2")),
    )
    cues = tuple(replace(c, text=EVIL, source=(*c.source, '"><script>')) for c in episode.cues)
    marks = tuple(replace(m, title=EVIL) for m in episode.marks)
    speakers = (Speaker("host", EVIL, ()), Speaker("guest", EVIL, ()))
    hostile_show = replace(show, title=EVIL, author=EVIL, description=EVIL, copyright=EVIL, speakers=speakers)
    return hostile_show, replace(episode, title=EVIL, digest=digest, cues=cues, marks=marks)


def test_whatever_stands_in_a_digest_nothing_of_it_runs(show: Show) -> None:
    show, episode = hostile(show)
    both = [
        pages.episode_page(show, episode, show.address, (episode, episode)),
        pages.index_page(show, [episode], show.address),
    ]
    for page in map(tree, both):
        scripts = page.xpath("//script")
        assert all(
            s.get("src", "").startswith(("assets/", "../assets/")) or s.get("type") == "application/ld+json"
            for s in scripts
        )
        assert not page.xpath("//@*[starts-with(name(), 'on')]")
        assert not page.xpath("//@style | //style | //iframe | //object | //img[@src='x']")
        schemes = {re.split("[:/#?]", h)[0] for h in page.xpath("//@href")}
        assert not schemes & {"javascript", "data", "vbscript"}
        assert page.xpath("//h1")[0].text_content() == EVIL


def test_links_of_the_digest_lead_to_the_web_only(show: Show) -> None:
    page = page_of(*hostile(show))
    point = page.get_element_by_id("story1.1.1")
    assert point.xpath("span//a/@href") == ['https://a.example/"onclick="hit()']
    assert point.xpath("span//a/@rel") == ["noopener nofollow"]
    assert point.xpath("span")[0].text_content() == EVIL
    assert not page.get_element_by_id("source1").xpath("a[not(@class='at')]")
    assert page.get_element_by_id("source2").xpath("a/@href")[0] == "https://b.example/?a=1&b=2"


@pytest.mark.parametrize(
    "url", ["javascript:x", "JAVASCRIPT:x", "//host", "http://", "https:///x", "ftp://h/x", "http://[", "", None]
)
def test_what_is_no_web_address(url: str | None) -> None:
    assert pages.web_url(url) is None


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(show: Show, episode: Episode) -> None:
    for page in (page_of(show, episode), tree(pages.index_page(show, [episode], show.address))):
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == "'self'"
        assert not re.search("unsafe|http|\\*", policy)
        loaded = page.xpath(
            "//script/@src | //img/@src | //audio/@src | //link[@rel='stylesheet' or @rel='icon']/@href"
        )
        assert not any("//" in address for address in loaded)


def test_json_ld_survives_the_end_of_a_script(show: Show) -> None:
    show, episode = hostile(show)
    facts = json.loads(page_of(show, episode).xpath("//script[@type='application/ld+json']")[0].text)
    assert facts["@type"] == "PodcastEpisode"
    assert facts["name"] == EVIL
    assert facts["associatedMedia"]["contentUrl"] == f"{show.address}EP1/{episode.audio.file}"
    assert facts["partOfSeries"]["webFeed"] == f"{show.address}feed.xml"


def test_the_search_data_is_one_call_that_gives_the_transcript_back(show: Show) -> None:
    _, episode = hostile(show)
    call = re.fullmatch(r"podcastTranscript\(\.\.\.(.*)\);\n", pages.transcript_script(episode))
    assert call
    folder, paragraphs = json.loads(call[1])
    assert folder == "EP1"
    assert [cue for p in paragraphs for cue in p] == [[c.start_ms, c.text] for c in episode.cues]


# ---------------------------------------------------------------- the index, subscribing


def test_the_index_lists_every_episode_newest_first(show: Show) -> None:
    episodes = [make_episode(show, AUDIO, n) for n in range(1, pages.CARDS + 8)]
    links = tree(pages.index_page(show, episodes, show.address)).find_class("episode")
    assert [a.get("href") for a in links] == [f"{e.slug}/index.html" for e in reversed(episodes)]


def test_an_index_without_episodes_says_so(show: Show) -> None:
    assert "第一集就快來了" in pages.index_page(show, [], show.address)


def test_subscribe_buttons_open_the_apps_with_this_feed() -> None:
    links = dict(pages.subscribe_links(make_show(Path()), "https://show.example/tech/feed.xml"))
    assert links == {
        "Apple Podcasts": "podcast://show.example/tech/feed.xml",
        "Overcast": "overcast://x-callback-url/add?url=https%3A%2F%2Fshow.example%2Ftech%2Ffeed.xml",
        "Pocket Casts": "pktc://subscribe/show.example/tech/feed.xml",
        "AntennaPod": "https://antennapod.org/deeplink/subscribe?url=https%3A%2F%2Fshow.example%2Ftech%2Ffeed.xml",
    }


def test_a_listed_show_is_opened_at_its_own_pages(show: Show, episode: Episode) -> None:
    listed = replace(show, apps=Apps(apple="https://a.example/1", spotify="https://s.example/2"))
    found = page_of(listed, episode).xpath("//ul[@class='apps']//a/@href")
    assert {"https://a.example/1", "https://s.example/2"} <= set(found)


def test_neighbours_are_linked(show: Show) -> None:
    one, two, three = (make_episode(show, AUDIO, n) for n in (1, 2, 3))
    page = tree(pages.episode_page(show, two, show.address, (one, three)))
    assert page.xpath("//a[@rel='prev']/@href") == ["../EP1/index.html"]
    assert page.xpath("//a[@rel='next']/@href") == ["../EP3/index.html"]


@pytest.mark.parametrize(
    ("text", "voice", "told"),
    [(True, False, "本節目的文字由 AI 生成。"), (False, True, "本節目的語音由 AI 合成。"), (False, False, None)],
)
def test_what_a_machine_made_is_told(show: Show, episode: Episode, text: bool, voice: bool, told: str | None) -> None:
    shown = page_of(show, replace(episode, ai_text=text, ai_voice=voice)).find_class("notice")
    assert [p.text for p in shown] == ([told] if told else [])


def test_a_show_in_simplified_characters_has_its_interface_in_them(show: Show, episode: Episode) -> None:
    page = pages.episode_page(replace(show, language="zh-CN"), episode, show.address)
    assert 'lang="zh-Hans-CN"' in page
    assert "订阅节目" in page
    assert "訂閱節目" not in page


def test_the_pages_use_no_asset_that_is_not_shipped(show: Show, episode: Episode) -> None:
    used = set(
        re.findall(r"assets/[\w.]+", pages.episode_page(show, episode, "") + pages.index_page(show, [episode], ""))
    )
    assert used == {*pages.assets(), "assets/cover.jpg"}


def test_same_in_same_out(show: Show, episode: Episode) -> None:
    assert pages.episode_page(show, episode, show.address) == pages.episode_page(show, episode, show.address)


@pytest.mark.parametrize(
    ("ms", "shown"), [(0, "0:00"), (61_999, "1:01"), (3_600_000, "1:00:00"), (36_061_000, "10:01:01")]
)
def test_clock(ms: int, shown: str) -> None:
    assert pages.clock(ms) == shown


def test_readings_on_the_spot_are_not_shown(show: Show, episode: Episode) -> None:
    """How a character is read is for the voice: no page, no list and no app shows it."""
    digest = replace(
        episode.digest,
        sections=tuple(replace(s, heading="蕈（ㄒㄩㄣˋ）菇") for s in episode.digest.sections),
        sources=(Source("source1", "角(jué)色報", "https://example.com/"), Source("source2", "撥打110（一一零）")),
    )
    told = replace(episode, title="翟（ㄓㄞˊ）先生的 303（三〇三）教室", digest=digest)
    title = "翟先生的 303教室"
    page = page_of(show, told)
    assert page.get_element_by_id("title").text_content() == title
    assert [page.get_element_by_id(s).find_class("text")[0].text for s in ("source1", "source2")] == [
        "角色報",
        "撥打110",
    ]
    other = pages.episode_page(show, episode, show.address, (told, told))
    entry, noted = entry_of(told, show.language)
    everything = (
        pages.episode_page(show, told, show.address), other, pages.index_page(show, [told], show.address),
        pages.moved_page(told, show.address), chapters(show, told).decode(), entry.episode.title, noted.content,
    )  # fmt: skip
    for shown in everything:
        assert not re.search("[ㄅ-ㄩ]|三〇三", shown)
        assert title in shown or shown is noted.content
