"""Whatever a provider's package raises -> one of our reasons, without importing that package.

The reasons are keys of `provider` in the language files, each one line of advice to the reader.
"""

import re
from collections.abc import Iterator

from assistant.errors import ModelError

CANCELLED = "cancelled"
"""The one reason that has no words: who left is told nothing."""
_PASSING = frozenset({"rate_limit", "unreachable", "server"})
_NO_KEY = re.compile(r"api[ _]?key|credentials|authentication method|_TOKEN", re.IGNORECASE)
_TOO_LONG = re.compile(r"context|too (long|large|many tokens)|maximum.*tokens", re.IGNORECASE)
_CUT = re.compile(r"incomplete|peer closed|disconnected|reset by peer|prematurely", re.IGNORECASE)
_BY_STATUS = {
    401: "wrong_key",
    403: "wrong_key",
    404: "no_model",
    408: "timeout",
    413: "too_long",
    429: "rate_limit",
}
_LONGEST = 300


def fault_of(error: BaseException, *, opening: bool = False) -> ModelError:
    """The error as ours; `opening` when the model was being set up and nothing was sent yet."""
    reason = _reason(error, opening)
    # the first line may hold an address with a key in it, or half a page of HTML
    said = " ".join(str(error).split("\n")[0].split())[:_LONGEST]
    return ModelError(reason, f"{type(error).__name__}: {said}" if said else type(error).__name__)


def is_passing(error: ModelError) -> bool:
    """May the same request succeed in a moment?"""
    return error.reason in _PASSING


def _reason(error: BaseException, opening: bool) -> str:
    if any(isinstance(link, ImportError) for link in _chain(error)):
        return "no_package"
    for link in _chain(error):
        if status := _status(link):
            if status == 400 and _TOO_LONG.search(str(link)):
                return "too_long"
            return _BY_STATUS.get(status, "server" if status >= 500 else "refused")
    if any(isinstance(link, UnicodeError) for link in _chain(error)):
        return "garbled"
    names = " ".join(type(link).__name__ for link in _chain(error))
    told = " ".join(str(link) for link in _chain(error))
    if "Timeout" in names:
        return "timeout"
    if _CUT.search(told) or "ProtocolError" in names:
        return "cut"
    if "Connect" in names:
        return "unreachable"
    if _NO_KEY.search(told):
        return "no_key"
    if opening:
        return "no_model"
    return "garbled" if "Decode" in names else "failed"


def _status(error: BaseException) -> int:
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "http_status", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return 0


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it, the outermost first."""
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
