"""Where a digest stands, from the first render to what listeners have."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from podcast.draft import write_draft
from podcast.episode import life
from podcast.episode.names import audio_name
from podcast.episode.record import load, save
from podcast.fresh import made_with
from podcast.library import Library
from podcast.model import Audio
from podcast.show import Show, Speaker
from podcast.show.ledger import UNSENT, note
from podcast.site.build import rebuild
from podcast.status import Standing, stale, survey
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
    made = make_episode(show, audio, slug="EP1", title=draft.digest.title, number=None)
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
    assert (row.state, row.why) == ("scheduled", f"its digest {digest} is gone")
