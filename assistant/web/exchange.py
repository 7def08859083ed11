"""One question of a conversation and all that was replied to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.types import Answer, Evidence, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what has been replied to it so far."""

    question: str
    language: str
    """Of the reply as far as it is known."""
    text: str = ""
    answer: Answer | None = None
    stopped: bool = False
    closest: Answer | None = None
    """The quoted answer that stands in while a model writes."""
    waiting: int = 0
    """Generations ahead of this one."""
    explained: dict[str, Any] = field(default_factory=dict)
    found: tuple[Evidence, ...] = ()
    """What the question found, from which the next questions are taken."""

    @property
    def sources(self) -> Answer | None:
        """The answer whose sources are shown now."""
        return self.answer or self.closest

    def answered(self, answer: Answer) -> "Exchange":
        """The same exchange with its whole answer."""
        return replace(self, answer=answer, text=answer.text, language=answer.language)

    def earlier(self) -> "Exchange":
        """As it stands above a newer one: what only the last answer needs is let go."""
        return replace(self.settled(), explained={}, found=())

    def settled(self) -> "Exchange":
        """As it stands once nobody works on it any more: the closest statements stay."""
        if self.answer is not None:
            return self
        stopped = replace(self, stopped=True)
        return stopped.answered(self.closest) if self.closest else stopped


def turns_of(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The conversation as the assistant takes it."""
    turns: list[Turn] = []
    for exchange in exchanges:
        turns.append(Turn("user", exchange.question))
        if exchange.text:
            turns.append(Turn("assistant", exchange.text))
    return tuple(turns)
