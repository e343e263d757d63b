"""How many requests a service takes at once, and when: one for all who ask it."""

from __future__ import annotations

import threading


class Limit:
    """May be shared by several threads, each with work of its own: a service counts them together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.at_once = float(most)  # fewer once the service says that it is too much
        self.not_before = 0.0  # monotonic seconds
        self.failed_in_a_row = 0
        self._under_way = 0
        self._lock = threading.Lock()

    def take(self, now: float) -> bool:
        """Whether one request more may go out; who takes gives back."""
        with self._lock:
            if self._under_way >= int(self.at_once) or now < self.not_before:
                return False
            self._under_way += 1
            return True

    def give(self) -> None:
        with self._lock:
            self._under_way -= 1

    def widen(self, most: int) -> None:
        """There are more, or fewer, who can do the work."""
        with self._lock:
            self.most, self.at_once = most, float(most)

    def went_well(self) -> None:
        with self._lock:
            self.failed_in_a_row = 0
            self.at_once = min(self.most, self.at_once + 0.1)

    def failed(self, now: float, retry_after_s: float | None) -> int:
        """Returns how many have failed in a row; who names a time to come again is alive."""
        with self._lock:
            if retry_after_s is None:
                self.failed_in_a_row += 1
            else:
                if now >= self.not_before:  # the first of a burst speaks for all of it
                    self.at_once = max(1.0, self.at_once / 2)
                self.not_before = max(self.not_before, now + retry_after_s)
            return self.failed_in_a_row
