"""Helpful or not: a reader's verdict on an answer, kept as a line of JSON on this machine."""

import json
import logging
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.masking import masked
from assistant.settings import Settings
from assistant.types import Answer
from assistant.web.typography import say
from assistant.words import Words

_REASON = 1000
"""Characters of a reason that are kept."""
_MOST = 50 * 1024 * 1024
"""Bytes of the file; from there on nothing is kept, so that no disk is filled."""
_lock = threading.Lock()
_log = logging.getLogger(__name__)


def path_of(settings: Settings) -> Path:
    """Where the lines are kept."""
    return settings.home / "feedback.jsonl"


def keep(settings: Settings, answer: Answer, helpful: bool, reason: str = "") -> bool:
    """Add one verdict; False when it could not be kept, or is not wanted (INJAE_FEEDBACK=off)."""
    if settings.feedback != "on":
        return False
    line = json.dumps(_line(answer, helpful, reason), ensure_ascii=False)
    path = path_of(settings)
    try:
        with _lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size + len(line) > _MOST:
                _log.warning("%s is full; feedback is not kept", path.name)
                return False
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8", errors="replace") as file:
                file.write(line + "\n")
    except OSError as error:
        _log.warning("feedback cannot be kept: %s", error.strerror)
        return False
    return True


def feedback_html(answer: Answer, speech: Words, state: str = "") -> str:
    """The question under an answer; `state` is empty, `yes`, `no`, `thanks` or `lost`.

    Its buttons carry `data-helpful` (yes, no) and `data-reason`; the reason is in the textarea.
    """
    if not answer.citations and not answer.outcome.startswith("refused"):
        return ""
    if state in ("thanks", "lost"):
        line = say(speech, f"feedback.{state}")
        return f'<p class="feedback" role="status" lang="{speech.language}">{line}</p>'
    buttons = "".join(
        f'<button type="button" class="quiet" data-helpful="{verdict}" '
        f'aria-pressed="{str(state == verdict).lower()}">{say(speech, f"feedback.{verdict}")}'
        "</button>"
        for verdict in ("yes", "no")
    )
    more = ""
    if state:
        more = (
            f'<label>{say(speech, "feedback.reason")}<textarea rows="2" maxlength="{_REASON}">'
            f'</textarea></label><button type="button" class="quiet" data-reason="{state}">'
            f"{say(speech, 'feedback.send')}</button>"
            f'<p class="hint">{say(speech, "feedback.kept")}</p>'
        )
    return (
        f'<div class="feedback" role="group" aria-labelledby="helpful" lang="{speech.language}">'
        f'<span id="helpful">{say(speech, "feedback.ask")}</span> {buttons}{more}</div>'
    )


def _line(answer: Answer, helpful: bool, reason: str) -> dict[str, Any]:
    """As `injae-eval draft` reads it."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "helpful": helpful,
        "reason": masked(reason.strip()[:_REASON]),
        "question": masked(answer.question),
        "answer": {
            "text": masked(answer.text),
            "outcome": answer.outcome,
            "language": answer.language,
            "citations": [
                {"document_id": c.document_id, "statement": c.parallel_id} for c in answer.citations
            ],
        },
        "build": answer.build,
        "language": answer.language,
        "mode": answer.mode,
        "model": answer.model,
    }
