"""YAML that people write, read so that no text, however short or deep, takes more time and memory than its length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.nodes import Node

LONGEST = 1_000_000  # characters; a lexicon of thirty thousand words
EXPANDED = 200_000  # values, each alias counted as all that it stands for
DEEPEST = 40  # lists and mappings inside each other
MOST_OPENED = 1000  # brackets in a line; each may begin a key, and ruamel.yaml looks at all of them at each character


class YamlFault(ValueError):
    """What is wrong, without a full stop, and the 1-based line where it stands."""

    def __init__(self, problem: str, line: int = 1) -> None:
        super().__init__(problem)
        self.line = line


def load(text: str) -> Any:
    """Mappings and lists that know their lines (ruamel.yaml's round-trip types); None of an empty text.

    Raises YamlFault: not YAML, a value that cannot be, or aliases that stand for far more than was written.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    node = compose(text)
    if node is None:
        return None
    _check_characters(node, set())
    try:
        return YAML().constructor.construct_document(node)
    except MarkedYAMLError as error:
        raise _fault(error) from error
    except Exception as error:  # a 13th month, 5,000 digits, a set of nothing: each trips over it in its own way
        raise YamlFault(f"a value that cannot be read ({' '.join(str(error).split()):.80})") from error


def compose(text: str) -> Node | None:
    """The tree of ``text`` as it was written, values as text; None of an empty one. Raises YamlFault."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text) > LONGEST:
        raise YamlFault(f"{len(text):,} characters are more than the {LONGEST:,} that such a file may have")
    for number, line in enumerate(text.split("\n"), 1):
        if line.count("[") + line.count("{") > MOST_OPENED:
            raise YamlFault("lists or mappings stand too deep inside each other", number)
    try:
        node: Node | None = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _fault(error) from error
    except RecursionError as error:
        raise YamlFault("lists or mappings stand too deep inside each other") from error
    except (YAMLError, ValueError) as error:
        raise YamlFault(" ".join(str(error).split())[:120]) from error
    if node is not None:
        _Measure()(node)
    return node


def _fault(error: MarkedYAMLError) -> YamlFault:
    # a key without its colon is noticed a line later than it stands
    mark = error.context_mark if "simple key" in (error.context or "") else error.problem_mark
    return YamlFault(" ".join((error.problem or "broken YAML").split()), mark.line + 1 if mark else 1)


class _Measure:
    """How many values a node stands for, aliases followed, each node looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def __call__(self, node: Node, depth: int = 0) -> int:
        if (size := self._known.get(id(node))) is not None:
            if size == 0:
                raise YamlFault("an alias stands inside what it is an alias of", _line(node))
            return size
        if depth > DEEPEST:
            raise YamlFault("lists or mappings stand too deep inside each other", _line(node))
        self._known[id(node)] = 0
        size = 1 + sum(self(child, depth + 1) for child in _children(node))
        if size > EXPANDED:
            raise YamlFault("its aliases stand for more than can be read; write out what is meant", _line(node))
        self._known[id(node)] = size
        return size


def _check_characters(node: Node, seen: set[int]) -> None:
    """Nothing can be saved or sent that holds them; a YAML escape writes them all the same."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node.value, str) and any("\ud800" <= c <= "\udfff" or c == "\0" for c in node.value):
        raise YamlFault("a character that is none (half of a surrogate pair, or U+0000)", _line(node))
    for child in _children(node):
        _check_characters(child, seen)


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node.value, str):
        return ()
    flat = (each if isinstance(each, tuple) else (each,) for each in node.value or ())
    return tuple(child for pair in flat for child in pair)


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
