"""Where a digest stands, from the first render to what listeners have."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from podcast.draft import Draft, write_draft
from podcast.episode import life
from podcast.episode.names import audio_name
from podcast.episode.record import load, save
from podcast.fresh import made_with
from podcast.library import Library, Work
from podcast.model import Audio
from podcast.show import Show, Speaker
from podcast.show.ledger import UNSENT, note
from podcast.site.build import rebuild
from podcast.status import Standing, same_numbers, stale, survey
from podcast.targets.bring import publish
from tests.published import NOW, make_episode, make_show

DIGEST = "# 短訊測試\n\n早安。\n\n## 晶片\n\n1. 規格\n   - 買了兩顆晶片。\n\n## 結語\n\n再見。\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """EP1 rendered as `podcast render` leaves it, its audio a few bytes."""
    show = make_show(tmp_path, speakers=(Speaker("host", "小雲", ()),))
    show.digests.mkdir()
    (show.digests / "EP1.md").write_text(DIGEST, encoding="utf-8")
    library = Library(show)
    work = library.find("EP1")
    draft = write_draft(show, work, now=NOW)
    work.folder.mkdir(parents=True)
    sha = sha256(b"x").hexdigest()
    audio = Audio(audio_name("EP1", sha), 1, sha, 40_000, -16.0, -3.0)
    (work.folder / audio.file).write_bytes(b"x")
    made = make_episode(show, audio, slug="EP1", title=draft.digest.title, number=draft.digest.number)
    made = replace(
        made, digest=draft.digest, script=draft.script, cues=(), marks=(), made_with=made_with(show, draft.script)
    )
    save(show.feed, made)
    rebuild(show, now=NOW)
    return library


def standing(library: Library, now: datetime = NOW) -> Standing:
    assert not stale(library, now)
    (row,) = survey(library, now)
    return row


def change(show: Show, how) -> None:
    episode = load(show.feed, "EP1")
    assert episode
    save(show.feed, how(episode))
    rebuild(show, now=NOW)


def test_it_is_rendered_until_a_target_has_it(library: Library, tmp_path: Path) -> None:
    assert standing(library).state == "rendered"
    assert "not published yet" in standing(library).why
    publish(library.show, str(tmp_path / "public"), dry_run=True)
    assert standing(library).state == "rendered"
    publish(library.show, str(tmp_path / "public"))
    assert standing(library).state == "published"
    note(
        library.show, UNSENT, {f"EP1/{audio_name('EP1', sha256(b'x').hexdigest())}"}
    )  # as a further render notes its audio
    assert standing(library).state == "rendered"
    assert "not yet as it is now" in standing(library).why


def test_a_scheduled_one_says_when_and_is_not_stale(library: Library, tmp_path: Path) -> None:
    at = NOW + timedelta(days=7)
    change(library.show, lambda episode: life.schedule(episode, at, NOW, sent=False))
    assert (standing(library).state, standing(library).why) == ("scheduled", "in the feed from 2026-12-01 12:00")
    publish(library.show, str(tmp_path / "public"))
    assert standing(library).state == "scheduled"
    assert standing(library, at).state == "rendered"
    change(library.show, lambda episode: life.reveal(episode, NOW))
    assert standing(library).state == "rendered"


def test_a_hidden_one_is_hidden_and_not_stale(library: Library) -> None:
    change(library.show, lambda episode: life.hide(episode, NOW))
    assert standing(library).state == "hidden"
    assert re.search("podcast episode show EP1", standing(library).why)


def test_what_changed_in_the_digest_is_still_told(library: Library) -> None:
    change(library.show, lambda episode: life.schedule(episode, NOW + timedelta(days=7), NOW, sent=False))
    digest = library.show.digests / "EP1.md"
    digest.write_text(DIGEST + "\n## 資料來源\n\n1. [報導](https://example.org/a)\n", encoding="utf-8")
    (row,) = survey(library, NOW)
    assert row.state == "stale"
    assert [work.slug for work in stale(library, NOW)] == ["EP1"]
    digest.unlink()
    (row,) = survey(library, NOW)
    assert (row.state, row.why) == (
        "scheduled", "in the feed from 2026-12-01 12:00; without a digest: digests/EP1.md is gone",
    )  # fmt: skip


def later(show: Show) -> datetime:
    """A minute after the last file was written, so that nothing is too young to be remembered."""
    newest = max(path.stat().st_mtime for path in show.root.rglob("*") if path.is_file())
    return datetime.fromtimestamp(newest + 60, NOW.tzinfo)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of which a digest was read."""
    asked: list[str] = []

    def noted(show: Show, work: Work, **more: Any) -> Draft:
        asked.append(work.slug)
        return write_draft(show, work, **more)

    monkeypatch.setattr("podcast.draft.write_draft", noted)
    return asked


CHANGES: dict[str, Callable[[Library], object]] = {
    "digest": lambda library: (library.show.digests / "EP1.md").write_text(DIGEST + " ", encoding="utf-8"),
    "script": lambda library: (library.show.scripts / "EP1.md").unlink(),
    "episode": lambda library: change(library.show, lambda episode: replace(episode, title="別的標題")),
    "audio": lambda library: next(library.show.feed.glob("EP1/*.mp3")).write_bytes(b"y"),
    "settings": lambda library: (library.show.root / "voices.yaml").write_text("speakers: {}\n"),
    "target": lambda library: publish(library.show, str(library.show.root.parent / "there")),
    "what is remembered": lambda library: (library.show.cache / "status.json").write_text("{nonsense"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_found_out_is_kept_until_something_changes(
    library: Library, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    asked = counted(monkeypatch)
    first = survey(library, later(library.show))
    assert asked == ["EP1"]
    assert survey(library, later(library.show)) == first
    assert asked == ["EP1"]
    CHANGES[what](library)
    changed = survey(library, later(library.show))
    assert asked == ["EP1", "EP1"]
    (library.show.cache / "status.json").unlink()
    assert changed == survey(library, later(library.show)), "as without a memory"


def test_a_file_that_was_just_written_is_looked_at_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, now = counted(monkeypatch), later(library.show)
    os.utime(library.show.digests / "EP1.md", (now.timestamp() - 1,) * 2)
    survey(library, now)
    survey(library, now)
    assert asked == ["EP1", "EP1"]


def test_its_time_comes_without_a_file_that_changes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    at = later(library.show) + timedelta(days=2)
    change(library.show, lambda episode: life.schedule(episode, at, NOW, sent=False))
    asked = counted(monkeypatch)
    assert [row.state for row in survey(library, later(library.show))] == ["scheduled"]
    assert [row.state for row in survey(library, at)] == ["rendered"]
    assert asked == ["EP1"]


def test_one_number_of_two_episodes_is_told(library: Library) -> None:
    rows = [
        Standing("EP1", "published", number=1, season=1), Standing("EP10", "new", number=3, season=1),
        Standing("EP2", "stale", number=3, season=1), Standing("EP3", "published", number=3, season=2),
        Standing("EP4", "broken"), Standing("EP5", "broken"),
    ]  # fmt: skip
    assert list(same_numbers(rows)) == [
        (("EP2", "EP10"), "number 3 of season 1 is that of EP2 and EP10: give one of them another")
    ]


def test_the_newest_comes_first_and_what_has_no_date_before(library: Library) -> None:
    for slug, day in (("EP2", "2026-11-25"), ("EP3", "2026-11-01"), ("EP4", None)):
        front = f"---\ndate: {day}\n---\n" if day else ""
        (library.show.digests / f"{slug}.md").write_text(front + DIGEST, encoding="utf-8")
    (library.show.digests / "EP5.md").write_bytes(b"%PDF-1.7 \0\0")
    assert [row.slug for row in survey(library, NOW)] == ["EP5", "EP4", "EP2", "EP3", "EP1"]


def test_an_episode_alone_is_listed(library: Library) -> None:
    (library.show.digests / "EP1.md").unlink()
    (library.show.scripts / "EP1.md").unlink()
    (row,) = survey(library, NOW)
    assert (row.slug, row.state, row.why) == (
        "EP1", "rendered", "kokoro; not published yet; without a digest: digests/EP1.md is gone",
    )  # fmt: skip


def test_what_was_removed_on_purpose_comes_back_only_when_it_is_named(library: Library) -> None:
    from podcast.show.ledger import REMOVED

    shutil.rmtree(library.show.feed / "EP1")
    note(library.show, REMOVED, {"EP1"})
    row = standing(library)  # which asserts that `render --all` leaves it alone
    assert (row.state, row.title) == ("removed", "短訊測試")
    assert "podcast render EP1" in row.why
