"""How well `podcast digest` cleans and groups, and what it costs.

    python bench/gather.py                 # 200 articles of 100 feeds: seconds of CPU and megabytes
    python bench/gather.py --pollution     # each way of tests/gather/pollute*.py at each rate: kept and foreign
    python bench/gather.py --pairs         # pairs of one story: F1 of ours and of TF-IDF alone

The articles are tests/gather/data's, written by us. The 200 are made of them: two a feed, half of them polluted.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from podcast.gather import likeness as ours
from podcast.gather.article import Article
from podcast.gather.clean import clean
from podcast.gather.files import articles_of
from podcast.gather.stories import stories_of
from podcast.gather.text import text_article
from podcast.mandarin.han import simplified
from tests.gather.pollute import WAYS, kept_and_foreign
from tests.gather.pollute_2 import WAYS_2

DATA = Path(__file__).parents[1] / "tests" / "gather" / "data"
RATES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def stored(name: str) -> list[list[str]]:
    return [piece.strip().split("\n") for piece in (DATA / name).read_text(encoding="utf-8").split("=====\n")]


def feeds() -> list[bytes]:
    """100 feeds with two articles each, the full text in them; every other article polluted in some way."""
    articles, dice = stored("articles.txt"), random.Random(1)
    ways = list(WAYS.values())
    out = []
    for n in range(100):
        items = ""
        for m in range(2):
            title, *texts = articles[(2 * n + m) % len(articles)]
            texts = texts * 3  # an article of usual length
            texts = [f"{text[:-1]}，這是第{k}段{text[-1]}" for k, text in enumerate(texts)]
            if (n + m) % 2:
                title, texts = dice.choice(ways)(title, texts, dice.random(), dice)
            body = "".join(f"<p>{text}</p>" for text in texts)
            items += f"<item><title>{title} {n}</title><link>https://{n}.example/{m}</link><content:encoded><![CDATA[{body}]]></content:encoded></item>"
        out.append(
            f"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>報{n}</title>{items}</channel></rss>".encode()
        )
    return out


def cost() -> None:
    start = time.process_time()
    articles = [
        a for n, feed in enumerate(feeds()) for a in articles_of(feed, f"{n}.xml", Path(f"{n}.xml"), "Asia/Taipei")
    ]
    read = time.process_time()
    stories = stories_of(articles)
    done = time.process_time()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(articles)} articles of 100 feeds, {len(stories)} stories")
    print(f"read and cleaned {read - start:.1f} s, grouped {done - read:.1f} s of CPU; at most {megabytes:.0f} MB")


def pollution() -> None:
    print("kept / foreign in %, mean over 20 articles, in the ways of pollute_2.py over six others;")
    print("in brackets how many of them miss 99 % or 0.5 %")
    print(f"{'':16}" + "".join(f"{rate:>20}" for rate in RATES))
    for way, change in (WAYS | WAYS_2).items():
        articles = stored("articles.txt" if way in WAYS else "articles_2.txt")
        row = ""
        for rate in RATES:
            shares = []
            for n, (title, *texts) in enumerate(articles):
                polluted, paragraphs = change(title, texts, rate, random.Random(f"{way}{rate}{n}"))
                got = clean(text_article("\n".join([polluted, *paragraphs]), "x"))
                shares.append(kept_and_foreign("".join(texts), "".join(got.paragraphs)))
            missed = sum(kept < 0.99 or foreign > 0.005 for kept, foreign in shares)
            kept, foreign = (100 * sum(each) / len(shares) for each in zip(*shares, strict=True))
            row += f"{f'{kept:.1f} / {foreign:.1f} ({missed})':>20}"
        print(f"{way:16}{row}")


def pairs() -> None:
    rows = [line.split("\t") for line in (DATA / "stories.tsv").read_text(encoding="utf-8").strip().split("\n")]
    languages = {"zh": "zh-Hant", "cn": "zh-Hans", "en": "en"}
    articles = [
        Article(str(n), title, None, None, languages[tag], (text,)) for n, (_, tag, title, text) in enumerate(rows)
    ]
    chinese = [n for n, row in enumerate(rows) if row[1] != "en"]
    english = [n for n, row in enumerate(rows) if row[1] == "en"]
    measures = {"ours": ours.likeness(articles), "TF-IDF alone": _tf_idf(articles)}
    for label, which in (
        ("zh-zh", list(itertools.combinations(chinese, 2))),
        ("zh-en", list(itertools.product(chinese, english))),
    ):
        same = [rows[a][0] == rows[b][0] for a, b in which]
        print(f"{label}: {len(which)} pairs, {sum(same)} of one story")
        for name, alike in measures.items():
            values = [float(alike[a, b]) for a, b in which]
            best = max(_f1(same, values, limit / 200) for limit in range(1, 180))
            set_to = f", as it is set {_f1(same, values, ours.SAME):.3f}" if name == "ours" else ""
            print(f"  {name:14} F1 at its best threshold {best:.3f}{set_to}")


def _f1(same: list[bool], values: list[float], limit: float) -> float:
    got = [value >= limit for value in values]
    right = sum(s and g for s, g in zip(same, got, strict=True))
    return 2 * right / (sum(same) + sum(got)) if right else 0.0


def _tf_idf(articles: list[Article]):
    """Pairs of characters and Latin words, weighed by the collection."""
    bags = []
    for article in articles:
        runs = re.findall("[\u3400-\u9fff]+|[A-Za-z0-9.]+", simplified(f"{article.title} {article.text}"))
        terms = [
            t for run in runs for t in ([run.lower()] if run[0].isascii() else map("".join, itertools.pairwise(run)))
        ]
        bags.append(Counter(terms))
    df = Counter(term for bag in bags for term in bag)
    vectors = []
    for bag in bags:
        vector = {term: (1 + math.log(n)) * math.log(len(bags) / df[term]) for term, n in bag.items()}
        size = math.sqrt(sum(x * x for x in vector.values())) or 1.0
        vectors.append({term: x / size for term, x in vector.items()})
    return ours._cosines(vectors)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pollution", action="store_true")
    parser.add_argument("--pairs", action="store_true")
    given = parser.parse_args()
    pollution() if given.pollution else pairs() if given.pairs else cost()
