"""What a model wrote → the JSON value that was asked for, whatever stands around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]
"""JSON Schema, as far as it is used here: type, properties, required, items, enum, minItems."""

_THOUGHT = re.compile(r"<(think|thinking|reasoning|thought|reflection)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_END_OF_THOUGHT = re.compile(r".*</(?:think|thinking|reasoning|thought|reflection)>", re.DOTALL | re.IGNORECASE)
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
}  # fmt: skip
MOST_STARTS = 200
"""Braces at which an object may begin: an answer with more of them is no JSON with words around it."""


class NoShape(ValueError):
    """Says what is wrong with an answer, in a few words."""


def shaped(content: str, schema: Schema) -> Any:
    """The value of ``schema`` in ``content``; thoughts, fences and words around it are passed over. Raises NoShape."""
    text = _END_OF_THOUGHT.sub("", _THOUGHT.sub("", content)).strip()
    if not text:
        raise NoShape("the answer is empty")
    wrong = ""
    for value, is_whole in _values(text):
        fault = fault_of(value, schema)
        if not fault:
            return value
        wrong = wrong or (fault if is_whole else "")
    raise NoShape(wrong or "there is no JSON in the answer, or not all of it")


def _values(text: str) -> Iterator[tuple[Any, bool]]:
    """JSON values in ``text``, the outermost first; False of those behind a brace that nothing closes."""
    decoder = json.JSONDecoder(strict=False)  # a line break inside a string is a careless model's, and harmless
    at, is_whole = 0, True
    for _ in range(MOST_STARTS):
        start = re.compile(r"[{\[]").search(text, at)
        if start is None:
            return
        try:
            value, at = decoder.raw_decode(text, start.start())
            yield value, is_whole
        except (ValueError, RecursionError):
            at, is_whole = start.end(), False


def fault_of(value: Any, schema: Schema, where: str = "the answer") -> str:
    """What in ``value`` is not as ``schema`` says; "" when all is."""
    kind = schema.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind in ("integer", "number"))):
        return f"{where} is no {kind}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where} is {str(value)[:40]!r}, which is none of those that there are"
    if kind == "object":
        return _fault_of_object(value, schema, where)
    if kind == "array":
        return _fault_of_array(value, schema, where)
    return ""


def _fault_of_object(value: Mapping[str, Any], schema: Schema, where: str) -> str:
    for name in schema.get("required", ()):
        if name not in value:
            return f"{where} has no “{name}”"
    for name, inner in schema.get("properties", {}).items():
        if name in value and (fault := fault_of(value[name], inner, f"“{name}”")):
            return fault
    return ""


def _fault_of_array(value: Sequence[Any], schema: Schema, where: str) -> str:
    if len(value) < schema.get("minItems", 0):
        return f"{where} has {len(value)} entries, too few"
    for n, each in enumerate(value, 1):
        if fault := fault_of(each, schema.get("items", {}), f"{where}, entry {n},"):
            return fault
    return ""
