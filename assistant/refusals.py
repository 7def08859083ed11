"""Evidence that does not answer -> a refusal that says why, and names what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answerability import Judgement
from assistant.citations import cite, contact_line, contact_of
from assistant.constraints import is_elsewhere
from assistant.coverage import years_in
from assistant.types import Citation, Evidence, Note, Outcome, Query
from assistant.words import Words
from ingest import Document, Index


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is dated and timed."""

    text: str
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()
    contact: dict[str, str] | None = None
    judgement: Judgement | None = None
    parts: tuple[tuple[str, Judgement], ...] = ()
    """Of a turn with several questions: each as it was searched, and how it was judged."""


def refusal(
    query: Query,
    evidence: Sequence[Evidence],
    judgement: Judgement,
    index: Index,
    speech: Words,
) -> Draft | None:
    """The refusal that the case calls for; None when the evidence answers."""
    document = index.documents[evidence[0].chunk.document_key] if evidence else None
    if query.kind == "personal":
        return _refused("refused_personal_decision", "refusals.personal_decision", document, speech)
    if named := _named(query, judgement, document, speech):
        return named
    if not judgement.answers:
        return unanswered(query, evidence, index, speech, judgement)
    if "gap" in evidence[0].chunk.flags:
        return gap_told(query, evidence, index, speech, judgement)
    return None


def _named(
    query: Query, judgement: Judgement, document: Document | None, speech: Words
) -> Draft | None:
    """A refusal for the one thing that the question insists on and nothing meets."""
    elsewhere = [c.text for c in judgement.unmet if is_elsewhere(query, c)]
    if elsewhere:
        return _refused(
            "refused_out_of_scope",
            "coverage.other_country",
            None,
            speech,
            judgement,
            missing=", ".join(elsewhere),
        )
    codes = [c.text for c in judgement.unmet if c.kind == "code"]
    if codes:
        missing = ", ".join(codes)
        return _refused(
            "refused_no_evidence", "coverage.unknown", document, speech, judgement, missing=missing
        )
    some_year_is_covered = len(judgement.missing_years) < len(query.years)
    if judgement.missing_years and not some_year_is_covered:
        return _refused(
            "refused_no_evidence",
            "refusals.other_year",
            document,
            speech,
            judgement,
            missing=_listed(judgement.missing_years),
        )
    if judgement.other_years:
        return _refused(
            "refused_no_evidence",
            "coverage.other_year",
            document,
            speech,
            judgement,
            missing=_listed(query.years),
            covered=_listed(judgement.other_years),
        )
    return None


def _listed(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years)


def gap_told(
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


def unanswered(
    query: Query,
    evidence: Sequence[Evidence],
    index: Index,
    speech: Words,
    judgement: Judgement,
) -> Draft:
    document = index.documents[evidence[0].chunk.document_key] if evidence else None
    near = bool(query.terms) and document is not None and document.kind == "statement"
    if not near and judgement.features.get("words", 0.0) < 0.35:
        return _refused("refused_out_of_scope", "refusals.out_of_scope", None, speech, judgement)
    spoken = _years_of_subject(evidence) if judgement.features.get("other_year") else ()
    if near and spoken:
        return _refused(
            "refused_no_evidence",
            "coverage.other_year",
            document,
            speech,
            judgement,
            missing=_listed(query.years),
            covered=_listed(spoken),
        )
    lacking = ", ".join(c.text for c in judgement.unmet)
    if near and document is not None and lacking:
        return _refused(
            "refused_no_evidence",
            "coverage.near",
            document,
            speech,
            judgement,
            title=document.title,
            missing=lacking,
        )
    if near and document is not None:
        return _refused(
            "refused_no_evidence",
            "refusals.no_evidence_near",
            document,
            speech,
            judgement,
            title=document.title,
        )
    return _refused("refused_no_evidence", "refusals.no_evidence", document, speech, judgement)


def _years_of_subject(evidence: Sequence[Evidence]) -> tuple[int, ...]:
    """The years that what was found in the best document speaks of."""
    best = evidence[0].chunk.document_key
    found = [years_in(item.chunk.text) for item in evidence if item.chunk.document_key == best]
    return tuple(sorted(set().union(*found)))


def _refused(
    outcome: Outcome,
    reason: str,
    document: Document | None,
    speech: Words,
    judgement: Judgement | None = None,
    **values: str,
) -> Draft:
    text = speech(reason, **values)
    whom = contact_line(document, speech)
    if whom:
        text += " " + speech("refusals.ask_whom", name=whom, details="")
    elif outcome != "refused_unsafe":
        text += " " + speech("refusals.ask_whom_general")
    return Draft(text, outcome, contact=contact_of(document), judgement=judgement)
