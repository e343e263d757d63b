"""podcast proof and render --proof, on an episode that a service on loopback spoke."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace

import numpy as np
import pytest

from podcast.episode.record import load
from podcast.mandarin import mandarin_of
from podcast.proof.hear import RATE
from podcast.proofing.pieces import carries, pieces, places
from podcast.targets.bring import publish
from tests.proof.conftest import as_floats, speechlike


def said(show) -> list[str]:
    episode = load(show.feed, "EP1")
    return [piece.spoken.written for piece in pieces(show, episode, mandarin_of(show))]


@pytest.fixture
def rendered(podcast, edge, show):
    assert podcast("render", "EP1").code == 0
    return show


def test_an_episode_that_says_what_is_written(podcast, rendered, recogniser):
    texts = said(rendered)
    recogniser.texts = list(texts)
    ran = podcast("proof", "EP1")
    assert (ran.code, ran.err) == (0, "")
    assert f"EP1: {len(texts)} utterances heard (0 of them before), 0 places to listen to" in ran.out
    again = podcast("proof", "EP1")
    assert f"({len(texts)} of them before)" in again.out, "nothing is heard twice"
    assert len(recogniser.heard) == len(texts)


def test_a_word_that_is_not_heard_has_a_time_and_a_command(podcast, rendered, recogniser):
    recogniser.texts = [text.replace("訴狀", "").replace("廣告", "國家") for text in said(rendered)]
    ran = podcast("proof", "EP1", "--json")
    assert ran.code == 1
    first, second = json.loads(ran.out)["findings"]
    assert (first["kind"], first["written"], first["heard"]) == ("replaced", "廣告", "國家")
    assert re.fullmatch(r"podcast fix EP1 \d+:\d\d --word '廣告'", first["todo"])
    assert (second["kind"], second["written"], second["heard"]) == ("cut off", "和訴狀"[1:], "")
    cues = load(rendered.feed, "EP1").cues
    assert any(
        cue.start_ms <= first["start_ms"] <= first["end_ms"] <= cue.end_ms + 5 for cue in cues if "廣告" in cue.text
    )
    shown = podcast("proof", "EP1")
    assert shown.code == 1
    assert "replaced, " in shown.out
    assert "“廣告” heard as “國家”" in shown.out


def test_the_command_that_is_told_works(podcast, rendered, recogniser):
    recogniser.texts = [text.replace("廣告", "國家") for text in said(rendered)]
    (finding,) = json.loads(podcast("proof", "EP1", "--json").out)["findings"]
    fixed = podcast(*shlex.split(finding["todo"])[1:], "--say", "guang3 gao4")
    assert fixed.code == 0
    assert "voices.yaml: 廣告 → guang3 gao4" in fixed.out


def test_the_page_plays_each_finding_and_is_not_published(podcast, rendered, recogniser, tmp_path):
    recogniser.texts = [text.replace("廣告", "<b>國家") for text in said(rendered)]
    podcast("proof", "EP1")
    page = (rendered.feed / "EP1" / "proof.html").read_text(encoding="utf-8")
    episode = load(rendered.feed, "EP1")
    assert re.search(rf'href="{episode.audio.file}#t=\d+\.\d\d,\d+\.\d\d"', page)
    assert "<b>國家" not in page
    public = tmp_path / "public"
    publish(rendered, str(public))
    assert (public / "EP1" / "index.html").exists()
    assert not list(public.rglob("proof.html"))


def test_audio_that_does_not_carry_a_clip_is_heard_itself(podcast, rendered, recogniser):
    from podcast.speak import store_of
    from podcast.speak.store import ClipStore

    store: ClipStore = store_of(rendered)
    for path in store.root.glob("??/*.wav"):
        path.unlink()
    assert not any(piece.is_clip for piece in pieces(rendered, load(rendered.feed, "EP1"), mandarin_of(rendered)))
    recogniser.texts = said(rendered)
    ran = podcast("proof", "EP1")
    assert ran.code == 0
    assert "6 utterances are not in the store of clips as they sound: there only the words were judged." in ran.out


def test_an_episode_that_is_not_there(podcast, root, recogniser):
    ran = podcast("proof", "EP1")
    assert (ran.code, ran.err) == (1, "podcast: EP1 has not been rendered yet: podcast render EP1.\n")


def test_audio_that_is_gone_is_one_sentence(podcast, rendered, recogniser):
    for path in (rendered.feed / "EP1").glob("*.mp3"):
        path.unlink()
    ran = podcast("proof", "EP1")
    assert ran.code == 1
    assert re.fullmatch(r"podcast: .*\.mp3 is not there: render the episode again, .*\.\n", ran.err)


def test_without_the_extra_a_command_says_how_to_get_it(podcast, rendered, monkeypatch):
    from podcast.proof import hear

    monkeypatch.setattr(hear, "find_spec", lambda name: None)
    ran = podcast("proof", "EP1")
    assert ran.code == 1
    assert re.fullmatch(r"podcast: There is nothing to listen with \(.*\): pip install .*\[proof\]'\.\n", ran.err)


# ---------------------------------------------------------------- render --proof


def test_render_proofs_each_clip_and_asks_again_for_what_it_doubts(podcast, edge, show, recogniser):
    podcast("script", "EP1")
    texts = ["第一句話說的是晶片。", *["什麼都沒有說，只有別的。"] * 9]
    recogniser.texts = texts
    ran = podcast("render", "EP1", "--proof")
    assert ran.code == 0, ran.err
    doubted = [text for text in set(edge.asked) if edge.asked.count(text) == 3]
    assert doubted
    assert "asked for again, the best take kept" in ran.err
    assert re.search(r"proof +\d+ utterances heard, \d+ places? to listen to: feed/EP1/proof.html", ran.out)
    before = len(edge.asked)
    again = podcast("render", "EP1", "--proof")
    assert len(edge.asked) == before, "what was settled is not paid for again"
    assert "(same bytes)" in again.out


def test_proof_goes_without_a_cluster(podcast, root):
    ran = podcast("render", "EP1", "--proof", "--on", "local:2")
    assert ran.code == 2
    assert "--proof goes without --on" in ran.err


# ---------------------------------------------------------------- places, and what is heard there


def test_every_utterance_has_its_place(rendered):
    episode = load(rendered.feed, "EP1")
    found = list(pieces(rendered, episode, mandarin_of(rendered)))
    assert all(piece.is_clip for piece in found)
    edges = [(piece.start_ms, piece.end_ms) for piece in found]
    assert edges == sorted(edges)
    assert all(abs((end - start) / 1000 - len(piece.samples) / piece.rate) < 0.15
               for piece, (start, end) in zip(found, edges, strict=True))  # fmt: skip


def test_a_line_that_was_divided_otherwise_is_heard_caption_by_caption(rendered):
    from podcast.speak import candidates
    from podcast.speak.engines import load as load_engine
    from podcast.speak.plan import plan

    episode, mandarin = load(rendered.feed, "EP1"), mandarin_of(rendered)
    (casting,) = candidates(rendered, ["host"], episode)
    todo = plan(episode.script, mandarin, load_engine("edge"), casting.voices)
    cues = [replace(cue, text=cue.text[:-3]) if n == 0 else cue for n, cue in enumerate(episode.cues)]
    found = list(places(replace(episode, cues=tuple(cues)), todo.utterances, mandarin))
    assert (found[0].spoken.written, found[0].utterance) == (cues[0].text, None)
    assert [place.start_ms for place in found] == sorted(place.start_ms for place in found)
    assert any(place.utterance is not None for place in found), "the other lines are as they were"


def test_audio_is_decoded_as_it_is_asked_for(rendered):
    from podcast.proofing.pieces import _Audio
    from podcast.sound import frames

    path = next((rendered.feed / "EP1").glob("*.mp3"))
    whole = np.concatenate([frame.to_ndarray()[0] for frame in frames(path, RATE, "mono")])
    audio, ms = _Audio(path), RATE // 1000
    for start, end in (
        (500, 900),
        (900, 2000),
        (1500, 2500),
        (4000, 4000),
        (4100, 5300),
        (4100, 10**6),
        (10**6, 10**7),
    ):
        assert np.array_equal(audio.part(start, end), whole[start * ms : end * ms])


def test_what_carries_a_clip():
    clip = as_floats(speechlike(seed=1))
    quiet, bed = (
        np.zeros(RATE // 10, np.float32),
        np.random.default_rng(0).normal(0, 0.02, len(clip)).astype(np.float32),
    )
    assert carries(np.asarray(0.5 * clip, np.float32), clip)
    assert carries(clip[400:-300], clip)
    assert carries(np.asarray(clip + bed, np.float32), clip)
    assert not carries(as_floats(speechlike(seed=2))[: len(clip)], clip)
    assert not carries(np.concatenate((clip[: len(clip) // 2], quiet, quiet, clip[len(clip) // 2 :])), clip)
    assert not carries(np.zeros_like(clip), clip)
