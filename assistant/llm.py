"""Chat models, the chain, and the two faces for chains of others: all that is LangChain's."""

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.errors import ModelError
from assistant.model_faults import CANCELLED, fault_of, is_passing
from assistant.types import Turn

LONGEST = 12_000
"""Characters of a reply after which no more is read."""
_PAUSE = 0.5
"""Seconds before a provider is asked a second time; doubled each time."""
_LOOK = 0.1
"""Seconds between two looks at whether the reader has left."""

Prompt = tuple[str, str]
"""What the model is told of its task, and what it is asked."""


def chain(*steps: tuple[str, Callable[[Any], Any]]) -> Any:
    """Named steps, each a function of what the one before it returned, as one Runnable."""
    from langchain_core.runnables import RunnableLambda, RunnableSequence

    runnables = [RunnableLambda(step, name=name) for name, step in steps]
    return RunnableSequence(*runnables, name="injae")


def runnable(ask: Callable[..., Any]) -> Any:
    """A question (or a dict with `question`, `history` and more) in, messages out.

    The text streams; the last message carries the whole answer in `additional_kwargs["answer"]`.
    """
    from langchain_core.messages import AIMessageChunk
    from langchain_core.runnables import RunnableLambda

    def answered(asked: Any) -> Iterator[Any]:
        given = dict(asked) if isinstance(asked, Mapping) else {"question": asked}
        given["history"] = [_turn(turn) for turn in given.get("history", ())]
        reply = ask(**given)
        for piece in reply:
            yield AIMessageChunk(content=piece)
        yield AIMessageChunk(content="", additional_kwargs={"answer": reply.answer.to_json()})

    return RunnableLambda(answered, name="injae")


def retriever(find: Callable[[str], Iterator[tuple[str, dict[str, Any]]]]) -> Any:
    """A BaseRetriever over what finds texts with their metadata."""
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class InjaeRetriever(BaseRetriever):
        """Statements with all that a citation of them needs."""

        def _get_relevant_documents(self, query: str, *, run_manager: Any) -> list[Document]:
            return [Document(page_content=text, metadata=data) for text, data in find(query)]

    return InjaeRetriever()


def _turn(turn: Any) -> Turn:
    """An earlier turn: ours, a pair of role and text, or a message of LangChain's."""
    if isinstance(turn, Turn):
        return turn
    role, text = turn if isinstance(turn, tuple) else (turn.type, turn.text)
    return Turn("user" if role in ("user", "human") else "assistant", text)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a reply; of a model that runs here, what else might have stood there."""

    text: str
    choices: tuple[dict[str, float], ...] = ()
    """For each token of the piece: the likeliest tokens and their log-probabilities."""


class ChatModel:
    """A chat model of LangChain's, with our limits and our errors; safe between threads."""

    def __init__(
        self, chat: Any, name: str, *, timeout: float = 30.0, retries: int = 0, local: bool = False
    ) -> None:
        self.name, self.local = name, local
        self._chat, self._timeout, self._retries = chat, timeout, retries

    def stream(
        self, prompt: Prompt, stop: threading.Event | None = None, **options: Any
    ) -> Iterator[Piece]:
        """The reply as it comes, at most LONGEST characters; broken off when `stop` is set.

        Raises:
            ModelError: with what was given before kept by whoever reads the pieces.
        """
        stop = stop or threading.Event()
        runnable = _prompted(self._chat.bind(**options) if options else self._chat)
        for attempt in range(self._retries + 1):
            begun = False
            try:
                for piece in self._once(runnable, prompt, stop):
                    begun = True
                    yield piece
                return
            except ModelError as error:
                if begun or attempt == self._retries or not is_passing(error) or stop.is_set():
                    raise
            stop.wait(_PAUSE * 2**attempt)

    def complete(
        self, prompt: Prompt, stop: threading.Event | None = None, **options: Any
    ) -> tuple[str, tuple[dict[str, float], ...]]:
        """The whole reply, and the alternatives of each token where the model gives them."""
        pieces = list(self.stream(prompt, stop, **options))
        return "".join(p.text for p in pieces), tuple(c for p in pieces for c in p.choices)

    def _once(self, runnable: Any, prompt: Prompt, stop: threading.Event) -> Iterator[Piece]:
        pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        system, user = prompt
        told = runnable.astream({"system": system, "user": user})
        task = asyncio.run_coroutine_threadsafe(_pump(told, pieces, self._timeout), _loop())
        length = 0
        try:
            while not stop.is_set() and length < LONGEST:
                try:
                    item = pieces.get(timeout=_LOOK)
                except queue.Empty:
                    continue
                if item is None:
                    return
                if isinstance(item, BaseException):
                    raise fault_of(item) from item
                piece = Piece(item.text[: LONGEST - length], _choices(item))
                length += len(piece.text)
                yield piece
            if stop.is_set():
                raise ModelError(CANCELLED, "the reader has left")
        finally:
            task.cancel()


def open_chat_model(
    name: str,
    *,
    base_url: str = "",
    api_key: str = "",
    timeout: float = 30.0,
    retries: int = 2,
    local: bool = False,
) -> ChatModel:
    """Open a chat model by "provider:name".

    Raises:
        ModelError: its package is not installed, its key is missing, or nobody knows it.
    """
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {"temperature": 0.0, "max_retries": 0}
    if base_url:
        given["base_url"] = base_url
    if api_key:
        given["api_key"] = api_key
    try:
        chat = init_chat_model(name, **given)
    except Exception as error:  # whatever a provider's package raises when it is set up
        raise fault_of(error, opening=True) from error
    # the first word of a local model may take as long as it reads the prompt
    patience = timeout * 4 if local else timeout
    return ChatModel(chat, name, timeout=patience, retries=retries, local=local)


def _prompted(model: Any) -> Any:
    from langchain_core.prompts import ChatPromptTemplate

    return ChatPromptTemplate([("system", "{system}"), ("human", "{user}")]) | model


async def _pump(told: AsyncIterator[Any], pieces: "queue.SimpleQueue[Any]", timeout: float) -> None:
    """Hand on what comes, then None; or the error that ended it."""
    try:
        while True:
            try:
                pieces.put(await asyncio.wait_for(anext(told), timeout))
            except StopAsyncIteration:
                break
        pieces.put(None)
    except Exception as error:
        pieces.put(error)


def _choices(chunk: Any) -> tuple[dict[str, float], ...]:
    """The likeliest tokens and their log-probabilities, where the server tells them."""
    tokens = (chunk.response_metadata.get("logprobs") or {}).get("content") or ()
    return tuple(
        {choice["token"]: choice["logprob"] for choice in token["top_logprobs"]} for token in tokens
    )


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One event loop for all models: only there can a reply be broken off at once."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="injae-models", daemon=True).start()
    return loop
