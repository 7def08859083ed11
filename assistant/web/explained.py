"""How a question was understood and what was found for it, readable by an evaluator."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from assistant.quoting import MARGIN
from assistant.types import Answer
from assistant.web.typography import decimal, say, shown
from assistant.words import Words

_MOST = 200
"""Characters of a candidate that are shown."""


def explained_html(explained: Mapping[str, Any], answer: Answer, speech: Words) -> str:
    """A folded panel; empty when nothing is known."""
    if not explained:
        return ""
    rows = "".join(
        f"<div><dt>{say(speech, f'explained.{key}')}</dt><dd>{value}</dd></div>"
        for key, value in _facts(explained, speech)
    )
    title = say(speech, "explained.title")
    return (
        f'<details class="explained" lang="{speech.language}"><summary>{title}</summary>'
        f"<dl>{rows}</dl>{_candidates(explained, answer, speech)}</details>"
    )


def _facts(explained: Mapping[str, Any], speech: Words) -> list[tuple[str, str]]:
    none = say(speech, "explained.none")
    facts = [
        ("understood", say(speech, f"explained.kind_{explained['kind']}")),
        ("searched", shown(str(explained["searched"]))),
        ("language", say(speech, f"names.{explained['language']}")),
        ("day", escape(speech.date(date.fromisoformat(str(explained["as_of"]))))),
        ("names", escape(", ".join(explained["names"])) or none),
        ("years", escape(", ".join(str(year) for year in explained["years"])) or none),
    ]
    if explained.get("answerable") is not None:
        facts.append(("answerable", decimal(float(explained["answerable"]), speech)))
    if signals := explained.get("features"):
        facts.append(("signals", _numbers(signals, speech)))
    if model := explained.get("model"):
        facts.append(("model", _plain(model)))
    return facts


def _plain(values: Mapping[str, Any]) -> str:
    lines = (f"<code>{escape(str(k))}</code> {escape(str(v))}" for k, v in values.items())
    return "<br>".join(lines)


def _numbers(values: Mapping[str, Any], speech: Words) -> str:
    return ", ".join(
        f"<code>{escape(name)}</code> {decimal(float(value), speech)}"
        for name, value in values.items()
        if isinstance(value, int | float)
    )


def _candidates(explained: Mapping[str, Any], answer: Answer, speech: Words) -> str:
    found = explained.get("candidates") or []
    if not found:
        return ""
    columns = ("fate", "statement", "found_in", "score", "scores")
    head = "".join(f'<th scope="col">{say(speech, f"explained.{name}")}</th>' for name in columns)
    best = float(found[0]["score"])
    rows = "".join(_row(item, best, answer, speech) for item in found)
    title = say(speech, "explained.candidates")
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{title}">'
        f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(item: Mapping[str, Any], best: float, answer: Answer, speech: Words) -> str:
    text = str(item["text"])
    clipped = text if len(text) <= _MOST else text[:_MOST].rstrip() + "…"
    language = escape(str(item["language"]))
    found_in = say(speech, f"names.{item['matched_in']}")
    return (
        f"<tr><td>{_fate(item, best, answer, speech)}</td>"
        f"<td><code>{escape(str(item['statement']))}</code>"
        f'<p lang="{language}">{shown(clipped, language)}</p></td>'
        f"<td>{found_in}</td>"
        f"<td>{decimal(float(item['score']), speech)}</td>"
        f"<td>{_numbers(item['scores'], speech)}</td></tr>"
    )


def _fate(item: Mapping[str, Any], best: float, answer: Answer, speech: Words) -> str:
    """Why a candidate was quoted, or was not."""
    cited = [
        c.label
        for c in answer.citations
        if item["statement"] in (c.parallel_id, c.document_id) and c.quote in item["text"]
    ]
    distance = best - float(item["score"])
    if cited:
        fate = say(speech, "explained.cited", label=cited[0])
        if item.get("replaced"):
            told = say(speech, "explained.predecessor", statement=item["replaced"])
            fate += f"<br>{told}"
        return fate
    if not answer.citations:
        return say(speech, "explained.unanswered")
    if item.get("gap"):
        return say(speech, "explained.gap")
    if distance > MARGIN:
        values = {"distance": decimal(distance, speech), "margin": decimal(MARGIN, speech)}
        return say(speech, "explained.far", **values)
    return say(speech, "explained.enough")
