"""What a name means: each digest stands for itself, whatever lies beside it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from podcast.errors import DigestError
from podcast.library import Library
from podcast.show import Show
from tests.published import make_show

CAFE = unicodedata.normalize("NFC", "café")
DECOMPOSED = unicodedata.normalize("NFD", CAFE)


def library(root: Path, *names: str, scripts: tuple[str, ...] = ()) -> Library:
    show: Show = make_show(root)
    for folder, files in ((show.digests, names), (show.scripts, scripts)):
        folder.mkdir()
        for name in files:
            (folder / name).write_text("# 標題\n\n內文。\n", encoding="utf-8")
    return Library(show)


@pytest.mark.parametrize(
    ("names", "slugs", "unusable"),
    [
        (("EP1.md", "EP10.md", "EP2.md"), ["EP1", "EP2", "EP10"], []),
        (("EP1.md", "EP1.html", "EP1.txt"), ["EP1"], []),
        (("EP 2.md", "EP-2.md", "EP3.md"), ["EP3"], ["EP 2.md", "EP-2.md"]),
        (("EP 2.md", "EP-2.md", "EP  2.txt"), [], ["EP  2.txt", "EP 2.md", "EP-2.md"]),
        (("A…B.md", "A-B.html", "A B.md"), [], ["A B.md", "A-B.html", "A…B.md"]),
        ((f"{'長' * 70}１.md", f"{'長' * 70}２.md"), [f"{'長' * 70}１", f"{'長' * 70}２"], []),
        (("！.md", "EP1.md"), ["EP1"], ["！.md"]),
        (("-.md", "!!.txt", "_.html"), [], ["!!.txt", "-.md", "_.html"]),
        ((f"{CAFE}.md", f"{DECOMPOSED}.md"), [], [f"{DECOMPOSED}.md", f"{CAFE}.md"]),
        ((f"{DECOMPOSED}.md",), [CAFE], []),
        ((".hidden.md", "notes.docx"), [], []),
    ],
)
def test_each_name_is_one_episodes_or_is_told(
    tmp_path: Path, names: tuple[str, ...], slugs: list[str], unusable: list[str]
) -> None:
    found = library(tmp_path, *names)
    assert [work.slug for work in found.all()] == slugs
    assert sorted(each.name for each in found.unusable()) == sorted(unusable)
    for each in found.unusable():
        if each.slug:
            assert all(name in each.why for name in unusable) or "accents" in each.why
        with pytest.raises(DigestError) as told:
            found.find(each.name)
        assert str(told.value) == each.why
    for slug in slugs:
        assert found.find(slug).slug == slug


def test_a_name_as_its_file_has_it_is_understood(tmp_path: Path) -> None:
    found = library(tmp_path, "EP 2.md", f"{DECOMPOSED}.md")
    assert found.find("EP 2").slug == found.find("EP-2").slug == "EP-2"
    assert found.find(CAFE) == found.find(DECOMPOSED)
    assert found.find(str(found.show.digests / "EP 2.md")).slug == "EP-2"


def test_a_decomposed_script_is_the_digests(tmp_path: Path) -> None:
    found = library(tmp_path, f"{CAFE}.md", scripts=(f"{DECOMPOSED}.md", f"{unicodedata.normalize('NFD', 'Zoë')}.md"))
    assert found.find(CAFE).script.is_file()
    assert [work.slug for work in found.orphans()] == ["Zoë"]
    assert found.orphans()[0].script.is_file()


def test_a_page_of_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    found = library(tmp_path, "EP 2.md")
    page = tmp_path / "EP-2.html"
    page.write_text("<p>內文</p>", encoding="utf-8")
    with pytest.raises(DigestError, match=r"would become the episode “EP-2”, which .*EP 2\.md is already"):
        found.find(str(page))
