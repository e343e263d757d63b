"""What the author states before the text: front matter in YAML, TOML or JSON, or an export's property lines."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import DigestError
from podcast.model import LeftOut
from podcast.read.dates import day_of
from podcast.yaml_text import YamlFault, compose

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

KEYS = ("title", "number", "date", "publish_at", "show", "author", "description", "image", "tags")
UNKNOWN = "front matter that podcast does not know"
FOREIGN = "front matter of another program"
LIMIT = 64 * 1024
"""Characters. What is longer is no front matter, and YAML is slow."""

_ALIASES = {
    "title": ("subject", "headline", "標題", "标题"),
    "number": ("issue", "episode", "issue_number", "episode_number", "期數", "期号", "集數"),
    "date": (
        "pubdate", "publishdate", "publish_date", "published", "published_at", "publishedat",
        "datepublished", "日期", "發布日期",
        "created", "created_at", "created time", "createdat",
    ),
    "show": ("podcast", "publication", "節目"),
    "author": ("authors", "作者", "by"),
    "description": ("summary", "excerpt", "subtitle", "abstract", "摘要"),
    "image": (
        "cover", "cover_image", "coverimage", "thumbnail", "banner", "featured_image", "feature_image", "featuredimage",
        "heroimage", "og_image", "ogimage", "images", "index_img", "banner_img", "header-img", "photo", "share_img",
        "headimg", "thumbnailimage", "封面",
    ),
    "tags": ("tag", "keywords", "categories", "category", "標籤", "标签"),
}  # fmt: skip
"""By what name Hexo, Hugo, Jekyll, Astro, Notion, Obsidian and Buttondown state it, the surer one first."""

_FOREIGN = frozenset((
    "layout", "draft", "slug", "permalink", "url", "aliases", "weight", "type", "updated", "lastmod", "modified",
    "comments", "toc", "math", "mathjax", "katex", "lang", "language", "sticky", "pin", "pinned", "id", "uuid",
    "status", "email_type", "metadata", "canonical_url", "canonicalurl", "series", "sidebar", "template",
    "cssclass", "cssclasses", "publish", "published_url", "share", "hidden", "featured", "redirect_from",
    "excerpt_separator", "top", "copyright", "linktitle", "menu", "params", "outputs", "noindex", "robots",
    "disableshare", "hidemeta", "showtoc", "tocopen", "searchhidden", "archives", "link", "license", "theme",
    "header", "footer", "nav_order", "parent", "has_children", "last_edited", "last_edited_time", "update",
    "password", "abbrlink", "readmore", "reward", "aside", "top_img", "sitemap", "translationkey",
))  # fmt: skip
_ZH = re.compile(r"[_-](?:zh(?:[_-]?(?:hant|hans|tw|cn))?|tw|cht)$")
"""title_zh beside title_en: the one in our language."""
_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_UNFENCED = re.compile(r"((?:[A-Za-z_][\w-]*[ \t]*:.*\n(?:(?:[ \t]+|-[ \t]+)\S.*\n)*){2,})---[ \t]*$\n?", re.MULTILINE)
_PROPERTY = re.compile(r"([A-Z][A-Za-z]*(?: [A-Za-z]+){0,3}|[\u4e00-\u9fff]{2,6})[:：] (\S.*)")
_PROPERTY_NAMES = frozenset((
    "created", "created_time", "created_by", "last_edited", "last_edited_time", "last_edited_by", "tags", "status",
    "date", "url", "author", "authors", "type", "category", "files", "priority", "assign", "owner", "published",
    "publish_date", "slug", "property", "language", "source", "number", "issue", "標籤", "狀態", "日期", "作者",
    "建立時間", "類別", "網址",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Front:
    title: str | None = None
    number: int | None = None
    date: date | None = None
    publish_at: datetime | None = None  # without offset when none was written: the show's own time zone
    show: str | None = None
    author: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def over(self, other: Front) -> Front:
        """What is stated here, and where nothing is, what ``other`` states."""
        values = {name: getattr(self, name) or getattr(other, name) for name in KEYS if name != "number"}
        number = other.number if self.number is None else self.number
        return replace(self, number=number, left_out=(*self.left_out, *other.left_out), **values)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with its value, in whatever language it was written."""

    key: str
    texts: tuple[str, ...]  # one for a single value, more for a list
    single: bool
    line: int
    nested: Mapping[str, str] = field(default_factory=dict)  # of Hugo's cover: {image: …}


def split_front(text: str, path: Path, timezone: str) -> tuple[Front, str]:
    """The front matter and the text with its lines blanked, so that line numbers stay true.

    Raises DigestError, with the line, when it is not YAML, TOML or JSON, or a value has the wrong form.
    """
    blank = len(text) - len(text.lstrip()) if text[:1].isspace() else 0
    if text.startswith("{"):
        entries, size = _json(text)
    elif match := _TOML.match(text):
        entries, size = _toml(_limited(match[1], path), path), match.end()
    elif match := _YAML.match(text, blank):
        entries, size = _yaml(_limited(match[1], path), path, 2 + text.count("\n", 0, blank)), match.end()
    elif match := _UNFENCED.match(text):
        entries, size = _yaml(_limited(match[1], path), path, 1), match.end()
    elif re.match(r"---[ \t]*\n\s*\w+[ \t]*:", text):
        raise DigestError(f"{path}:1: the front matter has no end: close it with a line of ---.")
    else:
        entries, size = [], 0
    if entries is None:
        return Front(), text
    body = "\n" * text.count("\n", 0, size) + text[size:]
    exported, body = _properties(body) if not entries else ([], body)
    return front_of([*entries, *exported], path, timezone), body


def front_of(entries: list[_Entry], path: Path, timezone: str) -> Front:
    taken: dict[str, _Entry] = {}
    left = []
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            raise DigestError(f"{path}:{entry.line}: “{entry.key}” stands twice in the front matter: keep one.")
        seen.add(entry.key)
    for entry in sorted(entries, key=_sureness):
        name = _name(entry.key)
        if name and name not in taken and (entry.key == name or _usable(name, entry, path, timezone)):
            taken[name] = entry
        else:
            known = name or entry.key.lower() in _FOREIGN
            said = ", ".join(entry.texts)
            left.append(LeftOut(entry.line, f"{entry.key}: {said}", FOREIGN if known else UNKNOWN))
    values = {name: _value(name, entry, path, timezone) for name, entry in taken.items()}
    left.sort(key=lambda each: each.line)
    return Front(**values, left_out=tuple(left))  # type: ignore[arg-type]


def _name(key: str) -> str | None:
    if key in KEYS:
        return key
    low = _ZH.sub("", key.lower())
    return next((name for name, aliases in _ALIASES.items() if low in aliases or low == name), None)


def _sureness(entry: _Entry) -> int:
    """Our own names first, then the others' in the order of the table."""
    name = _name(entry.key)
    low = _ZH.sub("", entry.key.lower())
    if name is None or entry.key.lower() == name:
        return 0
    return 1 + (_ALIASES[name].index(low) if low in _ALIASES[name] else len(_ALIASES[name]))


def _usable(name: str, entry: _Entry, path: Path, timezone: str) -> bool:
    """Another program's key may hold something else altogether."""
    try:
        return _value(name, entry, path, timezone) not in (None, ())
    except DigestError:
        return False


def _value(name: str, entry: _Entry, path: Path, timezone: str) -> object:
    """A value of one of KEYS; None for an empty one."""
    where = f"{path}:{entry.line}"
    if name == "tags":
        split = entry.texts if not entry.single else re.split(r"[,，、;；]", "".join(entry.texts))
        return tuple(dict.fromkeys(tag.strip().lstrip("#") for tag in split if tag.strip(" #")))
    if name in ("author", "image") and not entry.single:
        inner = entry.nested.get("image") or entry.nested.get("name") or entry.nested.get("src")
        return inner or ("、" if name == "author" else "\0").join(entry.texts).split("\0")[0] or None
    if not entry.single and (spoken := _in_our_language(entry)):
        entry = replace(entry, texts=(spoken,), single=True)
    if not entry.single:
        raise DigestError(f"{where}: “{entry.key}” must be a single value: write it on one line.")
    text = entry.texts[0].strip() if entry.texts else ""
    if not text or text in ("~", "null"):
        return None
    if name == "number":
        return _number(text, where)
    if name == "date":
        return _date(text, where, timezone)
    if name == "publish_at":
        return _moment(text, where)
    return text


def _in_our_language(entry: _Entry) -> str:
    """Of a value in several languages, ``{zh-Hant: …, en: …}``, the Chinese one; "" where that is not what it is."""
    if not entry.nested or not all(re.fullmatch(r"[a-z]{2}(?:[-_]\w+)*", key) for key in entry.nested):
        return ""
    keys = sorted(
        entry.nested, key=lambda key: (not re.match(r"zh[-_](?:hant|tw)", key, re.I), not key.startswith("zh"))
    )
    return entry.nested[keys[0]]


def _number(text: str, where: str) -> int:
    match = re.fullmatch(r"(?:第\s*|#|EP\.?\s*|Vol\.?\s*|No\.?\s*)?(\d{1,6})\s*[集期回號]?", text, re.IGNORECASE)
    if match is None:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise DigestError(f"{where}: “number” is “{shown}”: write the episode's number in digits, as in “number: 1”.")
    return int(match[1])


def _date(text: str, where: str, timezone: str) -> date:
    day = day_of(text, timezone) if len(text) < 80 else None
    if day is None:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise DigestError(f"{where}: “date” is “{shown}”: write a day of the calendar as in “date: 2025-06-13”.")
    return day


def _moment(text: str, where: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise DigestError(
            f"{where}: “publish_at” is “{text[:40]}”: write it as in “publish_at: 2025-06-13T07:00+08:00”."
        ) from None


def _limited(source: str, path: Path) -> str:
    if len(source) > LIMIT:
        raise DigestError(f"{path}:1: the front matter is {len(source)} characters long: close it earlier with ---.")
    return source


def _clean(text: str) -> str:
    """Half of a surrogate pair, as ``"\\ud800"`` writes one, is no character and can be saved nowhere."""
    return "".join(c for c in text if not "\ud800" <= c <= "\udfff")


# ---------------------------------------------------------------- YAML


def _yaml(source: str, path: Path, first: int) -> list[_Entry]:
    """``first``: the line of the file on which ``source`` begins."""
    from ruamel.yaml.nodes import MappingNode

    try:
        node = compose(source)
    except YamlFault as error:
        line = error.line - 1 + first
        raise DigestError(f"{path}:{line}: the front matter is not valid YAML ({error}): correct it.") from None
    if node is None:
        return []
    if not isinstance(node, MappingNode):
        raise DigestError(f"{path}:2: the front matter is not a list of “key: value” lines: write it so or delete it.")
    return [_yaml_entry(key, value, first) for key, value in node.value]


def _yaml_entry(key: Node, value: Node, first: int) -> _Entry:
    name, line = _clean(str(key.value)), value.start_mark.line + first
    if isinstance(value.value, str):
        return _Entry(name, (_clean(value.value),), True, line)
    pairs = [each for each in value.value if isinstance(each, tuple)]
    nested = {str(k.value): _clean(v.value) for k, v in pairs if isinstance(v.value, str)}
    texts = [_clean(each.value) for each in value.value if not isinstance(each, tuple) and isinstance(each.value, str)]
    return _Entry(name, tuple(texts or nested.values()), False, line, nested)


# ---------------------------------------------------------------- TOML and JSON


def _toml(source: str, path: Path) -> list[_Entry]:
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{path}:{int(line[1]) + 1 if line else 1}"
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise DigestError(f"{where}: the front matter is not valid TOML ({reason}): correct it.") from None
    except (RecursionError, ValueError):
        raise DigestError(f"{path}:1: the front matter is not valid TOML: write “key = value” lines.") from None
    lines = source.split("\n")
    return [_entry(key, value, _line_of(key, lines) + 1) for key, value in values.items()]


def _json(text: str) -> tuple[list[_Entry] | None, int]:
    """None where the text only begins like JSON."""
    try:
        values, size = json.JSONDecoder().raw_decode(text[: LIMIT * 2])
    except (ValueError, RecursionError):
        return None, 0
    if not isinstance(values, dict) or not values:
        return None, 0
    lines = text[:size].split("\n")
    return [_entry(key, value, _line_of(f'"{key}"', lines)) for key, value in values.items()], size


def _line_of(key: str, lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines, 1) if line.strip().startswith(key)), 1)


def _entry(key: str, value: object, line: int) -> _Entry:
    if isinstance(value, dict):
        nested = {str(k): _text(v) for k, v in value.items() if not isinstance(v, dict | list)}
        return _Entry(_clean(key), tuple(nested.values()), False, line, nested)
    if isinstance(value, list):
        return _Entry(_clean(key), tuple(_text(v) for v in value if not isinstance(v, dict | list)), False, line)
    return _Entry(_clean(key), (_text(value),), True, line)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) > 10**12:
        return "a number too large"  # Python refuses to write out thousands of digits
    return _clean(value.isoformat() if isinstance(value, date) else str(value))


# ---------------------------------------------------------------- property lines


def _properties(body: str) -> tuple[list[_Entry], str]:
    """The lines “Created: …”, “Tags: …” that Notion and others write under the title, two at least."""
    lines = body.split("\n")
    at = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if at < len(lines) and lines[at].startswith("# "):
        at += 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    found: list[tuple[int, re.Match[str]]] = []
    while at < len(lines) and (match := _PROPERTY.fullmatch(lines[at].strip())):
        found.append((at, match))
        at += 1
    names = [match[1].lower().replace(" ", "_") for _, match in found]
    if len(found) < 2 or sum(name in _PROPERTY_NAMES for name in names) < 2 or (at < len(lines) and lines[at].strip()):
        return [], body
    for n, _ in found:
        lines[n] = ""
    entries: dict[str, _Entry] = {}
    for n, match in found:
        entries.setdefault(match[1], _Entry(match[1], (match[2].strip(),), True, n + 1))
    return list(entries.values()), "\n".join(lines)
