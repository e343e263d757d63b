"""The command line: arguments in, lines out. The only place that prints or exits; one file a command."""

from __future__ import annotations

import importlib
import os
import re
import sys
from contextlib import suppress
from typing import Annotated, Any

import typer

from podcast.errors import PodcastError

COMMANDS = (
    "render", "script", "digest", "morning", "status", "preview", "say", "proof", "fix", "voices", "init",
    "plot", "video", "serve", "check", "publish", "episode", "rename", "cache",
)  # fmt: skip

INTERRUPTED = 130

# Newer typers carry a click of their own: this is the one that they raise.
USAGE: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"podcast {version('podcast')}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Turns a written Mandarin digest into a podcast episode that people subscribe to."""


def app() -> typer.Typer:
    """All commands, in the order in which --help lists them."""
    root = typer.Typer(
        name="podcast",
        callback=_root,
        no_args_is_help=True,
        rich_markup_mode=None,  # a third of a second for --help otherwise
        pretty_exceptions_enable=False,
    )
    for name in COMMANDS:
        importlib.import_module(f"podcast.cli.{name}").register(root)
    return root


def main() -> None:
    """Entry point. Errors of ours end in one sentence on stderr; exit 1, usage 2, Ctrl-C 130."""
    _speak_utf8()
    try:
        code = app()(standalone_mode=False)
        sys.stdout.flush()  # a full disk is told, not thrown while Python ends
    except PodcastError as error:
        print(f"podcast: {_readable(str(error))}", file=sys.stderr)
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except USAGE as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:  # `podcast status | head`
        sys.stderr.close()
        code = 0
    except OSError as error:
        print(f"podcast: {_told(error)}", file=sys.stderr)
        code = 1
    if code == INTERRUPTED:  # typer may answer Ctrl-C with the number alone
        print("podcast: stopped; what was made so far is kept, the same command goes on from here.", file=sys.stderr)
    sys.exit(code if isinstance(code, int) else 0)


def _readable(message: str) -> str:
    """One sentence stays one line, and a name of thousands of letters its beginning and its end."""
    return re.sub(r"(\S{60})\S{140,}(\S{20})", r"\1…\2", " ".join(message.split()))


def _told(error: OSError) -> str:
    """A sentence for what no room has told in its own words. What could not be written is forgotten."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    what = f"{error.filename}: " if error.filename else "writing failed: "
    return _readable(f"{what}{error.strerror or error}; make room or name another place, and try again.")


def _speak_utf8() -> None:
    """Chinese on a console with another encoding is shown as well as it can, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
