"""One case of the HTML report: question, answer, what was expected, citations, timings."""

import html
from typing import Any

from evals.report_parts import label, number, text, word, words


def article(case: dict[str, Any]) -> str:
    """The case as a block that opens; a failed one stands open."""
    verdict = "passed" if case["passed"] else "failed"
    outcomes = "|".join(dict.fromkeys(turn["outcome"] for turn in case["turns"]))
    attributes = {
        "verdict": verdict,
        "language": case["lang"],
        "tag": "|".join(case["tags"]),
        "outcome": outcomes,
        "audience": case["audience"],
        "suite": case["suite"],
    }
    data = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in attributes.items())
    several = len(case["turns"]) > 1
    turns = "".join(
        _turn(turn, number if several else 0) for number, turn in enumerate(case["turns"], start=1)
    )
    return (
        f'<article class="{verdict}" {data}><details{"" if case["passed"] else " open"}>'
        f'<summary>{_heading(case, verdict)}</summary><div class="body">{turns}</div>'
        f"</details></article>"
    )


def _heading(case: dict[str, Any], verdict: str) -> str:
    tags = "".join(f'<span class="badge">{html.escape(tag)}</span>' for tag in case["tags"])
    question = case["turns"][0]
    as_of = f' <span class="soft">{word("as_of")} {case["as_of"]}</span>' if case["as_of"] else ""
    return (
        f"{word(verdict, 'verdict')} <b>{html.escape(case['suite'])} / {html.escape(case['id'])}"
        "</b> "
        f'<span class="badge">{case["lang"]}</span>{tags}{as_of}<br>'
        f"{text(question['question'], question['lang'])}"
    )


def _turn(turn: dict[str, Any], place: int) -> str:
    title = f"<h3>{word('turn')} {place}</h3>" if place else ""
    return (
        title
        + _block("question", f'<p class="said">{text(turn["question"], turn["lang"])}</p>')
        + _failures(turn)
        + _block("expected", _expected(turn["expected"]))
        + _answer(turn)
        + _notes(turn)
        + _block("citations", _citations(turn["citations"]))
        + _block("timings", _timings(turn))
    )


def _block(key: str, content: str) -> str:
    return f"<h3>{word(key)}</h3>{content}" if content else ""


def _failures(turn: dict[str, Any]) -> str:
    items = "".join(f"<li>{_failure(failure)}</li>" for failure in turn["failures"])
    return f'<div class="why"><b>{word("why_failed")}</b><ul>{items}</ul></div>' if items else ""


def _failure(failure: dict[str, str]) -> str:
    parts = [
        f"{label(key)} <b>{_shown(failure[key])}</b>"
        for key in ("expected", "found")
        if failure[key]
    ]
    return " ".join([word(f"check.{failure['check']}"), " · ".join(parts)])


def _shown(value: str) -> str:
    """An outcome has words of its own; anything else is shown as it is."""
    for key in (f"outcome.{value}", f"expect.{value}"):
        if key in words():
            return word(key)
    return html.escape(value)


def _expected(expected: dict[str, Any] | None) -> str:
    if expected is None:
        return ""
    items = [word(f"expect.{expected['outcome']}")]
    if expected.get("cite"):
        items.append(f"{label('expect.cite')} {_alternatives(expected['cite'])}")
    for group in expected.get("contain", []):
        items.append(f"{label('expect.contain')} {_alternatives(group)}")
    if expected.get("absent"):
        items.append(f"{label('expect.absent')} {_alternatives(expected['absent'])}")
    if expected.get("max_seconds"):
        items.append(f"{label('expect.max_seconds')} {number(expected['max_seconds'])}")
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _alternatives(values: list[str]) -> str:
    return f" {word('or', 'soft')} ".join(f"<b>{html.escape(value)}</b>" for value in values)


def _answer(turn: dict[str, Any]) -> str:
    said = text(turn["answer"] or turn["error"], turn["language"])
    body = f'<p class="said">{said}</p>' if turn["answer"] or turn["error"] else word("no_answer")
    return (
        f"<h3>{word('answer')} "
        f'<span class="badge">{word("outcome." + turn["outcome"])}</span></h3>{body}'
    )


def _notes(turn: dict[str, Any]) -> str:
    items = "".join(f"<li>{text(note['text'], turn['language'])}</li>" for note in turn["notes"])
    return f"<h3>{word('notes')}</h3><ul>{items}</ul>" if items else ""


def _citations(citations: list[dict[str, Any]]) -> str:
    if not citations:
        return f"<p>{word('no_citations', 'soft')}</p>"
    return "".join(_citation(citation) for citation in citations)


def _citation(citation: dict[str, Any]) -> str:
    place = [html.escape(" › ".join(citation["heading"]))] if citation["heading"] else []
    if citation["page"] is not None:
        place.append(f"{word('page')} {citation['page']}")
    if citation["valid_from"] or citation["valid_until"]:
        days = f"{citation['valid_from'] or '…'} – {citation['valid_until'] or '…'}"
        place.append(f"{word('valid')} {html.escape(days)}")
    sources = "; ".join(
        ", ".join(part for part in (source["publisher"], source["title"], source["date"]) if part)
        for source in citation["sources"]
    )
    return (
        f'<figure style="margin:.4rem 0"><b>[{html.escape(citation["label"])}]</b> '
        f"{text(citation['title'], citation['language'])} "
        f'<span class="badge">{word("status." + citation["status"])}</span>'
        f'<span class="badge">{html.escape(citation["document_id"])}</span>'
        f"<blockquote>{text(citation['quote'], citation['language'])}</blockquote>"
        f"<figcaption>{' · '.join(filter(None, [*place, html.escape(sources)]))}</figcaption>"
        "</figure>"
    )


def _timings(turn: dict[str, Any]) -> str:
    first = turn["first_word_seconds"]
    parts = [f"{word('whole_answer')} {number(turn['seconds'])} s"]
    if first is not None:
        parts.insert(0, f"{word('first_word')} {number(first)} s")
    parts += [
        f"{html.escape(name)} {number(seconds)} s" for name, seconds in turn["timings"].items()
    ]
    return f'<p class="number" style="white-space:normal">{" · ".join(parts)}</p>'
