"""A second model that looks at each line beside its items. It can add problems, never take one away."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from podcast.llm import Ask
from podcast.model import Line
from podcast.show import Show
from podcast.write.retell.problems import Problem
from podcast.write.retell.prompts import prompt
from podcast.write.retell.story import Story

_VERDICT = {
    "type": "object",
    "properties": {
        "line": {"type": "integer"},
        "holds": {"type": "boolean"},
        "words": {"type": "string"},
        "why": {"type": "string"},
    },
    "required": ["line", "holds", "words", "why"],
    "additionalProperties": False,
}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"verdicts": {"type": "array", "items": _VERDICT}},
    "required": ["verdicts"],
    "additionalProperties": False,
}


def ask_judge(story: Story, lines: Sequence[Line], show: Show) -> Ask:
    rows = [
        {
            "line": n,
            "text": line.text,
            "items": [{"id": id, "text": story.texts[id]} for id in line.source if id in story.texts],
        }
        for n, line in enumerate(lines, 1)
    ]
    data = json.dumps({"lines": rows}, ensure_ascii=False, indent=1)
    usual = 60 * len(lines)
    return Ask(story.heading, prompt(show.root, "judge"), data, SCHEMA, longest=1500 + 3 * usual, usual=usual)


def wrong_verdicts(ask: Ask, value: Mapping[str, Any]) -> str:
    """A judge that passes a line over has not judged."""
    wanted = {row["line"] for row in json.loads(ask.data)["lines"]}
    missing = wanted - {verdict["line"] for verdict in value["verdicts"]}
    return f"少了第 {min(missing)} 句" if missing else ""


def judged(lines: Sequence[Line], value: Mapping[str, Any]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            verdict["line"], "judged unsupported", verdict["why"] or lines[verdict["line"] - 1].text, verdict["words"]
        )
        for verdict in value["verdicts"]
        if not verdict["holds"] and 0 < verdict["line"] <= len(lines)
    )
