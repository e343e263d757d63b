"""One request by itself: whether an engine answers."""

from __future__ import annotations

import time

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable
from podcast.model import Request
from podcast.service.work import Threads
from podcast.show import Voice
from podcast.speak.engine import Engine
from podcast.speak.verify import Blemished, Delivered, check


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
