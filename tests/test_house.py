"""The house keeps its shape: imports run one way, and --help does not wake the heavy libraries."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "podcast"
FLOORS = (
    ("model", "errors", "disk", "text", "yaml_text", "progress", "language"),
    ("show",),
    ("mandarin", "episode"),
    ("read", "write", "speak", "mix", "site", "check", "targets"),
    ("library", "serve"),
    (
        "numbering",
        "draft",
    ),
    ("fresh", "in_use"),
    ("render", "aloud"),
    ("status",),
    ("cli", "api"),
    ("__main__",),
)
ROOMS = {"read", "write", "speak", "mix", "site", "check", "targets"}
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
    }
    assert not loaded & heavy


def test_only_the_cli_prints_or_exits() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] in ("cli", "__main__.py"):
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        names = {c.func.id for c in calls if isinstance(c.func, ast.Name)}
        assert not names & {"print", "exit"}, path
