"""Chat models that say what a test wrote down, and remember what they were told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant import Assistant, Settings


class Scripted(GenericFakeChatModel):
    """Says its lines in turn, the last one for ever; `told` holds each prompt."""

    told: list[str] = []

    def _generate(self, messages: Any, *rest: Any, **given: Any) -> Any:
        self.told.append("\n\n".join(message.text for message in messages))
        return super()._generate(messages, *rest, **given)


def scripted(*lines: str) -> Scripted:
    """A model that says these lines."""

    def said() -> Iterator[AIMessage]:
        yield from (AIMessage(line) for line in lines)
        while True:
            yield AIMessage(lines[-1])

    return Scripted(messages=said(), told=[])


@contextmanager
def assistant_with(home: Path, model: Any, **given: Any) -> Iterator[Assistant]:
    """An assistant whose model is this one."""
    opened = Assistant.open(Settings(home=home, **given), chat=model)
    try:
        yield opened
    finally:
        opened.close()


def words_of(lines: Sequence[str]) -> str:
    """All that a model was told, as one text."""
    return "\n".join(lines)
