"""What rules find: a PASS a rule, or a line for each failure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["FAIL", "WARN", "PASS", "INFO"]
_ORDER: tuple[Level, ...] = ("FAIL", "WARN", "INFO", "PASS")


@dataclass(frozen=True, slots=True)
class Finding:
    """``id``: the rule; ``where``: an episode or a file; ``detail``: what is wrong, or how many were checked."""

    level: Level
    id: str
    where: str
    detail: str


@dataclass
class Rules:
    """Collects what rules find."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def need(self, id: str, ok: object, where: str, detail: str, level: Level = "FAIL") -> bool:
        """The rule ``id`` holds here, or ``detail`` says why not."""
        self.counts[id] = self.counts.get(id, 0) + 1
        if not ok:
            self.findings.append(Finding(level, id, where, detail))
        return bool(ok)

    def advise(self, id: str, ok: object, where: str, detail: str) -> bool:
        return self.need(id, ok, where, detail, "WARN")

    def tell(self, id: str, where: str, detail: str) -> None:
        self.findings.append(Finding("INFO", id, where, detail))

    def result(self) -> tuple[Finding, ...]:
        failed = {f.id for f in self.findings if f.level != "INFO"}
        passed = [Finding("PASS", id, "", f"{n} checked") for id, n in self.counts.items() if id not in failed]
        return tuple(sorted([*self.findings, *passed], key=lambda f: _ORDER.index(f.level)))
