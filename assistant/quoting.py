"""Evidence -> answer without a model: statements quoted word for word, or an honest refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answerability import Judgement, judge
from assistant.citations import cite, contact_line, contact_of, notes_for
from assistant.types import Citation, Evidence, Note, Outcome, Query
from assistant.words import Words, words
from ingest import Document, Index

MARGIN = 1.2
"""Statements this far below the best, in standard deviations, are left out."""
_LIST_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is dated and timed."""

    text: str
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()
    contact: dict[str, str] | None = None
    judgement: Judgement | None = None


def quote(query: Query, evidence: Sequence[Evidence], index: Index, most: int = 3) -> Draft:
    """Up to `most` statements in the reader's language, or the refusal that the case calls for."""
    speech = words(query.language)
    if query.kind == "unsafe":
        return Draft(speech("refusals.unsafe"), "refused_unsafe")
    if query.kind in ("greeting", "thanks", "bye", "capabilities"):
        return _greeting(query, speech)
    if query.kind == "too_broad":
        return _asked_back(query, speech)
    if query.kind == "list":
        if listed := _listed(query, index, speech):
            return listed
    judgement = judge(query, evidence, index)
    document = index.documents[evidence[0].chunk.document_key] if evidence else None
    if query.kind == "personal":
        return _refused("refused_personal_decision", "personal_decision", document, speech)
    some_year_is_covered = len(judgement.missing_years) < len(query.years)
    if judgement.missing_years and not some_year_is_covered:
        missing = ", ".join(str(year) for year in judgement.missing_years)
        return _refused(
            "refused_no_evidence", "other_year", document, speech, judgement, missing=missing
        )
    if not judgement.answers:
        return _unanswered(query, evidence, index, speech, judgement)
    if "gap" in evidence[0].chunk.flags:
        return _gap(query, evidence, index, speech, judgement)
    return _answered(query, _chosen(evidence, most), index, speech, judgement)


def quote_picked(
    query: Query,
    picked: Sequence[Evidence],
    evidence: Sequence[Evidence],
    index: Index,
    judgement: Judgement,
) -> Draft:
    """The statements that were picked, best first, quoted; the refusal when none was."""
    speech = words(query.language)
    if not picked:
        return _unanswered(query, evidence, index, speech, judgement)
    if "gap" in picked[0].chunk.flags:
        return _gap(query, picked, index, speech, judgement)
    settled = [item for item in picked if "gap" not in item.chunk.flags]
    return _answered(query, _labelled(settled), index, speech, judgement)


def quoted_text(item: Evidence) -> str:
    """What would be quoted of a piece of evidence."""
    start, end = _span(item)
    return item.chunk.text[start:end]


def _chosen(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best statements, those of one document together, best document first."""
    floor = evidence[0].score - MARGIN
    kept = [e for e in evidence if e.score >= floor and "gap" not in e.chunk.flags]
    return _labelled(kept[:most])


def _labelled(kept: Sequence[Evidence]) -> list[Evidence]:
    """Numbered; those of one document together, best document first."""
    order = list(dict.fromkeys(e.chunk.document_key for e in kept))
    ordered = sorted(kept, key=lambda e: order.index(e.chunk.document_key))
    return [replace(item, label=str(i)) for i, item in enumerate(ordered, 1)]


def _answered(
    query: Query,
    chosen: list[Evidence],
    index: Index,
    speech: Words,
    judgement: Judgement,
) -> Draft:
    citations = tuple(_citation(item, index, query) for item in chosen)
    lines = [_line(citation, query, speech) for citation in citations]
    text = " ".join(lines)
    past = query.about_past and any(
        not item.chunk.validity.holds_on(query.today) for item in chosen
    )
    if past:
        text = f"{speech('answer.past_lead', date=speech.date(query.as_of))} {text}"
    document = index.documents[chosen[0].chunk.document_key]
    notes = tuple(notes_for(chosen, index, query, speech))
    outcome: Outcome = "answered"
    if judgement.missing_years:
        missing = ", ".join(str(year) for year in judgement.missing_years)
        text += f" {speech('answer.partly', missing=missing)}"
        notes += (Note("not_covered", speech("notes.not_covered", missing=missing)),)
        outcome = "partly_answered"
    return Draft(text, outcome, citations, notes, contact_of(document), judgement)


def _citation(item: Evidence, index: Index, query: Query) -> Citation:
    return cite(item, index, query, quoted_text(item))


def _span(item: Evidence) -> tuple[int, int]:
    """A statement whole; of a passage the sentences that matched best."""
    chunk = item.chunk
    if chunk.kind == "statement" or len(chunk.sentences) < 3:
        return 0, len(chunk.text)
    best = min(int(item.scores.get("best_sentence", 0)), len(chunk.sentences) - 1)
    last = min(best + 1, len(chunk.sentences) - 1)
    return chunk.sentences[best][0], chunk.sentences[last][1]


def _line(citation: Citation, query: Query, speech: Words) -> str:
    """One quoted sentence with its mark; our own statements need no quotation marks."""
    # a passage may run over the lines of its page
    text = " ".join(citation.quote.split())
    if citation.language != query.language:
        language = speech(f"names.{citation.language}")
        text = speech("answer.foreign_quote", language=language, text=text)
    elif citation.kind == "passage":
        text = speech("answer.passage", text=text)
    return f"{text} [{citation.label}]"


def _greeting(query: Query, speech: Words) -> Draft:
    key = {"greeting": "hello"}.get(query.kind, query.kind)
    text = speech(f"greetings.{key}")
    if key in ("hello", "capabilities"):
        examples = [
            speech.get(f"examples.{audience}")[0]
            for audience in ("founder", "student", "evaluator")
        ]
        text += "".join(f"\n- {example}" for example in examples)
    return Draft(text, "greeting")


def _asked_back(query: Query, speech: Words) -> Draft:
    choices = speech.get(f"too_broad.{query.topic}_choices")
    text = speech(f"too_broad.{query.topic}") + "".join(f"\n- {choice}" for choice in choices)
    return Draft(text, "asked_back")


def _listed(query: Query, index: Index, speech: Words) -> Draft | None:
    """A list question is answered from what the briefs say of themselves."""
    documents = [
        document
        for document in index.documents.values()
        if document.language == query.language and _belongs(document, query)
    ]
    if not documents:
        return None
    citations: list[Citation] = []
    lines: list[str] = []
    for document in sorted(documents, key=_list_order)[:_LIST_LENGTH]:
        chunk = index.parallel(f"{document.id}#what", query.language)
        if chunk is None or not chunk.validity.holds_on(query.as_of):
            continue
        citation = cite(Evidence(str(len(citations) + 1), chunk, 0.0), index, query)
        citations.append(citation)
        lines.append(f"\n- {citation.quote} [{citation.label}]")
    if not citations:
        return None
    return Draft(speech("answer.list_lead") + "".join(lines), "answered", tuple(citations))


def _list_order(document: Document) -> tuple[bool, str, str]:
    """Programs come before visas, which everybody needs."""
    return (document.area == "visas", document.area, document.id)


def _belongs(document: Document, query: Query) -> bool:
    if document.kind != "statement" or document.area in ("announcements", "governance"):
        return False
    if query.topic == "visa" and document.area != "visas":
        return False
    if query.topic == "study" and document.area != "students":
        return False
    if query.topic == "money" and document.area == "visas":
        return False
    return not query.audience or any(a in document.audience for a in query.audience)


def _gap(
    query: Query,
    evidence: Sequence[Evidence],
    index: Index,
    speech: Words,
    judgement: Judgement,
) -> Draft:
    first = replace(evidence[0], label="1")
    citation = cite(first, index, query)
    document = index.documents[first.chunk.document_key]
    note = Note("gap", speech("notes.gap"), ("1",))
    return Draft(
        f"{citation.quote} [1]",
        "refused_gap",
        (citation,),
        (note,),
        contact_of(document),
        judgement,
    )


def _unanswered(
    query: Query,
    evidence: Sequence[Evidence],
    index: Index,
    speech: Words,
    judgement: Judgement,
) -> Draft:
    document = index.documents[evidence[0].chunk.document_key] if evidence else None
    near = bool(query.terms) and document is not None and document.kind == "statement"
    if not near and judgement.features.get("words", 0.0) < 0.35:
        return _refused("refused_out_of_scope", "out_of_scope", None, speech, judgement)
    if near and document is not None:
        return _refused(
            "refused_no_evidence",
            "no_evidence_near",
            document,
            speech,
            judgement,
            title=document.title,
        )
    return _refused("refused_no_evidence", "no_evidence", document, speech, judgement)


def _refused(
    outcome: Outcome,
    reason: str,
    document: Document | None,
    speech: Words,
    judgement: Judgement | None = None,
    **values: str,
) -> Draft:
    text = speech(f"refusals.{reason}", **values)
    whom = contact_line(document, speech)
    if whom:
        text += " " + speech("refusals.ask_whom", name=whom, details="")
    elif outcome != "refused_unsafe":
        text += " " + speech("refusals.ask_whom_general")
    return Draft(text, outcome, contact=contact_of(document), judgement=judgement)
