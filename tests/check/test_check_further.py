"""Further forms of an episode, and content credentials: each fault is found, and only it."""

from __future__ import annotations

import base64
import hashlib
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from podcast.check import Finding, check
from podcast.episode.describe import named
from podcast.mix import FORMS, Tags, tag, write_further
from podcast.site.build import rebuild
from tests.published import NOW, SECONDS, audio_of, make_episode, put_episode, write_mp3

TAGS = Tags("第一集", "編輯室", "早報", date(2026, 11, 24), notice="AI", identifier="g")


def tone(seconds: float, amplitude: float = 0.25) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 440 * np.arange(round(48_000 * seconds)) / 48_000)).astype(np.float32)[None]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The tone of `write_mp3` as M4A and Opus, one channel; and such as are faulty."""
    folder = tmp_path_factory.mktemp("forms")

    def write(name: str, sound: np.ndarray) -> Path:
        form = FORMS["opus" if name.endswith("opus") else "m4a"]
        write_further(folder / name, form, lambda ceiling: iter([sound]), 1, -1.0, TAGS)
        return folder / name

    good = {name: write(name, tone(SECONDS)) for name in ("a.m4a", "a.opus")}
    return good | {"short": write("short.m4a", tone(SECONDS - 1)), "soft": write("soft.m4a", tone(SECONDS, 0.1))}


Publish = Callable[..., Path]


@pytest.fixture
def published(show, audio, mp3, forms) -> Publish:
    """A feed of one episode with these files beside its MP3."""

    def publish(*files: Path, **changes: Any) -> Path:
        episode = make_episode(show, audio)
        home = show.feed / "EP1"
        home.mkdir(parents=True, exist_ok=True)
        further = []
        for file in files:
            mime = next(form.mime for form in FORMS.values() if form.suffix == file.suffix)
            made = named(replace(audio_of(file), mime=mime), file, "EP1")
            (home / made.file).write_bytes(file.read_bytes())
            further.append(replace(made, **changes))
        put_episode(show.feed, replace(episode, further=tuple(further)), mp3)
        rebuild(show, now=NOW)
        return show.feed

    return publish


def found(target: Path) -> dict[str, Finding]:
    return {f.id: f for f in check(target, now=NOW, listen=1) if f.level in ("FAIL", "WARN")}


OF_THE_TONE = {"id3.names", "id3.cover", "id3.aigc"}  # which is no episode


def test_sound_forms_pass_and_are_measured(published: Publish, forms: dict[str, Path]) -> None:
    findings = check(published(forms["a.m4a"], forms["a.opus"]), now=NOW, listen=1)
    assert {f.id for f in findings if f.level in ("FAIL", "WARN")} <= OF_THE_TONE
    passed = {f.id: f.detail for f in findings if f.level == "PASS"}
    for name in ("there", "length", "integrity", "type", "duration", "loudness", "peak"):
        assert passed[f"alternate.{name}"] in ("2 checked", "3 checked"), "of the MP3 there is a hash too"
    told = [f.detail for f in findings if f.id == "alternate.loudness.measured"]
    assert [line.partition(":")[0] for line in told] == ["audio/mp4", "audio/ogg"]


@pytest.mark.parametrize(
    ("name", "changes", "id"),
    [
        ("a.m4a", {"size": 999}, "alternate.length"),
        ("short", {}, "alternate.duration"),
        ("soft", {}, "alternate.loudness"),
    ],
)
def test_a_fault_of_a_further_form_is_found(
    published: Publish, forms: dict[str, Path], name: str, changes: dict[str, object], id: str
) -> None:
    assert set(found(published(forms[name], **changes))) - OF_THE_TONE == {id}


def test_a_form_that_is_gone_damaged_or_no_sound_is_found(published: Publish, forms: dict[str, Path]) -> None:
    feed = published(forms["a.m4a"])
    (path,) = (feed / "EP1").glob("*.m4a")
    data = path.read_bytes()
    path.write_bytes(data.replace("第一集".encode(), "第二集".encode()))
    assert set(found(feed)) - OF_THE_TONE == {"alternate.integrity"}
    path.write_bytes(b"x" * len(data))
    assert set(found(feed)) - OF_THE_TONE == {"alternate.integrity", "alternate.decodes"}
    path.unlink()
    assert set(found(feed)) - OF_THE_TONE == {"alternate.there"}


@pytest.mark.parametrize(
    ("old", "new", "id"),
    [
        ('type="audio/mp4" length=', 'type="audio/mp4" size=', "p20.alternate.facts"),
        ('length="{m4a}"', 'length="1.5"', "p20.alternate.facts"),
        ('<podcast:source uri="https://show.example/tech/EP1/{file}"/>', "", "p20.alternate.facts"),
        ('type="audio/mpeg" length="{mp3}" default', 'type="audio/mpeg" length="7" default', "p20.alternate.same"),
        ('type="audio/mp4"', 'type="audio/ogg"', "alternate.type"),
        ('type="audio/mp4"', 'type="audio/mp4" default="true"', "p20.alternate.default"),
        ("sha256-{sha}", "sha256-AAAA", "alternate.integrity"),
        ("sha256-{sha}", "sha256-.", "alternate.integrity"),
    ],
)
def test_a_fault_in_what_the_feed_says_of_it_is_found(
    published: Publish, forms: dict[str, Path], mp3: Path, old: str, new: str, id: str
) -> None:
    feed = published(forms["a.m4a"])
    (path,) = (feed / "EP1").glob("*.m4a")
    sha = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
    old = old.format(m4a=path.stat().st_size, mp3=mp3.stat().st_size, file=path.name, sha=sha)
    sound = (feed / "feed.xml").read_text()
    assert sound.count(old) == 1
    (feed / "feed.xml").write_text(sound.replace(old, new))
    assert set(found(feed)) - OF_THE_TONE == {id}


def test_what_cannot_be_fetched_over_http_is_left_alone(published: Publish, forms: dict[str, Path]) -> None:
    feed = published(forms["a.m4a"])
    sound = (feed / "feed.xml").read_text()
    more = '<podcast:source uri="ipfs://someCID"/><podcast:source uri="https://other.example/a.m4a"/><podcast:integrity'
    (feed / "feed.xml").write_text(sound.replace("<podcast:integrity", more))
    assert not set(found(feed)) - OF_THE_TONE


# ---------------------------------------------------------------- content credentials


@pytest.fixture
def signed_mp3(tmp_path: Path) -> Callable[[str], Path]:
    pytest.importorskip("c2pa")
    pytest.importorskip("cryptography")
    from podcast.credentials import signed, signer_of
    from podcast.show import Credentials, Show
    from tests.credentials.certificates import issue

    issue(tmp_path / "certs")
    signer = signer_of(Show(tmp_path, "a", "b", "c", credentials=Credentials("certs/cert.pem", "certs/key.pem")), NOW)

    def sign(made: str) -> Path:
        write_mp3(tmp_path / "plain.mp3", 3)
        tag(tmp_path / "plain.mp3", TAGS)
        signed(tmp_path / "plain.mp3", tmp_path / "EP1.mp3", "audio/mpeg", "第一集", made, signer)
        return tmp_path / "EP1.mp3"

    return sign


def credentials(path: Path) -> dict[str, tuple[str, str]]:
    return {
        f.id.partition(".")[2]: (f.level, f.detail) for f in check(path, now=NOW) if f.id.startswith("credentials.")
    }


def test_credentials_are_verified_and_told(signed_mp3: Callable[[str], Path]) -> None:
    from podcast.credentials.embed import AI, NO_AI

    told = credentials(signed_mp3(AI))
    assert (told["hold"][0], told["ai"][0]) == ("PASS", "PASS")
    assert told["by"][1].startswith("audio/mpeg: trainedAlgorithmicMedia, signed by 早報, 測試; whether")
    assert credentials(signed_mp3(NO_AI))["ai"] == (
        "WARN", "the show declares AI, the credentials say digitalCreation"
    )  # fmt: skip


def test_credentials_of_another_sound_do_not_hold(signed_mp3: Callable[[str], Path]) -> None:
    from podcast.credentials.embed import AI

    path = signed_mp3(AI)
    data = bytearray(path.read_bytes())
    data[-300] ^= 1
    path.write_bytes(data)
    level, detail = credentials(path)["hold"]
    assert level == "FAIL"
    assert "content credentials do not hold: assertion.dataHash.mismatch" in detail


def test_without_the_library_they_are_told_of(
    signed_mp3: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from podcast.credentials.embed import AI

    path = signed_mp3(AI)
    monkeypatch.setitem(sys.modules, "c2pa", None)
    assert set(credentials(path)) == {"unread"}
    assert credentials(path)["unread"][0] == "INFO"


def test_where_there_are_none_nothing_is_asked(mp3: Path) -> None:
    assert not credentials(mp3)


def test_a_form_in_which_there_is_no_sound(published: Publish, tmp_path: Path) -> None:
    path = tmp_path / "film.m4a"
    with av.open(str(path), "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8))
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    assert "alternate.decodes" in found(published(path))
