"""A number that is left to the program is the one that rendering in order would give, in whatever order it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.episode.names import safe_name
from podcast.library import Library
from podcast.model import Digest
from podcast.numbering import next_slug, numbered
from tests.published import make_show


@pytest.mark.parametrize(
    ("rendered", "numbers"),
    [
        ({}, {"EP2": 8, "EP3": 9, "EP4": 10, "EP5": 11}),
        ({"EP3": 9}, {"EP4": 10, "EP5": 11}),  # EP2 failed, or is under way elsewhere
        ({"EP3": 9, "EP5": 11}, {"EP6": 12}),
        ({"EP2": 8, "EP4": 10}, {"EP5": 11, "EP6": 12}),
    ],
)
def test_one_that_is_still_to_come_is_counted_once(tmp_path: Path, rendered, numbers) -> None:
    show = make_show(tmp_path)
    show.digests.mkdir()
    for n in range(1, 7):
        head = "---\nnumber: 7\n---\n" if n == 1 else ""
        (show.digests / f"EP{n}.md").write_text(f"{head}# 標題\n\n內文。\n", encoding="utf-8")
    for slug, number in rendered.items():
        (show.feed / slug).mkdir(parents=True)
        (show.feed / slug / "episode.json").write_text(f'{{\n "slug": "{slug}",\n "number": {number},\n', "utf-8")
    library = Library(show)
    given = {slug: numbered(show, library.find(slug), Digest(slug, "標題"), None).number for slug in numbers}
    assert given == numbers


@pytest.mark.parametrize(
    ("digests", "rendered", "slug", "number"),
    [
        ({}, {}, "EP1", 1),
        ({"EP1": None, "2026-11-24": 4, "2026-11-25": 5}, {"2026-11-24": 4, "2026-11-25": 5}, "EP6", 6),
        ({"EP1": None, "ep7": None, "special": 12}, {"EP1": 1}, "EP13", 13),
        ({"第8集": None}, {"interview": 5}, "EP9", 9),
        ({"ＥＰ３": None}, {}, "EP4", 4),
        ({}, {"麵包師": 2}, "EP3", 3),
        ({"EP12": 4}, {"EP12": 4}, "EP13", 5),  # a show whose names tell nothing
    ],
)
def test_the_next_file_has_the_next_number(tmp_path: Path, digests, rendered, slug: str, number: int) -> None:
    show = make_show(tmp_path)
    show.digests.mkdir()
    for name, stated in digests.items():
        head = f"---\nnumber: {stated}\n---\n" if stated else ""
        (show.digests / f"{name}.md").write_text(f"{head}# 標題\n\n內文。\n", encoding="utf-8")
    for name, given in rendered.items():
        (show.feed / safe_name(name)).mkdir(parents=True)
        (show.feed / safe_name(name) / "episode.json").write_text(
            f'{{\n "slug": "{name}",\n "number": {given},\n', "utf-8"
        )
    assert next_slug(show) == slug
    (show.digests / f"{slug}.md").write_text("# 標題\n\n內文。\n", encoding="utf-8")
    assert numbered(show, Library(show).find(slug), Digest(slug, "標題"), None).number == number
