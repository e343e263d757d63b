"""podcast script: what will be said."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from podcast.draft import Draft
    from podcast.library import Library, Work
    from podcast.show import Show
    from podcast.writing import Wanted


def register(root: typer.Typer) -> None:
    root.command()(script)


def script(
    name: Annotated[str, typer.Argument(metavar="EP1 | PATH")],
    explain: Annotated[
        bool, typer.Option("--explain", help="What each line says of the digest, and what was left out.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Places where a listener might stumble.")] = False,
    form: Annotated[
        str | None, typer.Option(help="full, or short: by rules opening, highlights, closing; by a model five minutes.")
    ] = None,
    style: Annotated[str | None, typer.Option(help="narrator, or duo: two hosts.")] = None,
    writer: Annotated[
        str | None, typer.Option(help="rules, which read the digest out, or llm: a language model that retells it.")
    ] = None,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Write the script anew; yours stays beside it, as .bak.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="As --rewrite, and ask the model once more for what it failed at.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Only show what --rewrite would change.")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open it in your editor, and check it after that.")] = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="Only say what writing it would cost.")] = False,
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
    from podcast.cli._common import check_choice, check_form, load_library, now, show_progress
    from podcast.draft import write_draft
    from podcast.writing import Wanted

    check_form(form)
    check_choice("--style", style, "narrator", "duo")
    check_choice("--writer", writer, "rules", "llm")
    if json and not facts:
        raise typer.BadParameter("--json goes with --facts")
    library = load_library()
    work = library.find(name)
    wanted = Wanted(form, style, writer, rewrite or diff or again, again)
    if estimate:
        _estimate(library, work, wanted)
        return
    if diff:
        _diff(library, work, wanted)
        return
    stands = work.script.is_file() and not wanted.rewrite
    if edit and stands:
        _edit(work)  # also one that cannot be read: here it is mended
    with show_progress() as progress:
        draft = write_draft(library.show, work, now=now(library.show), wanted=wanted, progress=progress)
    if edit and not stands:
        _edit(work)
        draft = write_draft(library.show, work, now=now(library.show), wanted=Wanted(form, style, writer))
    if facts:
        _facts(library.show, draft, as_json=json)
        return
    _report(library.show, work, name, draft, explain=explain, listed=edit)
    if explain:
        _explain(draft)
    elif check:
        _check(library.show, draft)


def _report(show: Show, work: Work, name: str, draft: Draft, *, explain: bool, listed: bool) -> None:
    from podcast.cli._common import describe_findings, describe_outcome, shown
    from podcast.draft import held
    from podcast.text import plural

    lines = sum(len(chapter.lines) for chapter in draft.script.chapters)
    size = f"{plural(len(draft.script.chapters), 'chapter')}, {plural(lines, 'line')}"
    print(f"{shown(work.script)} ({describe_outcome(draft.outcome, draft.by)}): {size}")
    for advice in draft.advice:
        print(advice)
    path = shlex.quote(name)
    if draft.omitted:
        print(f"left out: {draft.omitted}" + ("" if explain else f"; podcast script {path} --explain lists it"))
    if found := held(show, draft):
        print(f"facts: {describe_findings(found)}" + ("" if listed else f"; podcast script {path} --facts lists them"))
    for finding in found if listed else ():
        print(f"  {finding}")
    if draft.cost:
        print(f"cost: {draft.cost}")


def _estimate(library: Library, work: Work, wanted: Wanted) -> None:
    from podcast.cli._common import now, row
    from podcast.draft import expected

    rows = expected(library.show, work, now=now(library.show), wanted=wanted)
    print(work.slug)
    for label, text in rows:
        row(label, text)
    if not rows:
        row(
            "writer",
            "nobody is asked, which costs nothing: the script stands, all answers are stored, or the rules write it",
        )


def _diff(library: Library, work: Work, wanted: Wanted) -> None:
    from podcast.cli._common import now, show_progress, shown
    from podcast.draft import write_draft
    from podcast.write import changes, script_at

    old = script_at(work.script)
    if old is None:
        print(f"There is no script yet: podcast script {work.slug} writes it.")
        return
    with show_progress() as progress:
        draft = write_draft(
            library.show, work, now=now(library.show), wanted=wanted, save=False, ask=True, progress=progress
        )
    found = changes(old, draft.script, shown(work.script))
    print("\n".join(found) if found else "A rewrite would change nothing.")
    for advice in draft.advice:
        print(advice)
    if draft.cost:
        print(f"cost: {draft.cost}; the answers are kept, --rewrite uses them")


def _edit(work: Work) -> None:
    """Open the script in the editor that the environment names. Raises ScriptError."""
    import os
    import subprocess

    from podcast.errors import ScriptError

    told = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if not told:
        raise ScriptError(f"EDITOR is not set: export EDITOR=nano, say, or open {work.script} yourself.")
    try:
        code = subprocess.run([*shlex.split(told), str(work.script)], check=False).returncode
    except (OSError, ValueError) as error:
        raise ScriptError(f"The editor “{told}” cannot be started: {error}; set EDITOR to another.") from error
    if code:
        raise ScriptError(f"The editor “{told}” ended with {code}; the script is as it left it.")


def _explain(draft: Draft) -> None:
    from podcast.write import explain, is_worded_anew

    found = explain(draft.digest, draft.script, draft.retold)
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
    headings = [left for left in found.left_out if is_worded_anew(left)]
    left_out = [left for left in found.left_out if left not in headings]
    print("\nleft out of the page:" if left_out else f"\nnothing {beside}was left out of the page")
    for left in left_out:
        print(f"  line {left.line}: {left.text} ({left.reason})")
    if headings:
        print("\nheadings in whose place the host has his own words:")
        for left in headings:
            print(f"  line {left.line}: {left.text}")


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
