"""QR codes of an address: for the page, and for the terminal that serves it."""

from __future__ import annotations

import io


def svg(text: str) -> str:
    """An inline SVG without styles of its own; it scales to the box that it is put in."""
    import segno

    buffer = io.BytesIO()
    form = {"xmldecl": False, "omitsize": True, "svgclass": "qr", "lineclass": None, "dark": "#000", "light": "#fff"}
    segno.make(text, error="m", micro=False).save(buffer, kind="svg", border=2, **form)
    return buffer.getvalue().decode().strip()


def terminal(text: str) -> str:
    """Half-block characters, readable by a phone from a dark or a light terminal."""
    import segno

    buffer = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(buffer, compact=True, border=2)
    return buffer.getvalue()
