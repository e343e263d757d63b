"""A show with published episodes."""

from tests.published import (  # noqa: F401 - fixtures
    audio,
    covers_are_drawn_once,
    drawn,
    mp3,
    now,
    publish,
    show,
    target,
)
