"""A new show: settings and a first digest to start from."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from podcast.disk import write_whole
from podcast.errors import ConfigError
from podcast.show.host_file import host_file

FILES = ("show.yaml", "voices.yaml", "digests/EP1.md")
HOST = "host.yaml"
IGNORED = "# what this machine made and remembers: .podcast/README.txt\n.podcast/\n"


def start(folder: Path, language: str = "zh-TW") -> tuple[Path, ...]:
    """Write the files of a new show into ``folder``. Nothing that is there already is touched."""
    there = [name for name in (*FILES, HOST) if (folder / name).exists()]
    if there:
        raise ConfigError(f"{folder} holds a show already ({', '.join(there)}): choose another folder.")
    template = files("podcast") / "data" / "start"
    texts = {name: (template / name).read_text(encoding="utf-8") for name in FILES}
    texts["show.yaml"] = re.sub(r"(?m)^language: zh-TW", f"language: {language}", texts["show.yaml"])
    texts[HOST] = host_file(language)
    if not (folder / ".gitignore").exists():
        texts[".gitignore"] = IGNORED
    for name, text in texts.items():
        write_whole(folder / name, text)
    return tuple(folder / name for name in texts)
