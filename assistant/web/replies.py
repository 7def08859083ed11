"""What the server says when it does not do what was asked: problem JSON in three languages."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from assistant.web.talk import browser_language
from assistant.web.typography import label
from assistant.words import words

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PROBLEM = "application/problem+json"


def problem(status: int, key: str, language: str, **values: object) -> dict[str, Any]:
    """The body of a refusal (RFC 9457); `key` is the `table.name` of its words."""
    detail = label(words(language), key, **values)
    return problem_of(status, key.partition(".")[2], language, detail)


def problem_of(status: int, code: str, language: str, detail: str) -> dict[str, Any]:
    """The same from words at hand."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "language": language,
    }


def header(scope: Scope, name: bytes) -> str:
    """The value of a request header; empty when it is not there."""
    found: list[bytes] = [value for key, value in scope["headers"] if key == name]
    return b", ".join(found).decode("latin-1")


async def refuse(
    scope: Scope, send: Send, status: int, key: str, wait: int = 0, **values: object
) -> None:
    """Send a refusal in the language of the browser; `wait` seconds go in Retry-After."""
    language = browser_language(header(scope, b"accept-language"))
    content = problem(status, key, language, **values)
    body = json.dumps(content, ensure_ascii=False).encode()
    headers = [
        (b"content-type", PROBLEM.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"content-language", language.encode()),
    ]
    if wait:
        headers.append((b"retry-after", str(wait).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
