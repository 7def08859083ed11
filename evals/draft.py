"""Feedback of readers, as JSON lines -> a suite of draft cases to be completed by a person."""

import json
from pathlib import Path
from typing import Any

from evals.errors import BadFolder
from evals.folders import json_lines, text_field
from evals.scoring import OUTCOMES
from ingest import LANGUAGES, language

HEAD = """\
# Drafted from feedback: check each case, complete what is expected, remove what is not needed.
suite: {name}
cases:
"""


def draft(feedback: Path) -> str:
    """One case for each different question; helpful answers become expectations.

    Raises:
        BadFolder: the file cannot be read, or holds no question.
    """
    cases: dict[str, str] = {}
    for number, fields in json_lines(feedback):
        question = text_field(fields, "question", feedback, number).strip()
        if question and question not in cases:
            cases[question] = _case(len(cases) + 1, question, fields)
    if not cases:
        raise BadFolder(f"{feedback}: no feedback in it")
    return HEAD.format(name=_quoted(f"draft {feedback.stem}")) + "\n".join(cases.values())


def _case(number: int, question: str, fields: dict[str, Any]) -> str:
    answer = fields.get("answer")
    answer = answer if isinstance(answer, dict) else {"text": str(answer or "")}
    helpful = fields.get("helpful") is True
    code = str(answer.get("language") or language.detect(question, "en"))
    lines = [
        f"  - id: draft-{number:03}",
        f"    lang: {code if code in LANGUAGES else 'en'}",
        f"    tags: [{'helpful' if helpful else 'not-helpful'}]",
        *_comments("reason", fields.get("reason")),
        *_comments("build", fields.get("build")),
        *_comments("answered", answer.get("text")),
        "    turns:",
        f"      - ask: {_quoted(question)}",
        "        expect:",
        *_expectations(answer, helpful),
    ]
    return "\n".join(lines) + "\n"


def _expectations(answer: dict[str, Any], helpful: bool) -> list[str]:
    outcome = answer.get("outcome")
    expected = next((name for name, group in OUTCOMES.items() if outcome in group), "answer")
    cited = sorted(
        {str(c["document_id"]) for c in answer.get("citations", []) if "document_id" in c}
    )
    if helpful:
        lines = [f"          outcome: {expected}"]
        return lines + ([f"          cite: [{', '.join(map(_quoted, cited))}]"] if cited else [])
    found = f"found: {outcome}" if outcome else "answer, refuse or chat"
    lines = [f"          outcome: answer  # {found}"]
    lines += [f"          # cited: {', '.join(cited)}"] if cited else []
    return [*lines, '          # contain: [["what a right answer says"]]']


def _comments(name: str, value: Any) -> list[str]:
    return (
        [f"    # {name}: {line}" for line in str(value).splitlines() if line.strip()]
        if value
        else []
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
