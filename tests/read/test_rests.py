"""What a gathered point rests on stands below it in a comment, whoever moves or edits the point."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.model import Digest, Passage
from podcast.read import read_digest
from podcast.read.rests import as_comment, passage_of

FIRST = Passage(
    "Orbix will invest $14.8 billion -- its largest sum.", "Harbour Times", "https://news.example/a--b?x=1&y=[2]"
)
SECOND = Passage("歐比克斯說：「這是最大的一筆。」<b>{{x}}</b> $5 與 $6 [1] `code` %%不%%", "晨報")


def read(tmp_path: Path, body: str) -> Digest:
    path = tmp_path / "EP1.md"
    path.write_text(f"# 標題\n\n## 一則新聞\n\n{body}\n", encoding="utf-8")
    return read_digest(path, "EP1")


@pytest.mark.parametrize(
    "body",
    [
        "- 歐比克斯將投資 148 億美元。\n  {0}\n  {1}\n- 另一點。",
        "1. 一組\n   - 歐比克斯將投資 148 億美元。 <!-- 單一來源 -->\n     {0}\n     {1}\n   - 另一點。",
        "- 歐比克斯將投資 148 億美元。 {0} {1}\n- 另一點。",
        "歐比克斯將投資 148 億美元。\n{0}\n{1}\n\n另一點。",
        "歐比克斯將投資 148 億美元。\n\n{0}\n\n{1}\n\n另一點。",
    ],
)
def test_a_comment_below_a_point_is_its_passage(tmp_path: Path, body: str) -> None:
    digest = read(tmp_path, body.format(as_comment(FIRST, "依據"), as_comment(SECOND, "依据")))
    items = [item for section in digest.sections for item in section.walk() if not item.items]
    assert [(item.text, item.passages) for item in items] == [
        ("歐比克斯將投資 148 億美元。", (FIRST, SECOND)), ("另一點。", ()),
    ]  # fmt: skip
    assert not [each for each in digest.left_out if "依" in each.text]


def test_any_other_comment_is_left_out_and_told(tmp_path: Path) -> None:
    digest = read(tmp_path, "- 一點。 <!-- 依我看：要再查 -->\n  <!-- 依據很多 -->")
    assert not any(item.passages for item in digest.walk())
    assert [each.text for each in digest.left_out] == ["依我看：要再查", "依據很多"]


@settings(deadline=None)
@given(
    st.text(min_size=1).filter(lambda t: " ".join(t.split()) and "\r" not in t),
    st.text(),
    st.sampled_from(["", "https://a.example/b?c=d&e=<f>-->"]),
)
def test_whatever_it_holds_it_comes_back_and_ends_where_it_ends(text: str, outlet: str, url: str) -> None:
    text, outlet = " ".join(text.split()), " ".join(outlet.replace("http", "").split())
    comment = as_comment(Passage(text, outlet, url or None), "依據")
    assert comment.count("-->") == 1
    assert "\n" not in comment
    got = passage_of(comment[4:-3])
    assert got
    assert (got.text, got.outlet, got.url or "") == (text, outlet.replace("：", ":"), url)
