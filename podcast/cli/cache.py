"""podcast cache: what is kept of spoken clips, mixes and answers of language models."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.library import Library
    from podcast.llm import AnswerStore
    from podcast.speak import ClipStore


def register(root: typer.Typer) -> None:
    root.command()(cache)


def cache(
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help="Remove clips that no episode and no script uses, and answers that tell no digest as it is now; "
            "the last hour's clips and the last day's answers stay.",
        ),
    ] = False,
) -> None:
    """Show how much the spoken clips, kept mixes and answers take, and prune what nothing uses."""
    from podcast.cli._common import load_library, shown
    from podcast.llm.store import store_of as answers_of
    from podcast.mix.kept import kept_bytes
    from podcast.proof.remember import Memory
    from podcast.show.lock import render_lock
    from podcast.speak.store import store_of
    from podcast.text import plural

    library = load_library()
    store = store_of(library.show)
    files, size = store.size()
    print(f"{shown(store.root)}: {plural(files, 'clip')}, {size / 1e6:.1f} MB")
    if store.shared:
        print(f"shared with {store.shared.address}, where nothing is pruned")
    if mixes := kept_bytes(library.show.cache / "mix"):
        print(f"{shown(library.show.cache / 'mix')}: what the next edit need not mix again, {mixes / 1e6:.1f} MB")
    answers = answers_of(library.show)
    if (kept := answers.size())[0]:
        print(f"{shown(answers.root)}: {plural(kept[0], 'answer')} of language models, {kept[1] / 1e6:.1f} MB")
    heard = Memory(library.show.cache / "proof")
    if (known := heard.size())[0]:
        print(f"{shown(heard.root)}: what was heard of {plural(known[0], 'clip')}, {known[1] / 1e6:.1f} MB")
    if prune:
        with render_lock(library.show.state / "render.lock"):
            _prune(library, store)
            _prune_answers(library, answers)


def _prune(library: Library, store: ClipStore) -> None:
    from podcast.cli._common import now
    from podcast.episode.names import EPISODE_FILE
    from podcast.in_use import clips_in_use
    from podcast.mix.kept import forget_mixes
    from podcast.text import plural

    show = library.show
    forget_mixes(show.cache / "mix", {path.parent.name for path in show.feed.glob(f"*/{EPISODE_FILE}")})
    used = clips_in_use(library, now(show))
    for line in used.told:
        print(f"podcast: {line}", file=sys.stderr)
    if used.unknown:
        which = ", ".join(used.unknown)
        print(f"removed nothing: which clips {which} uses cannot be told; mend or delete its script, then prune again")
        return
    files, size = store.prune(used.keys)
    print(f"removed {plural(files, 'clip')}, {size / 1e6:.1f} MB; what was made in the last hour stays in any case")


def _prune_answers(library: Library, answers: AnswerStore) -> None:
    from podcast.in_use import answers_in_use
    from podcast.text import plural

    if not answers.size()[0]:
        return
    used = answers_in_use(library)
    for line in used.told:
        print(f"podcast: {line}", file=sys.stderr)
    if used.unknown:
        which = ", ".join(used.unknown)
        print(f"removed no answers: which of them {which} uses cannot be told; mend or delete it, then prune again")
        return
    files, size = answers.prune(used.keys)
    print(f"removed {plural(files, 'answer')}, {size / 1e6:.1f} MB; what came in the last day stays in any case")
