"""A fair line before what only one may use at a time."""

import threading

_LOOK = 0.1
"""Seconds between two looks at whether who waits has left."""


class Turnstile:
    """One at a time, in the order of arrival; each sees how many are before it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: list[threading.Event] = []

    def join(self) -> "Place":
        """Take a place at the end of the line."""
        place = Place(self)
        with self._lock:
            self._line.append(place.free)
            if len(self._line) == 1:
                place.free.set()
        return place

    def ahead(self, free: threading.Event) -> int:
        """How many are before this place."""
        with self._lock:
            return self._line.index(free) if free in self._line else 0

    def leave(self, free: threading.Event) -> None:
        """Give the place up; the next in line moves on."""
        with self._lock:
            if free in self._line:
                self._line.remove(free)
            if self._line:
                self._line[0].set()


class Place:
    """A place in the line."""

    def __init__(self, turnstile: Turnstile) -> None:
        self.free = threading.Event()
        self._turnstile = turnstile

    @property
    def ahead(self) -> int:
        """How many are before it."""
        return self._turnstile.ahead(self.free)

    def wait(self, stop: threading.Event) -> bool:
        """Wait for the turn; False when `stop` was set first."""
        while not self.free.wait(_LOOK):
            if stop.is_set():
                return False
        return not stop.is_set()

    def leave(self) -> None:
        """Let the next one pass."""
        self._turnstile.leave(self.free)
