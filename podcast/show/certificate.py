"""What tells one certificate of a show from another, without reading it."""

from __future__ import annotations

import hashlib

from podcast.show import Show


def certificate_mark(show: Show) -> str:
    """The hash of its file and of who attests the time, its name where that is missing; "" where nothing is signed."""
    if show.credentials is None:
        return ""
    try:
        given = (show.root / show.credentials.certificate).read_bytes()
        return hashlib.sha256(given + (show.credentials.timestamp or "").encode()).hexdigest()
    except OSError:
        return show.credentials.certificate
