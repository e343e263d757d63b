"""The page of a proof: each finding a link into the audio."""

from __future__ import annotations

from html.parser import HTMLParser

from podcast.model import Audio
from podcast.proof.page import page
from podcast.proof.report import Finding, Report
from tests.published import make_episode, make_show

AUDIO = Audio("EP1-abc.mp3", 3, "ab" * 32, 40_000, -16.0, -3.0)


class Read(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += data


def made(tmp_path, *findings: Finding, notes: tuple[str, ...] = ()) -> Read:
    episode = make_episode(make_show(tmp_path), AUDIO)
    return Read(page(episode, Report("EP1", findings, 40, 3, "whisper-base", notes)))


def test_a_finding_is_played_from_a_little_before_it(tmp_path) -> None:
    todo = "podcast fix EP1 3:12 --word '<廣告>'"
    read = made(tmp_path, Finding(192_500, 193_000, "replaced", "<廣告>", "國家 & 人", 0.97, todo, True))
    (link,) = [attrs for tag, attrs in read.tags if tag == "a"]
    assert link["href"].endswith(".mp3#t=191.80,193.70")
    assert (link["data-start"], link["data-end"]) == ("191.80", "193.70")
    (audio,) = [attrs for tag, attrs in read.tags if tag == "audio"]
    assert link["href"].startswith(f"{audio['src']}#")
    assert "3:12" in read.text
    assert "<廣告>" in read.text
    assert "國家 & 人" in read.text
    assert todo in read.text


def test_the_first_second_is_not_before_the_beginning(tmp_path) -> None:
    read = made(tmp_path, Finding(100, 300, "noise", "早安", "-12 dB", 0.9, "", False))
    assert any(attrs.get("data-start") == "0.00" for _, attrs in read.tags)


def test_nothing_found_and_notes(tmp_path) -> None:
    read = made(tmp_path, notes=("Too little of x was heard.",))
    assert "Nothing stands out." in read.text
    assert "Too little of x was heard." in read.text
    assert not [tag for tag, _ in read.tags if tag in ("a", "script")]
    assert ("meta", {"name": "robots", "content": "noindex"}) in read.tags
