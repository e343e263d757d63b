"""A proofreader for a render: hears each clip before it counts as good, and says whether to ask for it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from podcast.model import Spoken
from podcast.proof.ears import Ears
from podcast.proof.evidence import Evidence
from podcast.proof.verdict import Usual, doubt, judge
from podcast.show import Voice
from podcast.speak.engines import repeats
from podcast.speak.verify import Delivered
from podcast.text import plural


@dataclass
class Reader:
    """`speak.work.Proof` with a recogniser. What is usual for a voice it learns as it goes, and from earlier proofs."""

    by: Ears
    _known: dict[Voice, list[Evidence]] = field(default_factory=dict)
    _again: int = 0  # sentences of which more than one take was asked for
    _doubted: Counter[str] = field(default_factory=Counter)  # engine → sentences that are doubtful all the same

    def doubt(self, spoken: Spoken, voice: Voice, delivered: Delivered) -> float:
        evidence = self.by.hear(delivered.samples, delivered.sample_rate, spoken)
        known = self._known.setdefault(voice, list(self.by.memory.of_voice(repr(voice))))
        faults = judge(evidence, Usual.of(known))
        if not faults:
            known.append(evidence)
        return doubt(faults)

    def settled(self, spoken: Spoken, voice: Voice, delivered: Delivered) -> bool:
        known = self.by.recall(delivered.samples, delivered.sample_rate, spoken)
        return known is not None and (known.takes > 1 or not self.doubt(spoken, voice, delivered))

    def settle(self, spoken: Spoken, voice: Voice, delivered: Delivered, takes: int) -> None:
        self._again += takes > 1
        if self.doubt(spoken, voice, delivered):
            self._doubted[voice.engine] += 1
        self.by.settle(delivered.samples, delivered.sample_rate, spoken, takes)

    def told(self) -> str:
        """What became of the doubtful ones, in a sentence; "" where there were none."""
        parts = [f"{plural(self._again, 'sentence')} asked for again, the best take kept"] if self._again else []
        for engine, count in self._doubted.items():
            why = f"{engine} says each of them so every time" if repeats(engine) else "no take of them was better"
            parts.append(f"{plural(count, 'sentence')} still doubtful ({why})")
        return "; ".join(parts)
