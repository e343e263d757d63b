"""The show's music: ours or the author's, below the voice, between stories, faded, looped, without a click."""

from __future__ import annotations

import wave
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from podcast.errors import PodcastError
from podcast.mix import Score, Timeline, kinds, lay_out, marks, master, score
from podcast.mix.balance import balance
from podcast.mix.encode import Mp3, encode, write
from podcast.mix.kept import Kept
from podcast.mix.layout import DOWN_DB, UP_DB, Kind
from podcast.mix.music import LONGEST_S
from podcast.mix.samples import placement_sound
from podcast.mix.timeline import Placement
from podcast.model import Chapter, Line, Script
from podcast.show import Loudness, Music, Show
from podcast.show.music_files import music_files, our_file
from podcast.sound import PER_MS, RATE, integrated, load, profile
from tests.mix.conftest import Take, piece, take, voiced, whole
from tests.mix.measure import lufs

OURS = {name: our_file(name) for name in LONGEST_S}
KINDS: tuple[Kind, ...] = ("opening", "highlights", "story", "story", "closing")


def files(**changes: Path | None) -> dict[str, Path | None]:
    return dict.fromkeys(OURS) | changes


def wav(path: Path, sound: np.ndarray, rate: int = RATE) -> Path:
    """Shape (channels, samples), floats."""
    with wave.open(str(path), "wb") as file:
        file.setparams((len(sound), 2, rate, 0, "NONE", ""))
        file.writeframes((sound.T * 32_000).astype("<i2").tobytes())
    return path


def tone(seconds: float, hertz: float = 440, amplitude: float = 0.25, rate: int = RATE) -> np.ndarray:
    return np.asarray(amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate))


def aside(seconds: float, hertz: float = 440) -> np.ndarray:
    """Heard in the difference of both channels only, where no voice is."""
    one = tone(seconds, hertz)
    return np.stack((one, -one))


def programme(score: Score, taken: Take | None = None) -> tuple[Take, Timeline]:
    taken = taken or take([["一" * 8] * 2, ["一" * 9] * 3, ["一" * 8], ["一" * 10] * 2, ["好" * 6]], pause_ms=1200)
    return taken, lay_out(taken.utterances, taken.heard, score, KINDS)


def bed_of(timeline: Timeline) -> Placement:
    return next(p for p in timeline.placements if p.levels)


# ---------------------------------------------------------------- pieces


@pytest.mark.parametrize("name", OURS)
def test_a_piece_of_ours_is_short_warm_and_wide_and_does_not_click(name: str) -> None:
    sound = load(OURS[name])
    low, high = {"opening": (5, 8), "bed": (15, 30), "sting": (1, 2), "closing": (6, 10)}[name]
    assert low <= sound.shape[1] / RATE <= high
    assert OURS[name].stat().st_size < 400_000
    assert np.abs(sound).max() < 0.6
    assert np.abs(np.diff(sound, axis=1)).max() < 0.1
    assert 0.3 < np.asarray(np.corrcoef(sound))[0, 1] < 0.95, "wide, and whole on one loudspeaker"
    spectrum = np.abs(np.fft.rfft(sound.mean(axis=0))) ** 2
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    assert spectrum[hertz < 1000].sum() > 0.8 * spectrum.sum(), "warm: it leaves the top to the voice"


def test_pieces_begin_and_end_without_a_step() -> None:
    made = score(OURS)
    for each in (made.opening, made.sting, made.closing):
        assert np.abs(each.sound[:, :24]).max() < 200
        assert np.abs(each.sound[:, -24:]).max() < 200
    loop = made.bed.sound.astype(np.float64)
    joint = np.abs(loop[:, :1] - loop[:, -1:])[:, 0]
    assert (joint <= np.abs(np.diff(loop, axis=1)).max(axis=1)).all()
    assert not made.told


def test_a_bed_goes_over_into_its_own_beginning(tmp_path: Path) -> None:
    """A steady tone stays one when it is repeated: no dip, no bulge, no step."""
    loop = score(files(bed=wav(tmp_path / "a.wav", tone(3)[None]))).bed.sound.astype(np.float64)
    twice = np.concatenate((loop[0], loop[0]))
    peaks = np.abs(twice[: len(twice) // 480 * 480].reshape(-1, 480)).max(axis=1)
    assert peaks.max() < 1.05 * peaks.min()
    assert np.abs(np.diff(twice)).max() < 1.05 * np.abs(np.diff(loop[0][4800:9600])).max()


@pytest.mark.parametrize("name", OURS)
def test_a_file_of_the_show_takes_its_place(tmp_path: Path, name: str) -> None:
    write(tmp_path / "a.mp3", encode(np.stack((tone(3), tone(3))).astype(np.float32), Mp3(), last=True).body, Mp3())
    wav(tmp_path / "a.wav", tone(3, rate=22_050)[None], 22_050)
    for file in ("a.mp3", "a.wav"):
        made = getattr(score(files(**{name: tmp_path / file})), name).sound
        assert made.shape[0] == 1, "both channels are the same"
        assert 1.4 <= made.shape[1] / RATE <= 3.01
        middle = made[0, RATE // 2 : RATE]
        assert np.argmax(np.abs(np.fft.rfft(middle))) * RATE / len(middle) == pytest.approx(440, abs=4)


@pytest.mark.parametrize("name", OURS)
def test_of_a_long_file_no_more_is_decoded_than_is_used(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from podcast import sound

    decoded = 0
    frames = sound.frames

    def counted(path: Path):
        nonlocal decoded
        for frame in frames(path):
            decoded += frame.samples
            yield frame

    monkeypatch.setattr("podcast.mix.music.frames", counted)
    wav(tmp_path / "a.wav", np.tile(tone(1, rate=8000), 300)[None], 8000)
    made = score(files(**{name: tmp_path / "a.wav"}))
    most = LONGEST_S[name]
    assert getattr(made, name).sound.shape[1] <= most * RATE
    assert decoded <= (most + 2) * RATE
    assert "its first" in made.told[0]
    if name != "bed":
        assert np.abs(getattr(made, name).sound[:, -480:]).max() < 500, "faded where it was cut"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "music.opening, does not exist"),
        (b"this is no sound at all" * 100, "cannot be read as sound"),
        (b"", "cannot be read as sound"),
    ],
)
def test_a_file_that_cannot_be_heard(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "in.mp3").write_bytes(content)
    with pytest.raises(PodcastError, match=message):
        score(files(opening=tmp_path / "in.mp3"))


@pytest.mark.parametrize("quiet", ["", "/silence"])
def test_a_silent_file_is_told(tmp_path: Path, quiet: str) -> None:
    with pytest.raises(PodcastError, match="holds only silence"):
        score(files(sting=wav(tmp_path / "a.wav", np.zeros((1, 8000)), 8000)))


@pytest.mark.parametrize(
    ("music", "wanted"),
    [
        (Music(), OURS),
        (Music(opening="a.mp3"), files(opening=Path("a.mp3"), closing=OURS["closing"])),
        (Music(opening="", closing=""), files()),
        (Music(sting=""), OURS | {"sting": None}),
        (Music(opening="a.mp3", bed="on"), files(opening=Path("a.mp3"), closing=OURS["closing"], bed=OURS["bed"])),
        (Music(bed="b.ogg"), OURS | {"bed": Path("b.ogg")}),
    ],
)
def test_what_is_not_said_goes_with_what_is(music: Music, wanted: dict[str, Path | None]) -> None:
    """Who brings music of his own, or wants none, gets no other beside it."""
    assert music_files(Show(Path(), "a", "b", "c", music=music)) == wanted


# ---------------------------------------------------------------- where it stands


def test_chapters_are_known_by_what_they_say() -> None:
    def chapter(title: str, *sources: str) -> Chapter:
        return Chapter(title, tuple(Line("一", source=(source,)) for source in sources) or (Line("一"),))

    full = (chapter("a", "title", "intro.1"), chapter("b", "highlights.1"), chapter("c", "story1.1"))
    assert kinds(Script("", "", (*full, chapter("d", "story2.1"), chapter("e", "outro.1")))) == KINDS
    by_hand = Script("", "", tuple(chapter(title) for title in "abc"))
    assert kinds(by_hand) == ("opening", "story", "closing")
    assert kinds(Script("", "", (chapter("a"), chapter("重點", "story1"), chapter("c"))), "重點")[1] == "highlights"
    assert kinds(Script("", "", (chapter("a", "title", "intro.1"),))) == ("story",), "no bed below all of an essay"


def test_a_sting_stands_between_stories_in_the_middle_of_their_pause() -> None:
    taken, timeline = programme(score(files(sting=OURS["sting"])))
    stings = [p for p in timeline.placements if not p.speaker]
    assert len(stings) == 1
    speech = timeline.speech
    before, after = speech[5], speech[6]
    assert stings[0].start_ms - before.end_ms == 600
    assert after.start_ms - stings[0].end_ms == pytest.approx(600, abs=8)
    assert marks(timeline, taken.script)[3].start_ms == after.start_ms


def test_pauses_are_what_the_script_says_whatever_music_there_is() -> None:
    for music in (Score(), score(OURS), score(files(bed=OURS["bed"]))):
        _, timeline = programme(music)
        gaps = [b.start_ms - a.end_ms for a, b in pairwise(timeline.speech)]
        plain = gaps[:4] + gaps[6:7]
        assert plain == pytest.approx([1200] * len(plain), abs=8)


def test_pauses_are_heard_to_10_ms_whatever_stands_between() -> None:
    """Measured in the sound: behind the opening, around the sting, before the closing, between lines."""
    burst = tone(0.617, 500, 0.5, 24_000) * 32_768
    taken = take([["一"] * 2, ["一"] * 2, ["一"] * 2, ["一"]], [burst.astype(np.int16)] * 7, pause_ms=1200)
    beep = piece(np.stack((tone(1.003, 300),) * 2))
    timeline = lay_out(
        taken.utterances, taken.heard, Score(beep, None, beep, beep), ("opening", "story", "story", "closing")
    )
    sound = np.abs(whole(timeline, taken.read)[0])
    loud = np.flatnonzero(sound > 0.02)
    breaks = np.flatnonzero(np.diff(loud) > 4800)
    gaps = [(loud[at + 1] - loud[at]) / PER_MS for at in breaks]
    assert gaps == pytest.approx([350, 1200, 1200, 1200, 600, 600, 1200, 1200, 700], abs=10)


def test_the_bed_ducks_under_the_voice_and_comes_back() -> None:
    _, timeline = programme(Score(bed=piece(aside(4))))
    bed = bed_of(timeline)
    side = placement_sound(bed, lambda clip: None, bed.start, bed.end)[0]
    blocks = np.abs(side[: len(side) // 480 * 480].reshape(-1, 480)).max(axis=1)  # of 10 ms: more than a wave
    level = 20 * np.log10(blocks / 0.25 + 1e-6)
    first, *_, last = [p for p in timeline.speech if p.chapter < 2]

    def at(ms: int) -> float:
        return float(level[(ms - bed.start_ms) // 10])

    assert at(first.start_ms - 450) == pytest.approx(UP_DB, abs=0.3)
    assert at(first.start_ms - 225) == pytest.approx((UP_DB + DOWN_DB) / 2, abs=1)
    assert at(first.start_ms) == pytest.approx(DOWN_DB, abs=0.3)
    pause = timeline.speech[1]
    assert at(pause.end_ms - 20) == at(pause.end_ms + 80) == pytest.approx(DOWN_DB, abs=0.3)
    assert at(pause.end_ms + 350) == pytest.approx((UP_DB + DOWN_DB) / 2, abs=1), "it comes back in half a second"
    assert at(pause.end_ms + 540) < UP_DB - 0.2
    assert at(pause.end_ms + 620) == pytest.approx(UP_DB, abs=0.1), "in a pause of 1.2 s"
    assert at(last.end_ms + 900) == pytest.approx(UP_DB, abs=0.3)
    assert level[-1] < -40, "faded out"
    assert np.abs(side[:480]).max() < 0.01
    assert bed.end_ms <= timeline.speech[5].start_ms - 592, "gone before the first story"


def test_in_a_short_pause_the_bed_stays_down() -> None:
    taken = take([["一" * 8] * 3, ["一" * 9], ["好"]], pause_ms=900)
    timeline = lay_out(taken.utterances, taken.heard, Score(bed=piece(aside(4))), ("opening", "highlights", "closing"))
    assert len(bed_of(timeline).levels) == 8


# ---------------------------------------------------------------- what is delivered


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Timeline, np.ndarray]:
    """A bed on the sides, of one tone; the voice is in the centre."""
    taken, timeline = programme(Score(bed=piece(aside(5, 330))))
    path = tmp_path_factory.mktemp("mix") / "a.mp3"
    master(timeline, taken.read, Loudness(), path)
    return timeline, load(path)


def test_the_voice_is_15_lu_above_the_bed_and_more(delivered: tuple[Timeline, np.ndarray]) -> None:
    timeline, sound = delivered
    for p in timeline.speech[:5]:
        part = sound[:, p.start : p.end]
        voice, bed = (part[0] + part[1]) / 2, (part[0] - part[1]) / 2
        assert lufs(np.stack((voice, voice))) - lufs(np.stack((bed, bed))) >= 15


def test_at_no_joint_is_there_a_step(tmp_path: Path) -> None:
    """Clips that an engine cut off at full height, between and below our music, in the delivered file."""
    cut = np.full(36_000, 12_000) + tone(1.5, 700, 12_000, 24_000)
    taken, timeline = programme(
        score(OURS), take([["一"] * 2, ["一"], ["一"] * 2, ["一"], ["好"]], [cut.astype(np.int16)] * 7)
    )
    found = master(timeline, taken.read, Loudness(), tmp_path / "a.mp3")
    steps = np.abs(np.diff(load(tmp_path / "a.mp3"), axis=1)).max(axis=0)
    places = {at for p in timeline.placements for at in (p.first, p.start, p.end, p.last)}
    joints = sorted(places | {section.start for section in timeline.sections()})
    within = steps[timeline.speech[3].start + 4800 : timeline.speech[3].end - 4800].max()
    assert len(joints) > 30
    assert all(steps[max(0, at - 144) : at + 144].max() < 1.4 * within for at in joints if at < found.samples)
    assert within < 0.03, "of a tone of 700 Hz: what was cut off would be a step of 0.2"


def test_where_sections_join_below_the_bed_there_is_no_step(delivered: tuple[Timeline, np.ndarray]) -> None:
    """The tone goes on across each joint as it goes on elsewhere."""
    timeline, sound = delivered
    joints = [s.start for s in timeline.sections() if s.before]
    assert len(joints) >= 4
    side = (sound[0] - sound[1]) / 2
    bend = np.abs(np.diff(side, 2))
    for joint in joints:
        near, around = bend[joint - 1300 : joint + 1300], bend[joint - 9000 : joint + 9000]
        assert near.max() <= 1.5 * np.percentile(around, 99.5)


def test_sections_below_the_bed_sound_as_all_of_it_encoded_at_once(tmp_path: Path) -> None:
    taken, timeline = programme(Score(bed=piece(aside(5, 330))))
    timeline = balance(timeline, -20, Kept())
    from podcast.mix.samples import section_sound

    sections = timeline.sections()
    sounds = [section_sound(section, taken.read) for section in sections]
    frames = [
        encode(np.broadcast_to(sound, (2, sound.shape[1])), Mp3(), s is sections[-1], s.before, s.after).body
        for s, sound in zip(sections, sounds, strict=True)
    ]
    write(tmp_path / "a.mp3", [packet for some in frames for packet in some], Mp3())
    bodies = [x[:, s.before : s.before + s.length] for s, x in zip(sections, sounds, strict=True)]
    once = np.concatenate([np.broadcast_to(body, (2, body.shape[1])) for body in bodies], axis=1)
    write(tmp_path / "b.mp3", encode(once, Mp3(), last=True).body, Mp3())
    parts, whole = load(tmp_path / "a.mp3"), load(tmp_path / "b.mp3")
    assert parts.shape == whole.shape == once.shape
    error, reference = np.square(parts - once), np.square(whole - once)
    assert error.mean() < 1.05 * reference.mean()
    for section in sections[1:]:
        around = slice(section.start - 3456, section.start + 3456)
        assert error[:, around].max() <= 2 * reference[:, around].max() + 1e-7


def test_edits_below_the_bed_give_the_bytes_of_a_mix_from_nothing(tmp_path: Path) -> None:
    music = score(files(bed=OURS["bed"]))
    taken, timeline = programme(music, take([["一" * 5] * 2, ["一" * 4], ["二" * 4], ["二"], ["好"]], pause_ms=900))
    master(timeline, taken.read, Loudness(), tmp_path / "a.mp3", kept=Kept(tmp_path / "kept"))
    clips = list(taken.clips)
    sound = voiced(0.9, 77)
    clips[1] = replace(clips[1], key="edited", duration_samples=len(sound))
    edited = replace(taken, clips=tuple(clips), read=lambda clip: sound if clip.key == "edited" else taken.read(clip))
    _, timeline = programme(music, edited)
    master(timeline, edited.read, Loudness(), tmp_path / "a.mp3", kept=Kept(tmp_path / "kept"))
    master(timeline, edited.read, Loudness(), tmp_path / "b.mp3")
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_file_of_the_author_is_as_loud_as_ours_however_loud_it_came(tmp_path: Path) -> None:
    for amplitude in (0.01, 0.9):
        loud = wav(tmp_path / f"{amplitude}.wav", np.stack((tone(3, 500, amplitude),) * 2))
        taken, timeline = programme(score(files(closing=loud)))
        closing = balance(timeline, -16, Kept()).placements[-1]
        heard = placement_sound(closing, taken.read, closing.start, closing.end)
        assert integrated([profile(np.broadcast_to(heard, (2, heard.shape[1])))]) == pytest.approx(-19, abs=0.3)


def test_the_shortest_bed_is_a_bed(tmp_path: Path) -> None:
    made = score(files(bed=wav(tmp_path / "a.wav", tone(0.004)[None])))
    taken, timeline = programme(made)
    bed = bed_of(timeline)
    assert made.bed.sound.shape[1] >= RATE
    assert np.abs(placement_sound(bed, taken.read, bed.start, bed.end)).max() > 0.01


def test_long_music_is_cut_into_sections_too() -> None:
    _, timeline = programme(Score(opening=piece(aside(50)), closing=piece(aside(70))))
    assert max(s.length for s in timeline.sections()) <= 30 * RATE
    assert all(s.start % 1152 == 0 for s in timeline.sections())
    assert timeline.placements[0].end_ms == 50_000
    assert timeline.length % PER_MS == 0
