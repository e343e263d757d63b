"""The product as its user meets it: commands in, lines and files out."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from podcast.show import Show
from podcast.show.lock import render_lock
from podcast.speak import Available, available
from podcast.text import plural
from tests.fakes import FakeOpenAI

SHOW = (
    "title: 早報\nauthor: 編輯室\ndescription: 每天的新聞。\nemail: host@show.example\naddress: https://show.example/\n"
)
VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: kokoro, voice: zm_yunyang}\n"
DIGEST = """---
number: 3
date: 2026-11-24
---
# 短訊測試

早安。

## 晶片

1. 規格
   - OpenAI 買了 2 顆晶片。

## 結語

再見。
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Podcast = Callable[..., Ran]


@pytest.fixture
def show(tmp_path: Path) -> Path:
    (tmp_path / "show.yaml").write_text(SHOW, encoding="utf-8")
    (tmp_path / "voices.yaml").write_text(VOICES, encoding="utf-8")
    (tmp_path / "digests").mkdir()
    (tmp_path / "digests" / "EP1.md").write_text(DIGEST, encoding="utf-8")
    return tmp_path


@pytest.fixture
def podcast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Podcast:
    """Runs the command line in this process, in the show's folder."""

    def run(*args: str, stdin: str | None = None) -> Ran:
        from podcast.cli import main

        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["podcast", *args])
        if stdin is not None:
            import io

            monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main()
        seen = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, seen.out, seen.err)

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# ---------------------------------------------------------------- the main job, in the real embedded voice


def test_a_digest_becomes_an_episode_and_nothing_is_done_twice(show: Path, podcast: Podcast) -> None:
    first = podcast("render", "EP1")
    assert first.code == 0, first.err
    assert "kokoro zm_yunyang" in first.out
    assert "kokoro sends no text anywhere" in first.out
    published = files(show / "feed")
    episode = json.loads(published["EP1/episode.json"])
    audio = episode["audio"]["file"]
    assert re.fullmatch(r"EP1-[0-9a-f]{8}\.mp3", audio)
    for name in (
        "feed.xml",
        "index.html",
        "EP1/index.html",
        "EP1/EP1.vtt",
        "EP1/EP1.srt",
        "EP1/chapters.json",
        f"EP1/{audio}",
    ):
        assert published[name]
    assert abs(episode["audio"]["loudness_lufs"] + 16) <= 0.5
    assert episode["audio"]["true_peak_dbtp"] <= -1
    assert "OpenAI 買了 2 顆晶片。" in (show / "scripts" / "EP1.md").read_text(encoding="utf-8")

    again = podcast("render", "EP1")
    assert "up to date" in again.out
    assert files(show / "feed") == published

    forced = podcast("render", "EP1", "--again")
    assert "0 utterances spoken" in forced.out
    assert files(show / "feed") == published

    script = show / "scripts" / "EP1.md"
    script.write_text(script.read_text(encoding="utf-8").replace("2 顆", "3 顆"), encoding="utf-8")
    assert "stale" in podcast("status").out
    edited = podcast("render", "EP1")
    assert "1 utterance spoken" in edited.out, edited.out
    assert "3 顆" in (show / "feed" / "EP1" / "EP1.vtt").read_text(encoding="utf-8")
    after = json.loads((show / "feed" / "EP1" / "episode.json").read_text(encoding="utf-8"))
    assert (after["guid"], after["published"]) == (episode["guid"], episode["published"])
    assert [a["file"] for a in after["earlier"]] == [audio]

    digest = show / "digests" / "EP1.md"
    digest.write_text(digest.read_text(encoding="utf-8").replace("再見。", "明天見。"), encoding="utf-8")
    kept = podcast("script", "EP1")
    assert "--rewrite" in kept.out
    assert "3 顆" in script.read_text(encoding="utf-8")

    checked = podcast("check")
    assert checked.code == 0, checked.out


def test_say_and_preview_speak_without_publishing(show: Path, podcast: Podcast) -> None:
    said = podcast("say", "早安。", "-o", "out.mp3")
    assert said.code == 0, said.err
    assert (show / "out.mp3").stat().st_size > 5000
    heard = podcast("preview", "EP1", "--chapter", "1", "--line", "1", "-o", "part.mp3")
    assert heard.code == 0, heard.err
    assert (show / "part.mp3").exists()
    assert not (show / "feed").exists()


# ---------------------------------------------------------------- what is printed


def test_say_prints_spoken_form_and_readings(show: Path, podcast: Podcast) -> None:
    assert (
        podcast("say", "--spoken", "Meta 以 148 億美元取得約 49% 的股權").out
        == "Meta 以一百四十八億美元取得約百分之四十九的股權\n"
    )
    assert podcast("say", "--pinyin", "企業用 AI 研究").out == "qi4 ye4 yong4 AI yan2 jiu4\n"
    assert podcast("say", "--zhuyin", "企業").out == "ㄑㄧˋ ㄧㄝˋ\n"
    assert podcast("say", "--spoken", stdin="3 個\n\n50%\n").out == "三個\n\n百分之五十\n"
    assert podcast("say", "--phonemes", stdin="你好\n\nIP\n").out == "ni↗xau↓\n\nai→pʰi→\n"
    assert "percent" in podcast("say", "--explain", "50%").out


def test_help_lists_every_command(podcast: Podcast, show: Path) -> None:
    from podcast.cli import COMMANDS

    out = podcast("--help").out
    assert all(re.search(rf"^  {name} ", out, re.M) for name in COMMANDS)


def test_status_tells_where_each_digest_stands(show: Path, podcast: Podcast) -> None:
    assert re.search(r"EP1 +new", podcast("status").out)
    podcast("script", "EP1")
    assert re.search(r"EP1 +drafted", podcast("status").out)
    (show / "digests" / "EP2.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    broken = podcast("status")
    assert broken.code == 0
    assert re.search(r"EP2 +broken", broken.out)


def test_init_makes_a_show_and_touches_none(tmp_path: Path, podcast: Podcast) -> None:
    assert podcast("init", "new").out.endswith("\nnext: cd new && podcast render EP1\n")
    assert podcast("init", "new/..//here/.").out.endswith("\nnext: cd here && podcast render EP1\n")
    before = files(tmp_path / "new")
    assert podcast("init", "").code == 1
    assert not (tmp_path / "show.yaml").exists()
    refused = podcast("init", "new")
    assert (refused.code, files(tmp_path / "new")) == (1, before)
    assert "choose another folder" in refused.err


def test_init_here_sends_nobody_elsewhere(tmp_path: Path, podcast: Podcast) -> None:
    assert podcast("init", ".").out.endswith("\nnext: podcast render EP1\n")


# ---------------------------------------------------------------- bad input: one sentence, exit 1, nothing lost


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.md", b"", "empty"),
        ("blank.md", b" \n\n\t\n", "empty"),
        ("notitle.md", "只是一段話，沒有標題。\n".encode(), "title"),
        ("binary.md", b"%PDF-1.7\n\xff\xfe\0\0\0\0\x01", "PDF"),
        ("front.md", "---\ntitle: [\n---\n# 標題\n\n內文。\n".encode(), "front.md:3"),
        ("furniture.txt", "留言\nThumbnail\n6會員\n178內容數\n更新 發佈閱讀 15 分鐘\n".encode(), ""),
    ],
)
def test_a_bad_digest_is_one_sentence(show: Path, podcast: Podcast, name: str, content: bytes, said: str) -> None:
    (show / "digests" / name).write_bytes(content)
    ran = podcast("render", name.split(".")[0])
    assert ran.code == 1
    assert ran.err.startswith("podcast: ")
    assert ran.err.count("\n") == 1
    assert said in ran.err
    assert not (show / "feed").exists()


@pytest.mark.parametrize("name", ["EP9", "../EP1", "EP1/../../x", "digests", "EP\x07", "-"])
def test_an_unknown_name_says_which_exist(show: Path, podcast: Podcast, name: str) -> None:
    ran = podcast("render", name)
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "EP1" in ran.err or "control" in ran.err


def test_other_encodings_are_read(show: Path, podcast: Podcast) -> None:
    for slug, encoding in (("A16", "utf-16"), ("ABig", "big5"), ("ABom", "utf-8-sig")):
        (show / "digests" / f"{slug}.md").write_bytes(DIGEST.encode(encoding))
        ran = podcast("script", slug)
        assert ran.code == 0, ran.err
        assert "買了 2 顆晶片" in (show / "scripts" / f"{slug}.md").read_text(encoding="utf-8")


def test_a_folder_that_may_not_be_written_is_named(
    show: Path, podcast: Podcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (show / "scripts").write_text("a file where the folder should be")
    ran = podcast("script", "EP1")
    assert ran.code == 1
    assert "scripts" in ran.err
    assert ran.err.count("\n") == 1


def test_a_mistyped_key_of_the_front_matter_is_told(show: Path, podcast: Podcast) -> None:
    (show / "digests" / "EP1.md").write_text(DIGEST.replace("number:", "numbr:"), encoding="utf-8")
    ran = podcast("script", "EP1")
    assert ran.code == 0
    assert "EP1.md, line 2: front matter does not know “numbr”" in ran.out
    assert "did you mean “number”?" in ran.out


def test_a_date_still_to_come_is_told(show: Path, podcast: Podcast) -> None:
    later = DIGEST.replace("date: 2026-11-24", "date: 2999-01-01")
    (show / "digests" / "EP1.md").write_text(later, encoding="utf-8")
    assert "2999-01-01, is still to come" in podcast("script", "EP1").out


def test_samples_go_on_after_a_voice_that_fails_and_say_before_what_may_cost(
    show: Path, podcast: Podcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def some(show: Show) -> list[Available]:
        return [row for row in available(show) if row.voice in ("coral", "marin", "zm_yunyang")]

    monkeypatch.setattr("podcast.speak.available", some)
    with FakeOpenAI() as service:
        service.next("400")
        ran = podcast("voices", "--try")
    assert ran.code == 1
    told, why = ran.err.splitlines()
    assert "up to 2 requests go to openai" in told
    assert re.fullmatch(r"openai coral: http://\S+ does not speak this with .* \(400\)", why), why
    assert sorted(files(show / "voices")) == ["kokoro-zm_yunyang.mp3", "openai-marin.mp3"]


def feed_with(show: Path, *slugs: str) -> None:
    """Episodes as a render leaves them, their audio a few bytes."""
    from podcast.model import Audio
    from podcast.show.settings import load
    from tests.published import make_episode, put_episode

    (show / "tone.mp3").write_bytes(b"tone")
    for n, slug in enumerate(slugs, 1):
        put_episode(
            show / "feed",
            make_episode(load(show), Audio("", 4, hashlib.sha256(b"tone").hexdigest(), 40_000, -16.0, -3.0), n, slug),
            show / "tone.mp3",
        )


def test_fix_shows_the_line_that_the_page_shows_at_that_time(show: Path, podcast: Podcast) -> None:
    from podcast.episode.record import load

    feed_with(show, "EP1")
    episode = load(show / "feed", "EP1")
    assert episode
    for cue in episode.cues:
        if cue.start_ms % 1000:  # pages round down: the line begins within that second
            line = episode.script.chapters[cue.chapter].lines[cue.line].text
            at = f"{cue.start_ms // 60_000}:{cue.start_ms // 1000 % 60:02}"
            last = [c for c in episode.cues if c.start_ms // 1000 == cue.start_ms // 1000][-1]
            if last is cue:
                assert f"written  {line}" in podcast("fix", "EP1", at).out
    assert podcast("fix", "EP1", "0:40").code == 0  # its length, as it is shown
    assert "lasts 0:40" in podcast("fix", "EP1", "0:43").err
    assert "does not stand in this line" in podcast("fix", "EP1", "0:01", "--word", "鯨魚", "--say", "鯨").err
    before = (show / "voices.yaml").read_bytes()
    word = episode.script.chapters[0].lines[0].text[:2]
    assert "ㄎㄞ" in podcast("fix", "EP1", "0:00", "--word", word, "--say", "ㄎㄞ").err, "two characters, one reading"
    assert (show / "voices.yaml").read_bytes() == before


def test_fix_says_how_the_line_is_read_now(show: Path, podcast: Podcast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("podcast.cli.fix._hear", lambda *_: None)
    feed_with(show, "EP1")
    from podcast.episode.record import load

    episode = load(show / "feed", "EP1")
    assert episode
    word = re.findall("[\u4e00-\u9fff]{2}", episode.script.chapters[0].lines[0].text)[0]
    told = podcast("fix", "EP1", "0:00", "--word", word, "--say", "ㄎㄞ ㄎㄞˋ").out
    before, after = told.split("voices.yaml: ")
    assert "ㄎㄞ ㄎㄞˋ" not in before
    assert re.search(r"^now .*\nzhuyin .*ㄎㄞ ㄎㄞˋ", after, re.M)
    assert "read as before" in podcast("fix", "EP1", "0:00", "--word", word, "--say", "ㄎㄞ ㄎㄞˋ").out


def test_publish_tells_of_an_episode_whose_digest_changed(show: Path, podcast: Podcast) -> None:
    feed_with(show, "EP1")
    assert "EP1 is stale" in podcast("publish", "public", "--no-check").out


def test_a_schedule_can_be_taken_back(show: Path, podcast: Podcast) -> None:
    feed_with(show, "EP1")
    assert podcast("episode", "schedule", "EP1", "2999-12-01T07:00").code == 0
    assert "no longer waits for 2999-12-01 07:00; its date is now" in podcast("episode", "show", "EP1").out
    assert "<guid" in (show / "feed" / "feed.xml").read_text(encoding="utf-8")
    assert "nothing changed" in podcast("episode", "show", "EP1").out
    podcast("episode", "schedule", "EP1", "2999-12-01 07:00")
    podcast("episode", "hide", "EP1")
    kept = podcast("episode", "show", "EP1").out
    assert "no longer hidden; it comes into the feed" in kept
    assert "<guid" not in (show / "feed" / "feed.xml").read_text(encoding="utf-8")


def test_a_time_that_is_none_is_explained(show: Path, podcast: Podcast) -> None:
    for text in ("tomorrow", "2026-12-01", "2026-13-01T07:00"):
        ran = podcast("episode", "schedule", "EP1", text)
        assert ran.code == 2
        assert "write the time as 2026-12-01T07:00" in ran.err
        assert "%" not in ran.err


def test_publish_and_fetch_say_what_they_did(show: Path, podcast: Podcast) -> None:
    feed_with(show, "EP1", "EP2")
    refused = podcast("fetch", "public")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "--new" in refused.err
    assert podcast("fetch", "public", "--new").code == 0
    assert re.search(r"^[0-9]+ files? brought, [0-9.]+ MB$", podcast("publish", "public", "--no-check").out, re.M)
    assert "nothing is published there that is newer" in podcast("fetch", "public").out
    with render_lock(show / ".podcast" / "render.lock"):
        assert "is rendering this show" in podcast("fetch", "public").err
    podcast("episode", "remove", "EP2", "--yes")
    pruned = podcast("publish", "public", "--no-check", "--prune").out
    deleted = pruned.count("no longer named")
    brought = len(re.findall(r"^(?:new|changed) ", pruned, re.M))
    assert deleted > 5
    assert f"{plural(brought, 'file')} brought" in pruned
    assert f"{deleted} files deleted" in pruned


def test_publish_asks_before_it_forgets_an_episode(show: Path, podcast: Podcast) -> None:
    feed_with(show, "EP1", "EP2")
    podcast("publish", "public", "--no-check")
    shutil.rmtree(show / "feed" / "EP2")
    refused = podcast("publish", "public", "--no-check")
    assert refused.code == 1
    assert "1 episode that is not here (EP2): run `podcast fetch public` first, or add --replace." in refused.err
    assert podcast("publish", "public", "--no-check", "--replace").code == 0


def test_nothing_is_deleted_unasked(show: Path, podcast: Podcast) -> None:
    ran = podcast("episode", "remove", "EP1", stdin="")
    assert ran.code == 1
    assert "add --yes" in ran.err


def test_usage_errors_exit_2(show: Path, podcast: Podcast) -> None:
    assert podcast("render").code == 2
    assert podcast("render", "EP1", "--form", "long").code == 2
    assert podcast("script", "EP1", "--form", "tiny").code == 2
    assert podcast("nonsense").code == 2


def test_outside_of_a_show_the_way_out_is_told(tmp_path: Path, podcast: Podcast) -> None:
    ran = podcast("render", "EP1")
    assert ran.code == 1
    assert "podcast init" in ran.err


def test_ctrl_c_exits_130_and_says_that_nothing_is_lost(
    show: Path, podcast: Podcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("podcast.render.write_draft", interrupted)
    ran = podcast("render", "EP1")
    assert ran.code == 130
    assert "goes on from here" in ran.err


def test_a_console_without_unicode_is_no_traceback(show: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "podcast", "say", "--spoken", "50%"],
        cwd=show, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
