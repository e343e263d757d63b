"""What changed since an episode was made, and what follows: stale, retold, fresh, or made with the earlier …"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest

from podcast.draft import read, write_draft
from podcast.episode import life
from podcast.episode.describe import describe
from podcast.episode.names import audio_name
from podcast.episode.record import load, save
from podcast.first_recipe import first_recipe
from podcast.fresh import Verdict, judge, made_with, with_digest_text
from podcast.library import Library
from podcast.mandarin import mandarin_of
from podcast.model import Audio, Episode
from podcast.show.ledger import note_clips
from podcast.show.settings import load as load_show
from podcast.speak.choose import candidates, speakers_of
from podcast.speak.costs import keys_as_published
from tests.published import NOW

SHOW = """title: 早報
author: 編輯室
description: 每天的新聞。
address: https://show.example/
music: {opening: in.mp3}
"""
VOICES = """speakers:
  host:
    name: 主持人
    voices:
      - {engine: edge, voice: zh-TW-YunJheNeural}
      - {engine: openai, voice: onyx, speed: 1.1}
  guest:
    name: 來賓
    voices:
      - {engine: edge, voice: zh-TW-HsiaoChenNeural}
  nobody:
    name: 沒說話的人
    voices:
      - {engine: edge, voice: zh-TW-HsiaoYuNeural}
lexicon:
  Scale AI: Scale A I
  從未出現的詞: 從沒出現的詞
  行家: ㄏㄤˊ ㄐㄧㄚ
  早安: 早上好
"""
DIGEST = """---
number: 3
date: 2026-11-20
---
# 外送

早安。

## 外送

1. 平台
   - Grubhub 換了老闆，這位行家花了 3 成資金。
   - IT 部門說很好，It 卻不說話。

## 資料來源

1. [報導](https://example.org/a)

## 結語

再見。
"""
AUDIO = b"the audio"
Change = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A show whose one episode was made as it stands; its audio is a few bytes."""
    for name, text in (("show.yaml", SHOW), ("voices.yaml", VOICES), ("digests/EP1.md", DIGEST)):
        put(tmp_path / name, text)
    put(tmp_path / "in.mp3", "music")
    made(tmp_path)
    return tmp_path


def put(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def made(root: Path, **changes: object) -> Episode:
    """EP1 as a render leaves it."""
    show = load_show(root)
    draft = write_draft(show, Library(show).find("EP1"), now=NOW)
    sha = hashlib.sha256(AUDIO).hexdigest()
    voices = candidates(show, speakers_of(draft.script))[0].voices
    audio = Audio(audio_name("EP1", sha), len(AUDIO), sha, 60_000, -16.0, -1.0)
    episode = describe(
        show, draft.digest, draft.script, audio, (), (), engine="edge", voices=voices,
        made_with=made_with(show, draft.script), digest_file=draft.digest_file, form=draft.form, old=None, now=NOW,
    )  # fmt: skip
    episode = replace(episode, **changes)  # type: ignore[arg-type]
    save(show.feed, episode)
    (show.feed / "EP1" / audio.file).write_bytes(AUDIO)
    note_clips(show, "EP1", keys_as_published(episode, show, mandarin_of(show)))
    return episode


def verdict(root: Path) -> Verdict:
    show = load_show(root)
    return judge(show, write_draft(show, Library(show).find("EP1"), now=NOW, save=False), NOW)


def edit(name: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def word(line: str) -> Change:
    return edit("voices.yaml", "lexicon:\n", f"lexicon:\n  {line}\n")


def both(*changes: Change) -> Change:
    def change(root: Path) -> None:
        for each in changes:
            each(root)

    return change


def correct(root: Path) -> None:
    show = load_show(root)
    episode = load(show.feed, "EP1")
    assert episode
    digest, file = read(show, Library(show).find("EP1"), episode)
    save(show.feed, life.correct(episode, digest, NOW, file))


VOICE = "{engine: edge, voice: zh-TW-YunJheNeural}"
SOURCE = edit("digests/EP1.md", "https://example.org/a", "https://example.org/b")

STALE: dict[str, tuple[Change, str]] = {
    "a word of it is mended, in another case": (word("grubhub: 格拉哈伯"), "voices.yaml says “grubhub” otherwise"),
    "a word of it is mended, in its own": (word("Grubhub: Grub hub"), "“Grubhub”"),
    "a reading": (word("部門: ㄅㄨˋ ㄇㄣˋ"), "“部門”"),
    "a reading of what is only said": (word("三成: ㄙㄢ ㄔㄥˋ"), "“三成”"),
    "a word of it is said otherwise": (edit("voices.yaml", "ㄏㄤˊ ㄐㄧㄚ", "ㄒㄧㄥˊ ㄐㄧㄚ"), "“行家”"),
    "a word of it goes": (edit("voices.yaml", "  早安: 早上好\n", ""), "“早安”"),
    "a longer word that covers it": (word("這位行家: 這位專家"), "“這位行家”"),
    "its voice speaks faster": (
        edit("voices.yaml", VOICE, VOICE.replace("}", ", rate: +10%}")),
        "voices.yaml gives edge zh-TW-YunJheNeural other settings",
    ),
    "a line of the digest": (edit("digests/EP1.md", "換了老闆", "換了東家"), "the digest changed"),
    "the digest's number": (edit("digests/EP1.md", "number: 3", "number: 4"), "the digest changed"),
    "a line of the script": (edit("scripts/EP1.md", "換了老闆", "換了東家"), "the script was edited"),
    "a pause": (edit("scripts/EP1.md", "<!-- outro.1 -->", "<!-- outro.1, pause 3000 -->"), "the script was edited"),
    "who says a line": (edit("scripts/EP1.md", "再見。", "**guest:** 再見。"), "the script was edited"),
    "a chapter's name": (edit("scripts/EP1.md", "## 開場", "## 開頭"), "the script was edited"),
    "the script, then the digest": (
        both(edit("scripts/EP1.md", "換了老闆", "換了東家"), edit("digests/EP1.md", "再見", "明天見")),
        "the script was edited, and the digest changed after that",
    ),
    "its audio is gone": (lambda root: next(root.glob("feed/EP1/*.mp3")).unlink(), "is missing"),
    "its audio is cut short": (lambda root: next(root.glob("feed/EP1/*.mp3")).write_bytes(b"the"), "is missing or"),
}
LISTED = f"      - {VOICE}\n"
OTHER = "      - {engine: kokoro, voice: zm_yunyang}\n"
SCALE, EXPERT = "  Scale AI: Scale A I\n", "  行家: ㄏㄤˊ ㄐㄧㄚ\n"
NOBODY = "  nobody:\n    name: 沒說話的人\n    voices:\n      - {engine: edge, voice: zh-TW-HsiaoYuNeural}\n"
CORRECTED = both(edit("digests/EP1.md", "換了老闆", "換了東家"), correct)


def windows(root: Path) -> None:
    path = root / "scripts/EP1.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def forget(root: Path) -> None:
    for path in root.glob(".podcast/**/*.json"):
        path.unlink()


FRESH: dict[str, Change] = {
    "nothing": lambda root: None,
    "a word that it does not say": word("Uber: 優步"),
    "a word that only looks like one of its": word("Grub: 格拉伯"),
    "a short word in another case": word("it: 它"),
    "a word that is said so anyhow": word("老闆: 老闆"),
    "a word of no use goes": edit("voices.yaml", "  從未出現的詞: 從沒出現的詞\n", ""),
    "the order of words": both(edit("voices.yaml", SCALE, ""), edit("voices.yaml", EXPERT, EXPERT + SCALE)),
    "another voice is added": edit("voices.yaml", LISTED, LISTED + OTHER),
    "another voice is preferred": edit("voices.yaml", LISTED, OTHER + LISTED),
    "its voice is listed no more": edit("voices.yaml", LISTED, ""),
    "a voice that did not speak": edit("voices.yaml", "speed: 1.1", "speed: 1.2"),
    "a speaker who says nothing": edit("voices.yaml", "HsiaoYuNeural}", "HsiaoYuNeural, rate: +20%}"),
    "that speaker goes": edit("voices.yaml", NOBODY, ""),
    "a speaker's name": edit("voices.yaml", "name: 主持人", "name: 小雲"),
    "line ends of the script": windows,
    "the published script's file is gone": lambda root: (root / "scripts/EP1.md").unlink(),
    "what .podcast remembers is gone": forget,
    "the digest was corrected": CORRECTED,
    "the digest was corrected, its script left alone": both(CORRECTED, windows),
    "the description of the show": edit("show.yaml", "每天的新聞", "每天早上的新聞"),
    "its address": edit("show.yaml", "show.example", "other.example"),
}
RETOLD: dict[str, Change] = {
    "a source's address": SOURCE,
    "the source of a line": edit("scripts/EP1.md", "<!-- intro.1 -->", "<!-- intro.1, title -->"),
    "the script's own title": edit("scripts/EP1.md", "\n# 外送\n", "\n# 外送平台\n"),
    "an edited script's digest": both(edit("scripts/EP1.md", "再見。", "再見。  "), SOURCE),
}
EARLIER: dict[str, tuple[Change, tuple[str, ...]]] = {
    "the jingle's file": (lambda root: put(root / "in.mp3", "other music"), ("music",)),
    "no jingle": (edit("show.yaml", "music: {opening: in.mp3}", 'music: {opening: "", closing: ""}'), ("music",)),
    "a bed": (edit("show.yaml", "in.mp3}", "in.mp3, bed: on}"), ("music",)),
    "all music": (edit("show.yaml", "music: {opening: in.mp3}", "music: off"), ("music",)),
    "the pause between sentences": (
        lambda root: put(root / "show.yaml", SHOW + "pauses: {sentence: 400}\n"),
        ("pauses",),
    ),
    "the show's title": (edit("show.yaml", "早報", "晚報"), ("title",)),
    "its author": (edit("show.yaml", "編輯室", "我們"), ("author",)),
    "loudness": (lambda root: put(root / "show.yaml", SHOW + "loudness: {lufs: -14}\n"), ("loudness",)),
    "its peaks": (lambda root: put(root / "show.yaml", SHOW + "loudness: {true_peak_dbtp: -2}\n"), ("loudness",)),
    "the bit rate": (lambda root: put(root / "show.yaml", SHOW + "loudness: {kbit_s: 192}\n"), ("loudness",)),
    "disclosure": (lambda root: put(root / "show.yaml", SHOW + "ai: {text: false, voice: true}\n"), ("disclosure",)),
    "language": (lambda root: put(root / "show.yaml", SHOW + "language: zh-CN\n"), ("language",)),
    "two of them": (both(edit("show.yaml", "早報", "晚報"), edit("show.yaml", "編輯室", "我們")), ("title", "author")),
}
HEARD = ("a word", "a reading", "a longer word", "its voice")
"""Of these only what is asked of the engine tells: it must come out otherwise."""


def asked(root: Path) -> set[str]:
    show = load_show(root)
    episode = load(show.feed, "EP1")
    assert episode
    return keys_as_published(episode, show, mandarin_of(show))


@pytest.mark.parametrize("name", STALE)
def test_what_is_heard_in_it_makes_it_stale(root: Path, name: str) -> None:
    change, why = STALE[name]
    before = asked(root)
    change(root)
    found = verdict(root)
    assert why in " and ".join(found.stale)
    assert len(found.stale) == 1
    assert (asked(root) != before) == name.startswith(HEARD)


@pytest.mark.parametrize("name", FRESH)
def test_what_is_not_heard_leaves_it_fresh(root: Path, name: str) -> None:
    before = asked(root)
    FRESH[name](root)
    assert verdict(root) == Verdict()
    assert asked(root) == before


@pytest.mark.parametrize("name", RETOLD)
def test_what_is_only_read_is_retold(root: Path, name: str) -> None:
    RETOLD[name](root)
    assert verdict(root) == Verdict(text_changed=True)
    show = load_show(root)
    draft = write_draft(show, Library(show).find("EP1"), now=NOW)
    assert draft.published
    save(show.feed, with_digest_text(draft.published, draft, NOW))
    assert verdict(root) == Verdict(), "once"


@pytest.mark.parametrize("name", EARLIER)
def test_what_concerns_the_show_is_told_and_no_more(root: Path, name: str) -> None:
    change, what = EARLIER[name]
    change(root)
    assert verdict(root) == Verdict(earlier=what)


def test_an_episode_with_the_jingles_of_version_0_2_stays_as_it_is_and_is_told(root: Path) -> None:
    """New music of the program's makes nothing anew by itself."""
    edit("show.yaml", "music: {opening: in.mp3}\n", "")(root)
    show = load_show(root)
    episode = load(show.feed, "EP1")
    assert episode
    assert episode.made_with
    then = replace(episode.made_with, opening="jingle", closing="jingle", bed="none", sting="none")
    save(show.feed, replace(episode, made_with=then))
    assert verdict(root) == Verdict(earlier=("music",))


def test_a_correction_sticks_until_the_digest_changes_again(root: Path) -> None:
    CORRECTED(root)
    script = (root / "scripts/EP1.md").read_text(encoding="utf-8")
    show = load_show(root)
    draft = write_draft(show, Library(show).find("EP1"), now=NOW)
    assert draft.outcome == "unchanged"
    assert (root / "scripts/EP1.md").read_text(encoding="utf-8") == script
    edit("digests/EP1.md", "換了東家", "換了主人")(root)
    assert verdict(root).stale == ("the digest changed",)


# ---------------------------------------------------------------- episodes of version 0.1


@dataclass(frozen=True)
class Row:
    change: Change
    stale: bool
    earlier: bool = False


FIRST = {
    "nothing": Row(lambda root: None, False),
    "the title": Row(edit("show.yaml", "早報", "晚報"), False, True),
    "the disclosure": Row(EARLIER["disclosure"][0], False, True),
    "a voice that did not speak": Row(FRESH["another voice is added"], False, True),
    "a word that it does not say": Row(FRESH["a word that it does not say"], False),
    "a word of it": Row(STALE["a word of it is mended, in its own"][0], True),
    "its voice": Row(STALE["its voice speaks faster"][0], True),
    "a line": Row(STALE["a line of the script"][0], True),
    "a source's address": Row(SOURCE, False),
}
LEAVES = both(edit("voices.yaml", NOBODY, ""), edit("scripts/EP1.md", "**nobody:** 再見。", "再見。"))


@pytest.mark.parametrize("name", FIRST)
def test_an_episode_of_version_0_1(root: Path, name: str) -> None:
    show = load_show(root)
    old = made(root, made_with=None, digest_file="")
    save(show.feed, replace(old, recipe=first_recipe(show, old.script)))
    row = FIRST[name]
    row.change(root)
    found = verdict(root)
    assert (bool(found.stale), bool(found.earlier)) == (row.stale, row.earlier)
    assert found.text_changed == (name == "a source's address")


@pytest.mark.parametrize("first", [True, False])
def test_one_who_spoke_in_it_and_is_gone_makes_it_stale(root: Path, first: bool) -> None:
    edit("scripts/EP1.md", "再見。", "**nobody:** 再見。")(root)
    old = made(root, **({"made_with": None, "digest_file": ""} if first else {}))
    if first:
        save(load_show(root).feed, replace(old, recipe=first_recipe(load_show(root), old.script)))
    assert verdict(root).stale == ()
    both(LEAVES, word("再見: 明天見"))(root)
    found = verdict(root).stale
    assert found
    assert "voices.yaml says “再見” otherwise" not in found


def test_the_first_recipe_is_what_version_0_1_computed(root: Path) -> None:
    """The hash over the whole of the dataclasses as they were; later fields are no part of it."""
    import json

    show = load_show(root)
    episode = load(show.feed, "EP1")
    assert episode
    text = "\n".join(line.text for chapter in episode.script.chapters for line in chapter.lines)
    speaker = {key: value for key, value in asdict(show.speaker("host")).items() if key in ("id", "name", "voices")}
    made_of = {
        "script": asdict(episode.script),
        "speakers": [speaker],
        "lexicon": [[word, said] for word, said in show.lexicon if word in text],
        "language": "zh-TW",
        "music": [hashlib.sha256(b"music").hexdigest(), None],
        "loudness": asdict(show.loudness),
        "show": "早報",
        "author": "編輯室",
        "ai": {"text": True, "voice": True},
    }
    wanted = hashlib.sha256(json.dumps(made_of, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    assert first_recipe(show, episode.script) == wanted
