"""Which model answers, in which mode, and one at a time where there is only one processor."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import AssistantError, ModelError
from assistant.llm import ChatModel, open_chat_model
from assistant.local_model import LocalModel
from assistant.model_faults import CANCELLED
from assistant.settings import Settings, is_local
from assistant.turnstile import Place, Turnstile


class Engine:
    """The chat model of one assistant: a provider's, the local one, or none; opened on use."""

    def __init__(self, settings: Settings, chat: ChatModel | None = None) -> None:
        """`chat` stands in for the model that the settings name."""
        self.local = LocalModel(settings)
        self._settings, self._given = settings, chat
        self._lock = threading.Lock()
        self._opened: ChatModel | None = None
        self._line = Turnstile()

    @property
    def configured(self) -> bool:
        """Is a model of a provider asked for?"""
        return self._given is not None or not is_local(self._settings.model)

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that are there now."""
        there = self.configured or self.local.state in ("ready", "running")
        return ("quote", "check", "write") if there else ("quote",)

    @property
    def mode(self) -> str:
        """What "auto" stands for now: write with a provider, check with the local model."""
        if self._settings.mode != "auto":
            return self._settings.mode
        if self.configured:
            return "write"
        return "check" if "check" in self.modes else "quote"

    @property
    def name(self) -> str:
        """Of the model that would answer."""
        if self._given is not None:
            return self._given.name
        return self._settings.model if self.configured else self.local.title

    @contextmanager
    def turn(
        self, stop: threading.Event, waiting: Callable[[Place], None] = lambda place: None
    ) -> Iterator[ChatModel]:
        """The model, when those who came before have had their answer; `waiting` gets the place.

        Raises:
            ModelError: it cannot be opened, or the reader left before the turn came.
        """
        if self.configured:
            yield self._model()
            return
        place = self._line.join()
        waiting(place)
        try:
            if not place.wait(stop):
                raise ModelError(CANCELLED, "the reader left before the turn came")
            yield self._model()
        finally:
            place.leave()

    def try_model(self) -> str:
        """Ask the model for a word; what it said.

        Raises:
            ModelError: it does not answer.
        """
        with self.turn(threading.Event()) as model:
            text, _ = model.complete(("Reply with one word.", "Say: ready"))
        return " ".join(text.split())[:40]

    def close(self) -> None:
        """Stop what runs here."""
        self.local.close()
        with self._lock:
            self._opened = None

    def _model(self) -> ChatModel:
        if self._given is not None:
            return self._given
        with self._lock:
            stale = not self.configured and self.local.state != "running"
            if self._opened is None or stale:
                self._opened = self._open()
            return self._opened

    def _open(self) -> ChatModel:
        settings = self._settings
        if self.configured:
            return open_chat_model(
                settings.model,
                base_url=settings.base_url,
                api_key=settings.api_key,
                timeout=settings.timeout,
                retries=settings.retries,
            )
        try:
            address = self.local.start()
        except AssistantError as error:
            raise ModelError("local", str(error)) from error
        return open_chat_model(
            "openai:local",
            base_url=address,
            api_key=self.local.key,
            timeout=settings.timeout,
            retries=0,
            local=True,
        )
