"""A language model on loopback: chat completions over a real socket, that answers as it is told, or fails on command.

with FakeModel() as model:            # OPENAI_BASE_URL and the key are set while it runs
    model.writer = some_function      # (request's body) → what the model writes
    model.always("simplified")        # as with the speech services of tests/fakes.py
    model.bodies                      # the requests that came, in order
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any
from unittest import mock

from aiohttp import web

from tests.fakes import Service, _refusal, send

THOUGHT = '<think>先想一下 {"lines": []} 要怎麼說。</think>\n'


TOO_MANY = {
    "model": "max_tokens is too large ({n}): this model supports at most {most} completion tokens",
    "value": "`max_completion_tokens` or `max_tokens`: expected a value <= {most}, got {n}",
    "context": "the maximum context length is {context} tokens, you requested {sum} "
    "(97 in the messages, {n} in the completion)",
    "input": "'max_tokens' or 'max_completion_tokens' is too large ({n}). The maximum context length is {context} "
    "tokens and your request has 97 input tokens",
}
"""In the words of several servers, as far as a client looks at them."""


def data_of(body: dict) -> Any:
    """What the request is about: the first message that is not ours."""
    return json.loads(body["messages"][1]["content"])


def schema_of(body: dict) -> dict:
    return body["response_format"]["json_schema"]["schema"]


def echo(body: dict) -> str:
    return json.dumps({"said": body["messages"][1]["content"]}, ensure_ascii=False)


def retold(body: dict) -> str:
    """A faithful telling: each point as it stands, as many as there is time for, with a question between in a duo; or a
    judge without doubts."""
    data = data_of(body)
    if "lines" in data:
        return verdicts(body)
    speakers = speakers_of(body)
    short = re.search(r"不超過 (\d+) 個字", body["messages"][0]["content"])
    left = int(short[1]) if short else 10**9
    lines: list[dict[str, Any]] = []
    for item in data["items"]:
        left -= len(item["text"])
        if left < 0 and lines:
            break
        lead = "" if item["kind"] == "point" else "接著說說"
        lines.append({"items": [item["id"]], "text": lead + item["text"]})
        if speakers and len(lines) == 2:
            lines.append({"items": [], "text": "為什麼會這樣？"})
    for n, line in enumerate(lines if speakers else ()):
        line["speaker"] = speakers[n % 2]
    return json.dumps({"lines": lines}, ensure_ascii=False)


def verdicts(body: dict, doubted: str = "\0") -> str:
    """A judge's answer; lines with ``doubted`` in them do not hold."""
    rows = [
        {
            "line": row["line"],
            "holds": doubted not in row["text"],
            "words": "",
            "why": "沒有根據" if doubted in row["text"] else "",
        }
        for row in data_of(body)["lines"]
    ]
    return json.dumps({"verdicts": rows}, ensure_ascii=False)


def speakers_of(body: dict) -> list[str]:
    """The hosts that the instructions name: 「阿哲」：…。"""
    return re.findall(
        r"「([^」]+)」[：。]", body["messages"][0]["content"].partition("speaker 寫誰說。")[2].partition("\n")[0]
    )


class FakeModel(Service):
    """POST /v1/chat/completions. Refusals repeat the key, as a careless server might."""

    faults = ("503", "500", "429", "early", "page", "empty", "length", "refusal", "broken", "wrong", "error")
    key = "sk-canary-0123456789"
    port: int

    def __init__(self, writer: Callable[[dict], str] = echo, **settings) -> None:
        super().__init__(**settings)
        self.writer = writer
        self.bodies: list[dict] = []
        self.without: set[str] = set()  # what it does not take: json_schema, json_object, temperature, max_tokens
        self.needs_key = True
        self.most = 10**9  # tokens that an answer may have, and how it says so
        self.too_many = TOO_MANY["model"]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def patches(self) -> list:
        return [mock.patch.dict("os.environ", {"OPENAI_BASE_URL": self.url, "OPENAI_API_KEY": self.key})]

    def routes(self, app: web.Application) -> None:
        app.router.add_post("/v1/chat/completions", self._complete)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.bodies.append(body)
        await self.arrive(body["messages"][1]["content"])
        try:
            return await self._answer(request, body)
        finally:
            self.leave()

    def _not_taken(self, body: dict) -> str:
        format_ = body.get("response_format", {}).get("type", "")
        named = {"response_format": format_, **{key: key for key in body if key != "response_format"}}
        return next((key for key, what in named.items() if what in self.without), "")

    async def _answer(self, request: web.Request, body: dict) -> web.StreamResponse:
        if self.needs_key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return _refusal(self, 401)
        if wrong := self._not_taken(body):
            use = ". Use 'max_completion_tokens' instead" if wrong == "max_tokens" else ""
            return _refusal(self, 400, {"error": {"message": f"Unsupported: '{wrong}'{use}", "code": None}})
        n = body.get("max_tokens", body.get("max_completion_tokens"))
        if n > self.most:
            told = self.too_many.format(n=n, most=self.most, context=self.most + 97, sum=n + 97)
            return _refusal(self, 400, {"error": {"message": told, "code": None}})
        fault = self.fault_for(body["messages"][1]["content"])
        if fault in ("quota", "context"):
            code, status = {"quota": ("insufficient_quota", 429), "context": ("context_length_exceeded", 400)}[fault]
            return _refusal(self, status, {"error": {"message": f"no, {self.key}", "code": code}})
        if fault and fault.isdigit():
            return _refusal(self, int(fault), {"error": {"message": f"no, {self.key}", "code": None}})
        if fault == "page":
            return web.Response(text="<html>Sign in to the hotel's network</html>", content_type="text/html")
        if fault == "error":
            return web.json_response({"error": {"message": "upstream failed", "code": 502}})
        if fault == "stall":
            await asyncio.sleep(3600)
        return await send(
            request, json.dumps(self._completion(body, fault)).encode(), "application/json", fault, piece=20
        )

    def _completion(self, body: dict, fault: str | None) -> dict:
        content: Any = "" if fault == "empty" else self.writer(body)
        message: dict[str, Any] = {"role": "assistant", "content": content}
        finish = "stop"
        if fault == "broken":
            message["content"] = content[: len(content) * 2 // 3]
        elif fault == "wrong":
            message["content"] = json.dumps({"talk": content})
        elif fault == "length":
            message["content"], finish = content[: len(content) // 2], "length"
        elif fault == "refusal":
            message |= {"content": None, "refusal": "I can't help with that."}
        elif fault == "filter":
            message["content"], finish = None, "content_filter"
        elif fault == "null":
            message["content"] = None
        elif fault == "think":
            message["content"] = f"{THOUGHT}```json\n{content}\n```\n希望有幫助！"
        elif fault == "unopened":
            message["content"] = f"我想想……{{這裡}}</think>好的：{content}"
        elif fault == "parts":
            message["content"] = [{"type": "text", "text": content}]
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        return {
            "id": "x", "object": "chat.completion", "created": 0, "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            **({} if fault == "uncounted" else {"usage": usage}),
        }  # fmt: skip
