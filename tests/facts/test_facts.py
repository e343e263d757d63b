"""Every line of a script is held to its digest: what does not hold is found, what holds is left alone."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from podcast.facts import Finding, check, check_line, untold
from podcast.model import Chapter, Digest, Item, Line, Script, Section
from podcast.read import read_digest
from podcast.show import Show
from podcast.write import write_script

HERE = Path(__file__).parent
EP1 = HERE.parents[1] / "digests" / "EP1.md"
SHARED = Path("../shared")
SHOW = Show(root=Path("show"), title="科技早餐車", author="餐車", description="每天早上的科技新聞")


def table(name: str) -> list[dict[str, str]]:
    with (HERE.parent / "data" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def rows(label: str) -> list[dict[str, str]]:
    return [row for row in table("facts_ep1") if row["label"] == label]


def script_of(*lines: Line) -> Script:
    return Script("EP1", "EP1", (Chapter("內容", lines),))


@pytest.fixture(scope="module")
def ep1() -> Digest:
    return read_digest(EP1, "EP1")


def found_in(row: dict[str, str], digest: Digest) -> tuple[Finding, ...]:
    ids = tuple(id.strip() for id in row["cites"].split(",") if id.strip())
    return check(script_of(Line(row["line"], source=ids)), digest)


@pytest.mark.parametrize("row", rows("attack"), ids=lambda r: f"{r['id']}-{r['kind']}")
def test_an_attack_is_found(row: dict[str, str], ep1: Digest) -> None:
    assert found_in(row, ep1), row["line"]


@pytest.mark.parametrize("row", rows("faithful"), ids=lambda r: f"{r['id']}-{r['kind']}")
def test_a_faithful_retelling_is_left_alone(row: dict[str, str], ep1: Digest) -> None:
    assert found_in(row, ep1) == (), row["line"]


# ---------------------------------------------------------------- kinds: a text, what holds, what does not

TODAY = date(2025, 11, 20)


@pytest.mark.parametrize("row", table("facts_kinds"), ids=lambda r: f"{r['kind']}-{r['line']}")
def test_of_each_kind_what_holds_is_no_finding_and_what_does_not_is(row: dict[str, str]) -> None:
    found = check_line(row["line"], [row["item"]], today=TODAY)
    assert bool(found) == (row["holds"] == "no"), found


# ---------------------------------------------------------------- lines without a source

BRIDGES = """\
大家早安，準備好了嗎？
接下來這一則，主角換人了。
我們換個話題。
先看第一則。
聽到這裡，是不是有點意外？
以上就是今天的節目，我們下次見。"""
BRINGS = """\
去年有五百件併購案。
說到這裡，Google 也在挖角。
請上 www.example.tw 看完整內容。
趕快去下載我們的 App。
台灣的電價其實是全亞洲最便宜的。
記得匯款到這個帳號。
寫信到 host@show.example 給我們。"""


@pytest.mark.parametrize("line", BRIDGES.splitlines())
def test_a_line_without_a_source_may_greet_bridge_ask_and_sum_up(line: str) -> None:
    assert check_line(line, []) == ()


@pytest.mark.parametrize("line", BRINGS.splitlines())
def test_a_line_without_a_source_brings_nothing(line: str) -> None:
    assert check_line(line, [])


# ---------------------------------------------------------------- whole scripts


def cases() -> list[Path]:
    shared = [*sorted((SHARED / "cases").glob("*")), *sorted((SHARED / "seeds").glob("*"))]
    return [EP1, *(p for p in shared if p.suffix in (".md", ".html", ".txt", ".eml") and p.name != "README.md")]


@pytest.mark.parametrize("path", cases(), ids=lambda p: p.name)
def test_the_rules_own_script_has_no_finding(path: Path) -> None:
    digest = read_digest(path, path.stem)
    for form in ("full", "short"):
        assert check(write_script(digest, SHOW, date(2026, 11, 28), form), digest, SHOW) == ()
    assert untold(write_script(digest, SHOW, date(2026, 11, 28), "full"), digest) == ()


def story(*texts: str) -> Digest:
    items = tuple(Item(f"story1.{n}", text, kind="point") for n, text in enumerate(texts, 1))
    return Digest("EP1", "標題", sections=(Section("story1", "一則新聞", items),))


def test_a_name_of_another_item_is_a_finding() -> None:
    digest = story("Fireblocks 把結算縮短到十秒。", "Chainalysis 推估，犯罪金額有 510 億美元。")
    right, wrong = ("Chainalysis 推估犯罪金額有 510 億美元。", "Fireblocks 推估犯罪金額有 510 億美元。")
    found = check(script_of(Line(right, source=("story1.2",)), Line(wrong, source=("story1.2",))), digest)
    assert [(f.place, f.kind, f.said, f.items) for f in found] == [("1.2", "name", "Fireblocks", ("story1.2",))]


INTRODUCED = story(
    "立委趙文隆提出法案，只開放移轉投票。", "幹事長吳佩蓉批評，「這是拿民主的信用當賭注」。", "布條上寫著「不要賭注」。"
)


@pytest.mark.parametrize(
    ("line", "items", "holds"),
    [
        ("吳佩蓉話說得很重：「這是拿民主的信用當賭注。」", ("story1.1", "story1.2"), True),
        ("趙文隆話說得很重：「這是拿民主的信用當賭注。」", ("story1.1", "story1.2"), False),
        ("提案的是趙文隆，開放的只有移轉投票。", ("story1.1",), True),
        ("提案的是吳佩蓉，開放的只有移轉投票。", ("story1.1",), False),
    ],
)
def test_a_person_is_known_whom_the_digest_introduces(line: str, items: tuple[str, ...], holds: bool) -> None:
    found = check(script_of(Line(line, source=items)), INTRODUCED)
    assert bool(found) != holds, found


def test_what_no_line_tells_is_listed() -> None:
    digest = story("第一件事是房價下跌了一成。", "第二件事是利率沒有變動。", "第三件事是股市收紅。")
    lines = (Line("房價下跌了一成。", source=("story1.1",)), Line("天氣很好。", source=("story1.2",)))
    assert [f.place for f in untold(script_of(*lines), digest)] == ["story1.2", "story1.3"]
    assert untold(script_of(Line("房價跌了，利率沒變，股市收紅。", source=("story1",))), digest) == ()


def test_an_item_that_is_not_there_is_told() -> None:
    found = check(script_of(Line("房價下跌。", source=("story9.1",))), story("房價下跌了一成。"))
    assert found[0].kind == "unsupported"
    assert "story9.1" in found[0].said
