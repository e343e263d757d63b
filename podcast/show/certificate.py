"""What tells one certificate of a show from another, without reading it."""

from __future__ import annotations

import hashlib

from podcast.show import Show


def certificate_mark(show: Show) -> str:
    """The hash of its file, its name where that is missing; "" where the show signs nothing."""
    if show.credentials is None:
        return ""
    try:
        return hashlib.sha256((show.root / show.credentials.certificate).read_bytes()).hexdigest()
    except OSError:
        return show.credentials.certificate
