"""`podcast rename OLD NEW`: what listeners' apps know an episode by stays, and old links lead on."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from podcast import rename as renaming
from podcast.draft import write_draft
from podcast.episode.names import audio_name, safe_name
from podcast.episode.record import load, save
from podcast.errors import DigestError
from podcast.fresh import Verdict, judge, made_with
from podcast.library import Library
from podcast.model import Audio, Episode
from podcast.rename import refuse_former_name, rename
from podcast.show import Speaker
from podcast.show.ledger import note_clips, noted_clips
from podcast.site.build import rebuild
from podcast.targets.bring import publish
from podcast.targets.fetch import fetch
from tests.published import NOW, make_episode, make_show

DIGEST = "---\nnumber: 1\n---\n# 短訊測試\n\n早安。\n\n## 晶片\n\n1. 規格\n   - 買了兩顆晶片。\n\n## 結語\n\n再見。\n"
AUDIO = b"audio"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """EP1, edited, rendered twice, and published; beside it the page that its digest was made from."""
    show = make_show(tmp_path / "show", speakers=(Speaker("host", "小雲", ()),))
    show.digests.mkdir(parents=True)
    (show.digests / "EP1.md").write_text(DIGEST, encoding="utf-8")
    (show.digests / "EP1.html").write_text("<p>內文</p>", encoding="utf-8")
    library = Library(show)
    write_draft(show, library.find("EP1"), now=NOW)
    script = show.scripts / "EP1.md"
    script.write_text(script.read_text(encoding="utf-8").replace("再見。", "明天見。"), encoding="utf-8")
    (show.scripts / "EP1.md.bak2").write_text("# 以前的\n", encoding="utf-8")
    draft = write_draft(show, library.find("EP1"), now=NOW)
    sha, older = sha256(AUDIO).hexdigest(), sha256(b"older").hexdigest()
    made = make_episode(show, Audio("", len(AUDIO), sha, 40_000, -16.0, -3.0), slug="EP1")
    earlier = Audio(audio_name("EP1", older), 5, older, 40_000, -16.0, -3.0)
    made = replace(
        made, digest=draft.digest, title=draft.digest.title, script=draft.script, cues=(), marks=(), earlier=(earlier,),
        digest_file=draft.digest_file, made_with=made_with(show, draft.script),
    )  # fmt: skip
    save(show.feed, made)
    (show.feed / "EP1" / made.audio.file).write_bytes(AUDIO)
    (show.feed / "EP1" / earlier.file).write_bytes(b"older")
    note_clips(show, "EP1", {"ab", "cd"})
    rebuild(show, now=NOW)
    publish(show, str(tmp_path / "public"))
    return library


def items(feed: Path) -> list[tuple[str, str, str]]:
    """(guid, date, enclosure) of each."""
    found = ElementTree.parse(feed).findall("channel/item")
    return [(i.findtext("guid", ""), i.findtext("pubDate", ""), i.find("enclosure").attrib["url"]) for i in found]


@pytest.mark.parametrize("new", ["EP-one", "第一集"])
def test_guid_and_date_stay_and_old_links_lead_on(library: Library, tmp_path: Path, new: str) -> None:
    show, public, home = library.show, tmp_path / "public", safe_name(new)
    (before,) = items(show.feed / "feed.xml")
    rename(library, "EP1", new, NOW)
    (after,) = items(show.feed / "feed.xml")
    assert after[:2] == before[:2]
    assert after[2] == f"https://show.example/tech/{home}/{audio_name(new, sha256(AUDIO).hexdigest())}"
    assert f'"../{home}/"' in (show.feed / "EP1" / "index.html").read_text(encoding="utf-8")

    steps = publish(show, str(public))
    assert [step.name for step in steps if step.name.endswith(".mp3")] == [f"{home}/{Path(after[2]).name}"]
    assert not (public / "EP1" / "episode.json").exists(), "no fetch brings it back"
    assert (public / before[2].removeprefix("https://show.example/tech/")).read_bytes() == AUDIO, "for who has it"
    assert f'"../{home}/"' in (public / "EP1" / "index.html").read_text(encoding="utf-8")
    publish(show, str(public), prune=True)
    assert (public / "EP1" / "index.html").exists()
    assert not list((public / "EP1").glob("*.mp3"))


def test_all_that_belongs_to_it_moves_and_nothing_is_made_again(library: Library) -> None:
    show = library.show
    scripts = {path.name: path.read_text(encoding="utf-8") for path in show.scripts.iterdir()}
    rename(library, "EP1", "EP7", NOW)
    assert sorted(path.name for path in show.digests.iterdir()) == ["EP7.html", "EP7.md"]
    assert sorted(path.name for path in show.scripts.iterdir()) == ["EP7.md", "EP7.md.bak2"]
    moved = (show.scripts / "EP7.md").read_text(encoding="utf-8")
    assert moved == scripts["EP1.md"].replace("digests/EP1.md", "digests/EP7.md")
    assert "digest: digests/EP7.md\n" in moved
    assert noted_clips(show, "EP7") == {"ab", "cd"}
    assert [work.slug for work in library.all()] == ["EP7"]
    assert [path.name for path in (show.feed / "EP1").iterdir()] == ["index.html"]
    draft = write_draft(show, library.find("EP7"), now=NOW, save=False)
    assert draft.outcome == "kept"
    assert judge(show, draft, NOW) == Verdict()
    with pytest.raises(DigestError, match="There is no digest “EP1”"):
        library.find("EP1")


def test_a_draft_is_renamed_too(library: Library) -> None:
    (library.show.digests / "EP2.md").write_text(DIGEST, encoding="utf-8")
    assert rename(library, "EP2", "EP3", NOW) is None
    assert [work.slug for work in library.all()] == ["EP1", "EP3"]


def test_its_own_name_is_no_new_one(library: Library) -> None:
    with pytest.raises(DigestError, match="EP1 is its name already"):
        rename(library, "EP1", "EP1", NOW)


@pytest.mark.parametrize("new", ["EP1", "EP2", "EP3", "EP4", "a b", "", "../x", "！"])
def test_a_name_that_is_taken_or_none_is_refused(library: Library, new: str) -> None:
    show = library.show
    (show.digests / "EP2.txt").write_text("x")
    (show.scripts / "EP3.md").write_text("x")
    episode = load(show.feed, "EP1")
    assert episode
    audio = replace(episode.audio, file=audio_name("EP4", episode.audio.sha256))
    save(show.feed, replace(episode, slug="EP4", audio=audio, earlier=()))
    before = sorted(path.relative_to(show.root) for path in show.root.rglob("*"))
    with pytest.raises(DigestError):
        rename(library, "EP1", new, NOW)
    assert sorted(path.relative_to(show.root) for path in show.root.rglob("*")) == before


def test_a_run_that_was_killed_is_ended_by_the_next(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    for step in ("_files", "_mend_origin", "note", "_clear"):
        with monkeypatch.context() as patch:
            patch.setattr(renaming, step, kill)
            with pytest.raises(Killed):
                rename(library, "EP1", "EP7", NOW)
    ended = rename(library, "EP1", "EP7", NOW)
    assert isinstance(ended, Episode)
    assert (ended.slug, ended.formerly) == ("EP7", ("EP1",))
    assert [path.parent.name for path in library.show.feed.glob("*/episode.json")] == ["EP7"]
    assert [work.slug for work in library.all()] == ["EP7"]


@pytest.mark.parametrize("ended", [True, False])
def test_the_same_command_again_overwrites_nothing(library: Library, ended: bool) -> None:
    show, other = library.show, "# 另一集\n\n別的事。\n"
    record = (show.feed / "EP1" / "episode.json").read_bytes()
    rename(library, "EP1", "EP7", NOW)
    rename(library, "EP1", "EP7", NOW)
    if not ended:
        (show.feed / "EP1" / "episode.json").write_bytes(record)
    (show.digests / "EP1.md").write_text(other, encoding="utf-8")
    with pytest.raises(DigestError, match=r"EP1 is called EP7 already, and .*EP1\.md came after that"):
        rename(library, "EP1", "EP7", NOW)
    assert (show.digests / "EP7.md").read_text(encoding="utf-8") == DIGEST
    assert (show.digests / "EP1.md").read_text(encoding="utf-8") == other


def test_a_fetch_before_it_is_published_does_not_bring_the_old_one_back(library: Library, tmp_path: Path) -> None:
    rename(library, "EP1", "EP7", NOW)
    assert fetch(library.show, str(tmp_path / "public")) == ()
    assert [path.parent.name for path in library.show.feed.glob("*/episode.json")] == ["EP7"]


def test_a_new_episode_does_not_take_its_guid(library: Library) -> None:
    rename(library, "EP1", "EP7", NOW)
    with pytest.raises(DigestError, match="EP1 was the name of EP7"):
        refuse_former_name(library.show, "EP1")
    refuse_former_name(library.show, "EP2")


def test_it_can_be_called_as_before(library: Library) -> None:
    before = load(library.show.feed, "EP1")
    rename(library, "EP1", "EP7", NOW)
    back = rename(library, "EP7", "EP1", NOW)
    assert before
    assert back
    assert (back.guid, back.published, back.audio) == (before.guid, before.published, before.audio)
    assert (library.show.feed / "EP1" / before.audio.file).read_bytes() == AUDIO
    assert "transcript" in (library.show.feed / "EP1" / "index.html").read_text(encoding="utf-8")


def test_further_forms_get_the_new_name_too(library: Library) -> None:
    show = library.show
    episode = load(show.feed, "EP1")
    assert episode
    sha = sha256(b"opus").hexdigest()
    form = Audio(audio_name("EP1", sha, ".opus"), 4, sha, 40_000, -16.0, -3.0, "audio/ogg")
    save(show.feed, replace(episode, further=(form,)))
    (show.feed / "EP1" / form.file).write_bytes(b"opus")
    rename(library, "EP1", "EP7", NOW)
    moved = load(show.feed, "EP7")
    assert moved
    assert moved.further[0].file == audio_name("EP7", sha, ".opus")
    assert (show.feed / "EP7" / moved.further[0].file).read_bytes() == b"opus"
