"""One request by itself: whether an engine answers."""

from __future__ import annotations

import concurrent.futures as cf
import threading
import time
from collections.abc import Callable
from typing import Any

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable
from podcast.model import Request
from podcast.show import Voice
from podcast.speak.engine import Engine
from podcast.speak.verify import Blemished, Delivered, check


class Threads(cf.Executor):
    """A daemon thread a call. The standard pool joins its threads when the interpreter ends, however stuck they are."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> cf.Future[Any]:
        future: cf.Future[Any] = cf.Future()
        future.set_running_or_notify_cancel()

        def run() -> None:
            try:
                result = fn(*args, **kwargs)
            except BaseException as e:
                future.set_exception(e)
            else:
                future.set_result(result)

        threading.Thread(target=run, daemon=True, name="speak").start()
        return future


def probe(engine: Engine, request: Request, voice: Voice, *, within_s: float = 5.0, tries: int = 3) -> Delivered:
    """One short request, to learn whether the engine answers; its sound can be kept.

    Raises EngineUnavailable when nothing comes in time, EngineRefused when what comes is no speech.
    """
    ends = time.monotonic() + within_s
    for n in range(1, tries + 1):
        left_s = max(0.1, ends - time.monotonic())
        try:
            answer = Threads().submit(engine.synthesise, request, voice, left_s)
            return check(answer.result(timeout=left_s), request, voice)
        except Blemished as e:
            return e.delivered
        except TimeoutError as e:
            raise EngineUnavailable(f"did not answer within {within_s:g} s") from e
        except EngineBusy as e:
            wait_s = e.retry_after_s or 0.2 * n
            if n == tries or time.monotonic() + wait_s > ends:
                raise EngineRefused(str(e)) from e
            time.sleep(wait_s)
    raise AssertionError("the last try returns or raises")
