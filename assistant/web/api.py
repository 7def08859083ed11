"""The REST face: an answer as JSON or as server-sent events, the documents, and how it stands."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from assistant import catalogue
from assistant.conversation import Assistant, Reply
from assistant.errors import BadQuestion
from assistant.types import Turn
from assistant.web.limits import Busy, Gate
from assistant.web.readiness import Readiness
from assistant.web.replies import PROBLEM, problem, problem_of
from assistant.web.talk import Reader, browser_language, error_line
from assistant.web.waiting import wait_for
from ingest import InjaeError

_TURNS = 20
"""Earlier turns that are read; more are a mistake or a forgery."""
_log = logging.getLogger(__name__)

Language = Literal["auto", "fr", "en", "ko"]


class Said(BaseModel):
    """One earlier turn."""

    model_config = ConfigDict(extra="forbid", strict=True)
    role: Literal["user", "assistant"]
    text: Annotated[str, Field(max_length=20_000)]


class Asked(BaseModel):
    """A question, what was said before it, and the language and day of the answer."""

    model_config = ConfigDict(extra="forbid", strict=True)
    question: Annotated[str, Field(examples=["How long can I stay on a D-10?"])]
    language: Language = "auto"
    as_of: Annotated[date | None, Field(strict=False)] = None
    history: Annotated[tuple[Said, ...], Field(max_length=_TURNS, strict=False)] = ()


class Problem(BaseModel):
    """Why a request was refused (RFC 9457), in the language asked."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    language: str


_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text}
    for status, text in {
        413: "too large",
        422: "a question that cannot be asked, or a request of another form",
        429: "too many questions",
        503: "busy, or no index",
    }.items()
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; with `Accept: text/event-stream` the events `evidence`, "
        "`piece`, `answer` or `error`.",
        "content": {"application/json": {}, "text/event-stream": {}},
    }
}


def add_api(application: FastAPI, assistant: Assistant, readiness: Readiness) -> None:
    """Put the routes, and errors as problem JSON, into the application."""
    router = APIRouter()
    gate = Gate()

    @router.post("/api/v1/answer", summary="Answer a question", responses={**_ANSWER, **_REFUSALS})
    async def answer(asked: Asked, request: Request) -> Any:
        language = _spoken(asked.language, request)
        if "text/event-stream" in request.headers.get("accept", ""):
            events = _events(assistant, gate, asked, language, request)
            # the first event is waited for: until then a refusal still has its own status
            first = await anext(events)
            if first[0] == "error":
                return _refusal(first[1])
            return StreamingResponse(_stream(first, events), media_type="text/event-stream")
        reply = None
        async for name, content in _events(assistant, gate, asked, language, request):
            if name == "error":
                return _refusal(content)
            reply = content
        return JSONResponse(reply)

    @router.get("/api/v1/sources", summary="The documents that answers come from")
    async def sources(request: Request) -> Any:
        try:
            index = await asyncio.to_thread(lambda: assistant.index)
        except InjaeError as error:
            return _refusal(_error(error, _spoken("auto", request), assistant))
        return JSONResponse({"build": index.build, "documents": catalogue.rows(index)})

    @router.get("/healthz", summary="Is the server alive?")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz", summary="Can questions be answered?", responses={503: _REFUSALS[503]})
    async def readyz(request: Request) -> Any:
        trouble = await asyncio.to_thread(readiness.trouble)
        if trouble is not None:
            return _refusal(_error(trouble, _spoken("auto", request), assistant))
        return {"status": "ready" if readiness.opened else "opening"}

    @application.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        found = f"{place}: {error.errors()[0]['msg']}"[:300]
        return _refusal(problem(422, "api.invalid", _spoken("auto", request), detail=found))

    @application.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        language = _spoken("auto", request)
        if error.status_code in (404, 405):
            return _refusal(problem(error.status_code, "limits.not_found", language))
        return _refusal(problem(error.status_code, "api.invalid", language, detail=error.detail))

    application.include_router(router)


Event = tuple[str, dict[str, Any]]


async def _events(
    assistant: Assistant, gate: Gate, asked: Asked, language: str, request: Request
) -> AsyncIterator[Event]:
    """evidence, piece ..., answer; or error. An asker who leaves stops it."""
    try:
        async with gate.entered():
            history = [Turn(said.role, _plain(said.text)) for said in asked.history]
            reply = await asyncio.to_thread(
                assistant.ask, asked.question, history, asked.language, asked.as_of
            )
            async for event in _told(reply, request):
                yield event
    except Busy as busy:
        yield "error", problem(503, "limits.busy", language, count=busy.waiting)
    except InjaeError as error:
        yield "error", _error(error, language, assistant)
    except Exception:
        _log.exception("a question could not be answered")
        yield "error", problem(500, "api.failed", language)


async def _told(reply: Reply, request: Request) -> AsyncIterator[Event]:
    found = [
        {"label": item.label, "statement": item.chunk.parallel_id, "text": item.chunk.text}
        for item in reply.evidence
    ]
    yield "evidence", {"language": reply.query.language, "evidence": found}
    pieces: Iterator[str] = iter(reply)
    whole = False
    try:
        while (piece := await wait_for(next, pieces, None)) is not None:
            if await request.is_disconnected():
                return
            yield "piece", {"text": piece}
        final = await wait_for(lambda: reply.answer)
        whole = True
        yield "answer", final.to_json()
    finally:
        if not whole and (cancel := getattr(reply, "cancel", None)):
            cancel()


async def _stream(first: Event, events: AsyncIterator[Event]) -> AsyncIterator[str]:
    yield _line(first)
    async for event in events:
        yield _line(event)


def _line(event: Event) -> str:
    name, content = event
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"


def _refusal(content: dict[str, Any]) -> JSONResponse:
    return JSONResponse(
        content,
        content["status"],
        headers={"Content-Language": content["language"]},
        media_type=PROBLEM,
    )


def _error(
    error: InjaeError, language: str, assistant: Assistant, question: str = ""
) -> dict[str, Any]:
    limit = assistant.settings.max_characters
    line = error_line(error, Reader(language), question, limit)
    asked_badly = isinstance(error, BadQuestion)
    code = error.reason if isinstance(error, BadQuestion) else error.code
    return problem_of(422 if asked_badly else 503, code, language, line)


def _spoken(chosen: str, request: Request) -> str:
    return (
        chosen if chosen != "auto" else browser_language(request.headers.get("accept-language", ""))
    )


def _plain(text: str) -> str:
    """A turn without characters that only a machine would send."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")
