"""JSON out of whatever a model wrote around it, and what is said of an answer that has none."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.llm.shape import NoShape, shaped

SCHEMA = {
    "type": "object",
    "properties": {
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"n": {"type": "integer"}, "who": {"type": "string", "enum": ["甲", "乙"]}},
                "required": ["n", "who"],
            },
        }
    },
    "required": ["lines"],
}
VALUE = {"lines": [{"n": 1, "who": "甲"}]}
TEXT = json.dumps(VALUE, ensure_ascii=False)


@pytest.mark.parametrize(
    "answer",
    [
        TEXT,
        f"```json\n{TEXT}\n```",
        f"好的，以下是講稿：\n{TEXT}\n希望對您有幫助！",
        f'<think>先想想 {{"lines": []}} 怎麼寫</think>{TEXT}',
        f"先想想……</think>\n{TEXT}",
        f"<thinking>一</thinking><reasoning>二</reasoning>{TEXT}",
        f"大括號 {{這樣}} 和 [那樣] 都不是：{TEXT}",
        TEXT.replace(": 1", ":\n\n 1"),
        json.dumps({"lines": [{"n": 1, "who": "甲", "extra": True}]}),
    ],
)
def test_what_stands_around_is_passed_over(answer: str) -> None:
    assert shaped(answer, SCHEMA)["lines"][0]["n"] == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "the answer is empty"),
        ("<think>想了很久</think>", "the answer is empty"),
        ("對不起，我做不到。", "there is no JSON in the answer"),
        (TEXT[:-3], "there is no JSON in the answer, or not all of it"),
        ('{"talk": 1}', "the answer has no “lines”"),
        ('{"lines": "一"}', "“lines” is no array"),
        ('{"lines": [{"n": true, "who": "甲"}]}', "“n” is no integer"),
        ('{"lines": [{"n": 1, "who": "丙"}]}', "“who” is '丙', which is none of those that there are"),
        ('{"lines": [{"n": 1}]}', "“lines”, entry 1, has no “who”"),
        ("[1, 2]", "the answer is no object"),
        ("{" * 5000, "there is no JSON"),
        ("[" * 100_000, "there is no JSON"),
    ],
)
def test_what_is_wrong_is_said_in_a_few_words(answer: str, why: str) -> None:
    with pytest.raises(NoShape) as caught:
        shaped(answer, SCHEMA)
    assert why in str(caught.value)


NAMES = st.sampled_from(["lines", "n", "who"])
JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.text(max_size=20), st.text(max_size=20))
def test_anything_is_a_value_of_the_shape_or_told(value: Any, before: str, after: str) -> None:
    with suppress(NoShape):
        found = shaped(before + json.dumps(value) + after, SCHEMA)
        assert all(isinstance(line["n"], int) and line["who"] in ("甲", "乙") for line in found["lines"])
