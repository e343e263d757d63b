"""The language model's client, for whoever has something written: a script from a digest, a digest from articles.

``Ask`` is one request: instructions, data kept apart from them, and the shape of the answer. ``Model.ask`` takes many
at once, and gives an ``Answer`` or a ``Failed`` for each. Answers are stored by content: nothing is paid for twice.
"""

from podcast.llm.asking import Answer, Ask, Check, Failed, Model, model_of
from podcast.llm.costs import Purse, Tokens, dollars, price_of
from podcast.llm.store import AnswerStore, NotedStore, store_of

__all__ = [
    "Answer",
    "AnswerStore",
    "Ask",
    "Check",
    "Failed",
    "Model",
    "NotedStore",
    "Purse",
    "Tokens",
    "dollars",
    "model_of",
    "price_of",
    "store_of",
]
