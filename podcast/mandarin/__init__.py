"""Text → what an announcer says, and how each word sounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from podcast.model import Spoken
from podcast.show import Show


class Mandarin:
    """One show's way of speaking: its language and its lexicon. Cheap to make; tables load at first use."""

    def __init__(self, lexicon: Iterable[tuple[str, str]] = (), language: str = "zh-TW") -> None:
        from podcast.mandarin.lexicon import Lexicon

        self.lexicon = Lexicon(lexicon)
        self.language = language

    def spoken(self, written: str) -> Spoken:
        """Numbers, dates, symbols … in words. No readings yet: fast."""
        from podcast.mandarin.normalise import normalise

        return normalise(written, self.lexicon, self.language)

    def read(self, spoken: Spoken) -> Spoken:
        """The same with a reading for every Han character."""
        from podcast.mandarin.readings import read
        from podcast.mandarin.spot import with_readings

        return with_readings(read(spoken, self.lexicon))

    def say_all(self, written: Iterable[str]) -> Iterator[Spoken]:
        """What ``say`` says of each, in less time."""
        from podcast.mandarin.readings import read_all
        from podcast.mandarin.spot import with_readings

        return map(with_readings, read_all(map(self.spoken, written), self.lexicon))

    def say(self, written: str) -> Spoken:
        return self.read(self.spoken(written))

    def utterances(self, spoken: Spoken, fits: Callable[[Spoken], bool]) -> tuple[Spoken, ...]:
        """Whole sentences, a short one joined to its neighbour, each of which ``fits``. Joined they give ``spoken``."""
        from podcast.mandarin.split import split

        return split(spoken, fits)


def mandarin_of(show: Show) -> Mandarin:
    """The show's way of speaking: its language and its lexicon. Raises ConfigError for a bad entry of the lexicon."""
    return Mandarin(show.lexicon, show.language)
