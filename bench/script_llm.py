"""How well a language model tells a digest: faithfulness, completeness, cost and time, so that authors can choose.

    python bench/script_llm.py                                     # the show's digests/EP1.md, its model
    python bench/script_llm.py FILE --model qwen3:8b --base-url http://localhost:11434/v1
    python bench/script_llm.py --style duo --form short --fake     # tests/fake_model.py stands in for a model

Everything is asked anew: answers go to a folder that is deleted after it. The key comes from the environment.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from podcast.errors import PodcastError
from podcast.llm import AnswerStore, Model, Purse
from podcast.llm.asking import server_of
from podcast.model import Digest, Script
from podcast.read import read_digest
from podcast.show import Show
from podcast.show.settings import find_root, load
from podcast.write.duo import cast
from podcast.write.retell import Problem, Retelling, Story
from podcast.write.retell.telling import SENT_BACK
from podcast.write.rules import parts_by_rules
from podcast.writing import facts


@dataclass
class Seen:
    """What the checker found in each story's tellings, in the order in which they came."""

    show: Show
    tellings: dict[str, list[tuple[int, list[Problem]]]] = field(default_factory=dict)  # title → (lines, problems)

    def __call__(self, script: Script, digest: Digest) -> Sequence[Problem]:
        found = facts(script, digest, self.show)
        chapter = script.chapters[0]
        self.tellings.setdefault(chapter.title, []).append((len(chapter.lines), list(found)))
        return found


class Shown:
    def stage(self, text: str) -> None:
        print(text, file=sys.stderr)

    def advance(self, done: int, total: int) -> None:
        print(f"  {done} of {total}", file=sys.stderr)

    def note(self, text: str) -> None:
        print(text, file=sys.stderr)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("digest", nargs="?", type=Path, default=ROOT / "digests" / "EP1.md")
    parser.add_argument("--model")
    parser.add_argument("--base-url")
    parser.add_argument("--temperature", type=float)
    parser.add_argument("--price", type=float, nargs=2, metavar=("IN", "OUT"), help="US$ per million tokens")
    parser.add_argument("--at-once", type=int)
    parser.add_argument("--max-tokens", type=int)
    parser.add_argument("--timeout-s", type=float)
    parser.add_argument("--style", choices=("narrator", "duo"))
    parser.add_argument("--form", choices=("full", "short"), default="full")
    parser.add_argument("--fake", action="store_true", help="no model: the fake of the tests, which answers faithfully")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    show = load(find_root(Path.cwd()))
    names = ("model", "base_url", "temperature", "price", "at_once", "max_tokens", "timeout_s")
    given = {name: value for name in names if (value := getattr(asked, name)) is not None}
    settings = replace(show.llm, **given | ({"price": tuple(asked.price)} if asked.price else {}))
    if asked.fake:
        from tests.fake_model import FakeModel, retold
    with FakeModel(retold) if asked.fake else nullcontext(), tempfile.TemporaryDirectory() as folder:
        model = Model(settings, server_of(settings), AnswerStore(Path(folder)), Purse(show.budget))
        report(show, read_digest(asked.digest, asked.digest.stem), model, asked.form, asked.style or show.style)


def report(show: Show, digest: Digest, model: Model, form: str, style: str) -> None:
    seen = Seen(show)
    telling = Retelling(digest, show, form, style, model, seen, progress=Shown())
    rules = cast(parts_by_rules(digest, show, digest.date, "full"), show, style)
    stories = {story.part.title: story for story in telling.stories(rules)}
    began = time.monotonic()
    found = telling(rules)
    took_s = time.monotonic() - began

    print(f"\n{digest.slug} by {model}, {style}, {form}")
    for told in found.tellings:
        how = f"by the rules: {told.by_rules}" if told.by_rules else f"sent back {told.sent_back} times"
        print(f"  {told.heading[:30]}: {how}")
    for n in range(1 + SENT_BACK):
        print(f"answer {n + 1}: {_measured(seen, stories, n)}")
    whole = sum(not told.by_rules for told in found.tellings)
    price = f"US${model.cost(model.spent.tokens):.4f}" if model.price else "price unknown: --price IN OUT"
    print(f"told by the model: {whole} of {len(found.tellings)} stories")
    print(f"cost: {price}; {model.spent.tokens.into:,} tokens in, {model.spent.tokens.out:,} out")
    print(f"time: {took_s:.1f} s, {model.spent.requests} requests, {model.settings.at_once} at once")


def _measured(seen: Seen, stories: Mapping[str, Story], n: int) -> str:
    """Of the n-th answers that had the form asked for: lines without a finding, items told."""
    there = {title: told[n] for title, told in seen.tellings.items() if len(told) > n}
    if not there:
        return "none came in the form asked for" if n == 0 else "none was needed, or came"
    lines = sum(count for count, _ in there.values())
    faulty = sum(len({p.line for p in problems if p.line}) for _, problems in there.values())
    items = sum(len(set(stories[title].texts) - stories[title].headings) for title in there)
    untold = sum(sum(not p.line and p.said in stories[title].texts for p in ps) for title, (_, ps) in there.items())
    return (
        f"faithful {100 * (lines - faulty) / max(1, lines):.1f} % of {lines} lines, "
        f"complete {100 * (items - untold) / max(1, items):.1f} % of {items} items, {len(there)} stories"
    )


if __name__ == "__main__":
    try:
        main()
    except PodcastError as error:
        sys.exit(str(error))
