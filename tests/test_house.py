"""The house keeps its shape: imports run one way, and --help does not wake the heavy libraries."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "podcast"
FLOORS = (
    (
        "model",
        "errors",
        "disk",
        "text",
        "sound",
        "yaml_text",
        "progress",
        "language",
        "storage",
        "parallel",
        "blemishes",
    ),
    ("service",),
    ("show",),
    ("mandarin", "episode", "llm"),
    ("credentials",),
    ("facts",),
    ("read", "write", "speak", "mix", "site", "check", "targets", "proof"),
    ("gather",),
    ("library", "serve"),
    ("numbering", "writing"),
    ("draft", "digest"),
    ("first_recipe", "fresh", "in_use"),
    ("shard", "mixing", "proofing"),
    ("render", "aloud", "rename"),
    ("status", "cluster", "morning"),
    ("cli", "api"),
    ("__main__",),
)
ROOMS = {"read", "write", "speak", "mix", "site", "check", "targets", "proof"}
FLOOR = {name: level for level, names in enumerate(FLOORS) for name in names}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    named += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    named += [
        f"podcast.{a.name}"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom) and n.module == "podcast"
        for a in n.names
    ]
    return {name.split(".")[1] for name in named if name.startswith("podcast.")}


def test_imports_run_one_way() -> None:
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for other in imports(path) - {own}:
            assert FLOOR[other] <= FLOOR[own], f"{path} imports {other}, which stands above it"
            assert not (own in ROOMS and other in ROOMS), f"{path}: room {own} imports room {other}"


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_file_needs_itself_round_a_circle() -> None:
    """Lazy imports counted: what is imported inside a function is needed too."""
    files = {module_of(path): path for path in PACKAGE.rglob("*.py")}
    needs: dict[str, set[str]] = {}
    for name, path in files.items():
        needs[name] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                below = {f"{node.module}.{alias.name}" for alias in node.names} & set(files)
                whole = {node.module} & set(files) if len(below) < len(node.names) else set()
                needs[name] |= below | whole
    for start in needs:
        seen: set[str] = set()
        todo = [(start, needs[start])]
        while todo:
            at, found = todo.pop()
            assert start not in found, f"{start} and {at} need each other"
            todo += [(other, needs[other]) for other in found - seen]
            seen |= found


def test_the_house_names_only_rooms_that_there_are() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert set(FLOOR) == there - {"__init__"}
    assert set(FLOOR) >= ROOMS


def test_help_wakes_no_heavy_library() -> None:
    code = "import sys; from podcast.cli import app; app(); print(*sorted(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    heavy = {
        "numpy",
        "av",
        "onnxruntime",
        "openai",
        "edge_tts",
        "lxml",
        "jinja2",
        "PIL",
        "pydantic",
        "jieba",
        "pypinyin",
        "ruamel",
        "feedparser",
    }
    assert not loaded & heavy


def test_only_the_cli_prints_or_exits() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] in ("cli", "__main__.py"):
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        names = {c.func.id for c in calls if isinstance(c.func, ast.Name)}
        assert not names & {"print", "exit"}, path
