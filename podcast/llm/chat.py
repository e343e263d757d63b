"""One attempt at one request: what is sent, and what came, in the chat-completions protocol."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from podcast.errors import Busy, PodcastError, Refused
from podcast.llm.costs import Tokens, usual_tokens
from podcast.llm.shape import Schema
from podcast.llm.store import Reply
from podcast.service.openai_server import Server, read_whole, without_secrets
from podcast.show import ModelSettings

if TYPE_CHECKING:
    import openai

SHORTEST = 300  # tokens: in less no story can be told
_AT_MOST = re.compile(
    r"(?i)max_\w*tokens.*(?:at most|<=|less than or equal to|maximum(?: value)?(?: is| of)?) *(\d{3,7})"
)
_CONTEXT = re.compile(r"(?i)maximum context length is (\d{3,7}) tokens")
_ASKED = re.compile(r"(?i)(\d{1,7}) (?:in the messages|(?:input|prompt) tokens)")
Messages = Sequence[Mapping[str, str]]
LARGEST = 5_000_000  # bytes of one answer
FORMATS = ("json_schema", "json_object", "plain")
"""How a server is asked for JSON, the best first: one that refuses is asked in the next way."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What this server takes, as far as it has been found out."""

    format: int = 0  # into FORMATS
    limit: str = "max_tokens"  # what it calls the most tokens of an answer; reasoning models: max_completion_tokens
    temperature: bool = True  # reasoning models take none


class Chat:
    """May be called from several threads at once."""

    def __init__(self, settings: ModelSettings, server: Server) -> None:
        self.settings, self.server = settings, server
        self._manner = Manner(limit="max_completion_tokens" if server.official else "max_tokens")
        self._client: openai.OpenAI | None = None
        self._lock = threading.Lock()

    def connect(self) -> openai.OpenAI:
        """Raises Unavailable: there is no key, no address, no way out."""
        with self._lock:
            if self._client is None:
                self._client = self.server.client(self.server.key())
            return self._client

    def attempt(self, messages: Messages, schema: Schema, longest: int, deadline_s: float) -> Reply:
        """Raises Busy, Refused or Unavailable."""
        import openai

        client, until = self.connect(), time.monotonic() + deadline_s
        while True:
            manner = self._manner
            try:
                return self._once(client, manner, messages, schema, longest, until)
            except PodcastError:
                raise
            except openai.APIStatusError as e:
                if fewer := _fewer(e, longest):
                    longest = fewer
                    continue
                less = _less(manner, e)
                if less is None:
                    raise self._translated(e) from None
                self._manner = less
            except Exception as e:
                raise self._translated(e) from without_secrets(e)

    def _once(
        self, client: openai.OpenAI, manner: Manner, messages: Messages, schema: Schema, longest: int, until: float
    ) -> Reply:
        sent: dict[str, Any] = {"model": self.settings.model, "messages": list(messages), manner.limit: longest}
        if manner.temperature:
            sent["temperature"] = self.settings.temperature
        if FORMATS[manner.format] == "json_schema":
            shape = {"name": "answer", "strict": True, "schema": schema}
            sent["response_format"] = {"type": "json_schema", "json_schema": shape}
        elif FORMATS[manner.format] == "json_object":
            sent["response_format"] = {"type": "json_object"}
        left_s = max(0.1, until - time.monotonic())
        with client.chat.completions.with_streaming_response.create(timeout=left_s, **sent) as answer:
            data = read_whole(answer.iter_bytes(), until, LARGEST, "answer")
        return self._reply(data, messages)

    def _reply(self, data: bytes, messages: Messages) -> Reply:
        try:
            body = json.loads(data)
            choice = body["choices"][0]
            message = choice["message"]
            content, refusal = _text(message.get("content")), message.get("refusal")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as e:
            raise Busy(f"what {self.server.shown} answered is no answer of a language model") from e
        usage = body.get("usage")
        into, out = (_count(usage, name) for name in ("prompt_tokens", "completion_tokens"))
        if into is None or out is None:  # it does not count: about as many
            into, out = usual_tokens("".join(each["content"] for each in messages)), usual_tokens(content)
        finish = choice.get("finish_reason")
        return Reply(content, str(finish or "stop"), str(refusal or ""), Tokens(into, out))

    def _translated(self, e: Exception) -> PodcastError:
        import openai

        if isinstance(e, openai.APIStatusError) and e.status_code in (400, 413, 422) and _is_too_long(e):
            return Refused(f"it is longer than what {self.settings.model} takes at once ({e.status_code})")
        refused = f"does not answer this with model “{self.settings.model}”"
        return self.server.translated(e, self.settings.model, "show.yaml", refused)


def _text(content: Any) -> str:
    """The content of a message: a text, or parts of which some are."""
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")


def _count(usage: Any, name: str) -> int | None:
    found = usage.get(name) if isinstance(usage, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def _less(manner: Manner, e: openai.APIStatusError) -> Manner | None:
    """What to leave away of a request that the server does not take; None where nothing of it is the fault.

    Servers say in words which parameter they do not know; one that only says 400 is asked without the schema.
    """
    if e.status_code not in (400, 422, 501) or _is_too_long(e):
        return None
    told = str(e).lower()
    if "max_completion_tokens" in told and manner.limit == "max_tokens":
        return replace(manner, limit="max_completion_tokens")
    if "max_completion_tokens" in told and "max_tokens" not in told.replace("max_completion_tokens", ""):
        return replace(manner, limit="max_tokens")
    if "temperature" in told and manner.temperature:
        return replace(manner, temperature=False)
    return replace(manner, format=manner.format + 1) if manner.format + 1 < len(FORMATS) else None


def _fewer(e: openai.APIStatusError, longest: int) -> int | None:
    """How many tokens the answer may have, where the server says that ``longest`` are too many; None where it does not.

    A model has a longest answer, and a context that it shares with the question.
    """
    if e.status_code not in (400, 422):
        return None
    told = str(e)
    if found := _AT_MOST.search(told):
        most = int(found[1])
    elif (context := _CONTEXT.search(told)) and (asked := _ASKED.search(told)):
        most = int(context[1]) - int(asked[1])
    else:
        return None
    return most if SHORTEST <= most < longest else None


def _is_too_long(e: openai.APIStatusError) -> bool:
    told = str(e).lower()
    return e.code == "context_length_exceeded" or "context length" in told or "context size" in told
