"""Signed files: what a player sees is as it was, the credentials hold, and a changed byte is noticed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

pytest.importorskip("c2pa")
pytest.importorskip("cryptography")

from podcast.credentials import Signer, has_credentials, seal, signed, signer_of, verdict_of
from podcast.credentials.embed import AI, AI_IN_PART, NO_AI, source_type
from podcast.credentials.verify import M4A, MP3
from podcast.episode.describe import named
from podcast.errors import MixError
from podcast.mix import FORMS, Tags, tag, write_further
from podcast.mix.encode import Mp3, encode, write
from podcast.model import Audio, Episode, Mark
from podcast.show import Credentials, Show
from podcast.sound import load
from tests.credentials.certificates import NOW, issue
from tests.published import audio_of, make_episode, make_show

MARKS = (Mark("開場", 0, 400), Mark("第一則：晶片 📈", 400, 1200), Mark("結尾", 1200, 2000))
TAGS = Tags(
    "第一集", "編輯室", "早報", date(2026, 11, 24), MARKS, track=1, notice="AI", identifier="g", cover=b"\xff\xd8"
)
TONE = (0.2 * np.sin(np.arange(96_000) / 10)).astype(np.float32)


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    issue(tmp_path / "certs")
    show = Show(tmp_path, "早報", "x", "x", credentials=Credentials("certs/cert.pem", "certs/key.pem"))
    found = signer_of(show, NOW)
    assert found is not None
    return found


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp3"
    write(path, encode(np.stack((TONE, TONE)), Mp3(), last=True).body, Mp3())
    tag(path, TAGS)
    return path


@pytest.fixture
def m4a(tmp_path: Path) -> Path:
    path = tmp_path / "a.m4a"
    write_further(path, FORMS["m4a"], lambda ceiling: iter([np.stack((TONE, TONE))]), 2, -1.0, TAGS)
    return path


def seen(path: Path) -> tuple[object, ...]:
    """What a player makes of it: chapters, texts, length."""
    with av.open(str(path)) as file:
        chapters = [(c["start"] * c["time_base"], c["metadata"]["title"]) for c in file.chapters()]
        texts = {k: v for k, v in file.metadata.items() if k not in ("major_brand", "compatible_brands")}
        return chapters, texts, file.streams.audio[0].duration, file.streams.audio[0].start_time


def judge(path: Path, mime: str):
    with path.open("rb") as file:
        return verdict_of(file, mime)


@pytest.mark.parametrize(("name", "mime"), [("mp3", MP3), ("m4a", M4A)])
def test_a_signed_file_plays_as_before(
    name: str, mime: str, request: pytest.FixtureRequest, signer: Signer, tmp_path: Path
) -> None:
    plain, path = request.getfixturevalue(name), tmp_path / f"signed.{name}"
    assert not has_credentials(plain.read_bytes())
    signed(plain, path, mime, "第一集", AI, signer)
    assert has_credentials(path.read_bytes())
    assert seen(path) == seen(plain)
    assert seen(path)[0] == [(Fraction(mark.start_ms, 1000), mark.title) for mark in MARKS]
    assert np.array_equal(load(path), load(plain))
    verdict = judge(path, mime)
    assert (verdict.problems, verdict.made, verdict.by) == ((), (AI,), "早報, 測試")
    assert not verdict.trusted
    assert path.stat().st_size - plain.stat().st_size < 16_000


def test_the_tag_of_an_mp3_stays_as_it_was_written(mp3: Path, signer: Signer, tmp_path: Path) -> None:
    """AntennaPod misreads UTF-8, others look for the date of version 2.3: all other frames are the same bytes."""
    from mutagen.id3 import ID3

    signed(mp3, tmp_path / "b.mp3", MP3, "第一集", AI, signer)
    plain, made = mp3.read_bytes(), (tmp_path / "b.mp3").read_bytes()
    size = int.from_bytes(plain[6:8]) * 16_384 + plain[8] * 128 + plain[9]
    assert made[:6] == plain[:6] == b"ID3\x03\0\0"
    assert made[10 : 10 + size] == plain[10 : 10 + size]
    assert made[10 + size :].startswith(b"GEOB")
    assert made.endswith(plain[10 + size :])
    tags, before = ID3(tmp_path / "b.mp3"), ID3(mp3)
    assert tags.version == (2, 3, 0)
    assert set(tags) - set(before) == {"GEOB:c2pa manifest store"}
    assert {frame.sub_frames.getall("TIT2")[0].encoding for frame in tags.getall("CHAP")} == {1}


@pytest.mark.parametrize(("name", "mime"), [("mp3", MP3), ("m4a", M4A)])
@pytest.mark.parametrize("share", [0.6, 0.999])
def test_a_changed_byte_is_noticed(
    name: str, mime: str, share: float, request: pytest.FixtureRequest, signer: Signer, tmp_path: Path
) -> None:
    path = tmp_path / f"b.{name}"
    signed(request.getfixturevalue(name), path, mime, "第一集", AI, signer)
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 1
    path.write_bytes(data)
    (problem,) = judge(path, mime).problems
    assert "Hash.mismatch" in problem


def test_a_changed_title_or_a_cut_manifest_is_noticed(mp3: Path, signer: Signer, tmp_path: Path) -> None:
    path = tmp_path / "b.mp3"
    signed(mp3, path, MP3, "第一集", AI, signer)
    data = path.read_bytes()
    old, new = ("開場".encode("utf-16-le"), "關場".encode("utf-16-le"))
    path.write_bytes(data.replace(old, new, 1))
    assert "dataHash.mismatch" in judge(path, MP3).problems[0]
    at = data.index(b"trainedAlgorithmicMedia")
    path.write_bytes(data[:at] + b"x" + data[at + 1 :])
    assert judge(path, MP3).problems
    at = data.index(b"c2pa manifest store\0") + 20
    path.write_bytes(data[:at] + bytes(40) + data[at + 40 :])
    assert has_credentials(path.read_bytes())
    assert judge(path, MP3).problems


@pytest.mark.parametrize("data", [b"", b"ID3", b"ID3\x03\0\0\0\0\x7f\x7f", b"\0\0\0\x20ftypM4A ", b"\0\0\0\0ftyp" * 9])
def test_no_credentials_in_what_is_no_audio(data: bytes) -> None:
    assert not has_credentials(data)
    assert verdict_of(io.BytesIO(data), MP3).problems


@pytest.mark.parametrize(
    ("text", "voice", "made"),
    [(True, True, AI), (False, True, AI), (True, False, AI_IN_PART), (False, False, NO_AI)],
)
def test_how_it_was_made_is_what_the_show_declares(text: bool, voice: bool, made: str) -> None:
    assert source_type(text, voice) == made
    assert made.startswith("http://cv.iptc.org/newscodes/digitalsourcetype/")


def test_what_cannot_be_signed_leaves_no_file(tmp_path: Path, mp3: Path, signer: Signer) -> None:
    broken = replace(signer, sign=lambda data: bytes(64))
    with pytest.raises(MixError, match=r"“a\.mp3” cannot be signed with content credentials \(.+"):
        signed(mp3, tmp_path / "b.mp3", MP3, "x", AI, broken)
    assert not (tmp_path / "b.mp3").exists()
    with pytest.raises(MixError, match=r"gone\.mp3”.*No such file"):
        signed(tmp_path / "gone.mp3", tmp_path / "b.mp3", MP3, "x", AI, signer)


# ---------------------------------------------------------------- a render again


def audio(path: Path) -> Audio:
    return named(replace(audio_of(path, 2), mime=M4A if path.suffix == ".m4a" else MP3), path, "EP1")


@pytest.fixture
def fresh(tmp_path: Path, mp3: Path, m4a: Path) -> Callable[[], Episode]:
    """EP1 as the mix leaves it, unsigned."""
    from podcast.fresh import made_with

    show = replace(make_show(tmp_path), credentials=Credentials("certs/cert.pem", "certs/key.pem"))
    folder = tmp_path / "EP1"
    folder.mkdir()

    def again() -> Episode:
        (folder / ".EP1.1.mp3").write_bytes(mp3.read_bytes())
        further = audio(m4a)
        (folder / further.file).write_bytes(m4a.read_bytes())
        made = make_episode(show, audio(mp3), further=(further,))
        return replace(made, made_with=made_with(show, made.script))

    return again


def files(tmp_path: Path) -> dict[str, str]:
    """What lies there, by name; the MP3 still has none."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "EP1").iterdir()}


def take_its_place(tmp_path: Path, episode: Episode) -> None:
    (tmp_path / "EP1" / ".EP1.1.mp3").rename(tmp_path / "EP1" / episode.audio.file)


def test_rendered_again_the_signed_files_stay_byte_for_byte(
    tmp_path: Path, fresh: Callable[[], Episode], signer: Signer
) -> None:
    mp3 = tmp_path / "EP1" / ".EP1.1.mp3"
    first = seal(signer, fresh(), mp3, None)
    take_its_place(tmp_path, first)
    before = files(tmp_path)
    assert before == {first.audio.file: first.audio.sha256, first.further[0].file: first.further[0].sha256}
    again = seal(signer, fresh(), mp3, first)
    assert (again.audio, again.further) == (first.audio, first.further)
    take_its_place(tmp_path, again)
    assert files(tmp_path) == before


def test_another_certificate_or_a_damaged_file_is_signed_anew(
    tmp_path: Path, fresh: Callable[[], Episode], signer: Signer
) -> None:
    mp3 = tmp_path / "EP1" / ".EP1.1.mp3"
    first = seal(signer, fresh(), mp3, None)
    take_its_place(tmp_path, first)
    (tmp_path / "EP1" / first.audio.file).write_bytes(b"damaged")
    second = seal(signer, fresh(), mp3, first)
    assert second.audio.sha256 != first.audio.sha256
    assert second.audio.unsigned_sha256 == first.audio.unsigned_sha256
    assert second.further == first.further
    take_its_place(tmp_path, second)
    issue(tmp_path / "certs")
    third = seal(signer, fresh(), mp3, second)
    assert {third.audio.sha256, third.further[0].sha256}.isdisjoint({second.audio.sha256, second.further[0].sha256})


def test_what_was_published_unsigned_stays_until_it_is_pruned(
    tmp_path: Path, fresh: Callable[[], Episode], signer: Signer
) -> None:
    plain = fresh()
    made = seal(signer, fresh(), tmp_path / "EP1" / ".EP1.1.mp3", plain)
    assert plain.further[0].file in files(tmp_path)
    assert made.further[0].file in files(tmp_path)
