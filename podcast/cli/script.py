"""podcast script: what will be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.draft import Draft
    from podcast.show import Show


def register(root: typer.Typer) -> None:
    root.command()(script)


def script(
    name: Annotated[str, typer.Argument(metavar="EP1 | PATH")],
    explain: Annotated[
        bool, typer.Option("--explain", help="What each line says of the digest, and what was left out.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Places where a listener might stumble.")] = False,
    form: Annotated[str | None, typer.Option(help="full, or short: opening, highlights, closing.")] = None,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Write the script anew; yours stays beside it, as .bak.")
    ] = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="What of it the digest does not bear, and what is not told; exit 1 if any.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="With --facts: as JSON, for programs.")] = False,
) -> None:
    """Write scripts/EP1.md, to read and change before it is spoken.

    In the script a heading is a chapter and a paragraph a line. **guest:** before a line gives it to the speaker
    guest of voices.yaml. A comment at its end names what it says of the digest and the pause after it, in thousandths
    of a second: <!-- story1.2, pause 800 -->.
    """
    from podcast.cli._common import check_form, describe_findings, describe_outcome, load_library, now, shown
    from podcast.draft import held, write_draft
    from podcast.text import plural

    check_form(form)
    if json and not facts:
        raise typer.BadParameter("--json goes with --facts")
    library = load_library()
    work = library.find(name)
    draft = write_draft(library.show, work, now=now(library.show), form=form, rewrite=rewrite)
    if facts:
        _facts(library.show, draft, as_json=json)
        return
    lines = sum(len(chapter.lines) for chapter in draft.script.chapters)
    became = describe_outcome(draft.outcome)
    size = f"{plural(len(draft.script.chapters), 'chapter')}, {plural(lines, 'line')}"
    print(f"{shown(work.script)} ({became}): {size}")
    for advice in draft.advice:
        print(advice)
    if draft.omitted:
        print(f"left out: {draft.omitted}" + ("" if explain else f"; podcast script {name} --explain lists it"))
    if found := held(library.show, draft):
        print(f"facts: {describe_findings(found)}; podcast script {name} --facts lists them")
    if explain:
        _explain(draft)
    elif check:
        _check(library.show, draft)


def _explain(draft: Draft) -> None:
    from podcast.write import explain

    found = explain(draft.digest, draft.script)
    for row in found.rows:
        print(f"{row.chapter}.{row.line:<3} [{', '.join(row.ids) or 'added'}] {row.text}")
    if found.unsaid:
        print("\nnot said:")
        for id, text in found.unsaid:
            print(f"  {id}: {text}")
    if found.shown:
        print("\non the page, not or not whole in the ear:")
        for id, text in found.shown:
            print(f"  {id}: {text}")
    beside = "else " if found.unsaid or found.shown else ""
    print("\nleft out of the page:" if found.left_out else f"\nnothing {beside}was left out of the page")
    for left in found.left_out:
        print(f"  line {left.line}: {left.text} ({left.reason})")


def _facts(show: Show, draft: Draft, *, as_json: bool) -> None:
    from dataclasses import asdict
    from json import dumps

    from podcast.cli._common import describe_findings
    from podcast.draft import held

    found = held(show, draft)
    if as_json:
        print(dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            print(finding)
        print(describe_findings(found) if found else "The digest bears every line, and every item of it is told.")
    if found:
        raise typer.Exit(1)


def _check(show: Show, draft: Draft) -> None:
    from podcast.mandarin import mandarin_of
    from podcast.mandarin.check import notices
    from podcast.speak.engines import word_check
    from podcast.text import plural

    mandarin = mandarin_of(show)
    knows = word_check(voice.engine for speaker in show.speakers for voice in speaker.voices)
    lines = [
        (f"{chapter.title}, line {number}", line.text)
        for chapter in draft.script.chapters
        for number, line in enumerate(chapter.lines, 1)
    ]
    said = mandarin.say_all(text for _, text in lines)
    found = notices(((place, spoken) for (place, _), spoken in zip(lines, said, strict=True)), knows)
    for notice in found:
        print(notice)
    print(
        f'{plural(len(found), "place")} to listen to; `podcast say "…"` speaks one, voices.yaml\'s lexicon mends it.'
        if found
        else "Nothing a listener would stumble over."
    )
