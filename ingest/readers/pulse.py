"""A sign of life from long work: the workshop's time limit starts anew at each."""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Call `listener` at each sign of life in this process, instead of any other."""
    _listeners[:] = [listener]


def beat() -> None:
    """A page that takes long by nature (OCR, a second reading) is done."""
    for listener in _listeners:
        listener()
