"""`render --all`: one bad thing stops nothing else, and the end tells how each one ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from podcast.show.lock import render_lock
from tests.campaigns import new_show
from tests.fakes import FakeOpenAI
from tests.test_cli import Podcast, podcast  # noqa: F401 (a fixture)

VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: openai, voice: onyx}\n"
SCRIPT = "# 短\n\n## 開場\n\n{}\n"


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """Of each kind one; the good ones of one short sentence, so that they are spoken in no time."""
    new_show(tmp_path, "x", VOICES)
    (tmp_path / "digests" / "EP1.md").unlink()
    (tmp_path / "scripts").mkdir()
    for slug, said in (("EP2", "早安。"), ("EP4", "拒絕。"), ("EP10", "晚安。")):
        put(tmp_path, slug, f"---\nnumber: 7\ndate: 2026-11-2{len(slug)}\n---\n# 只有一句話\n\n{said}\n")
        (tmp_path / "scripts" / f"{slug}.md").write_text(SCRIPT.format(said), encoding="utf-8")
    put(tmp_path, "EP3", "%PDF-1.7 \0\0\0")
    for name in ("EP 5", "EP-5", "！"):
        put(tmp_path, name, "# 標題\n\n內文。\n")
    (tmp_path / "scripts" / "EP9.md").write_text(SCRIPT.format("沒有稿子。"), encoding="utf-8")
    put(tmp_path, "EP6", "# 標題\n\n內文。\n")
    (tmp_path / "scripts" / "EP6.md").write_text("沒有章節。\n", encoding="utf-8")
    return tmp_path


def put(root: Path, slug: str, text: str) -> None:
    (root / "digests" / f"{slug}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> FakeOpenAI:
    service = FakeOpenAI()
    usual = service.fault_for
    monkeypatch.setattr(service, "fault_for", lambda text: "400" if "拒絕" in text else usual(text))
    return service


def test_all_that_can_be_rendered_is(show: Path, podcast: Podcast, refusing: FakeOpenAI) -> None:  # noqa: F811
    with refusing:
        ran = podcast("render", "--all")
        assert ran.code == 1
        assert "Traceback" not in ran.err
        assert (show / "feed" / "EP2" / "episode.json").exists()
        assert (show / "feed" / "EP10" / "episode.json").exists()
        table = ran.out.split("\n\n")[-1]
        assert "2 of 8 done" in ran.out
        ends = dict(re.findall(r"^(\S+(?: 5\.md)?) +(new|failed: .+)$", table, re.M))
        assert {slug: end.partition(":")[0] for slug, end in ends.items()} == {
            "EP2": "new", "EP3": "failed", "EP4": "failed", "EP6": "failed", "EP10": "new",
            "EP 5.md": "failed", "EP-5.md": "failed", "！.md": "failed",
        }  # fmt: skip
        assert ran.err.count("would all become the episode EP-5") == 1, "one fault, told once"
        assert "number 7 is also that of EP2: give one of them another" in ran.out
        again = podcast("render", "--all")
        assert "of 6 done" in again.out, "what is up to date is not among them"

        status = podcast("status").out
        assert re.search(r"^EP9 +without a digest +digests/EP9.md is gone$", status, re.M)
        assert re.search(r"^EP10 +rendered +#7 +2026-11-24 +0:0\d +只有一句話 ", status, re.M)
        assert "note: number 7 is that of EP2 and EP4 and EP10" in status
        dates = re.findall(r"2026-11-2\d", status)
        assert dates == sorted(dates, reverse=True)


def test_of_several_names_one_that_fails_stops_no_other(show: Path, podcast: Podcast, refusing: FakeOpenAI) -> None:  # noqa: F811
    with refusing:
        ran = podcast("render", "EP4", "EP77", "EP2")
    assert ran.code == 1
    assert (show / "feed" / "EP2" / "episode.json").exists()
    assert re.search(r"^EP77 +failed: There is no digest “EP77”", ran.out, re.M)
    assert re.search(r"^EP2 +new$", ran.out, re.M)


def test_one_name_that_fails_is_one_sentence(show: Path, podcast: Podcast) -> None:  # noqa: F811
    for name in ("EP3", "EP-5", "EP 5", "！", "EP6", "EP9"):
        ran = podcast("render", name)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert not ran.out


def test_a_show_at_work_is_told_once(show: Path, podcast: Podcast) -> None:  # noqa: F811
    with render_lock(show / ".podcast" / "render.lock"):
        ran = podcast("render", "--all")
    assert ran.code == 1
    assert ran.err.count("is rendering this show") == 1


def test_when_all_is_done_or_nothing_is_there_it_says_so(tmp_path: Path, podcast: Podcast) -> None:  # noqa: F811
    new_show(tmp_path, "x", VOICES)
    (tmp_path / "digests" / "EP1.md").unlink()
    ran = podcast("render", "--all")
    assert (ran.code, ran.out) == (0, podcast("status").out)
    assert ran.out.startswith("No digests yet: write one to ")
    put(tmp_path, "EP2", "---\ndate: 2026-11-24\n---\n# 只有一句話\n\n早安。\n")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "EP2.md").write_text(SCRIPT.format("早安。"), encoding="utf-8")
    with FakeOpenAI():
        assert podcast("render", "--all").code == 0
        ran = podcast("render", "--all")
    assert (ran.code, ran.out) == (0, "All digests are rendered and up to date.\n")
