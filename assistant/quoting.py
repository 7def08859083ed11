"""Evidence -> answer without a model: statements quoted word for word, or an honest refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answerability import Judgement, judge
from assistant.citations import cite, contact_of, notes_for
from assistant.constraints import is_elsewhere
from assistant.coverage import speaks_of
from assistant.refusals import Draft as Draft
from assistant.refusals import gap_told, refusal, unanswered
from assistant.types import Citation, Evidence, Note, Outcome, Query
from assistant.words import Words, words
from ingest import Document, Index

MARGIN = 1.2
"""Text this far below the best, in standard deviations, is left out."""
CLOSE = 0.0
"""The same beside a statement whose companions are known."""
_LIST_LENGTH = 20
_LED = 4
"""Pieces of evidence among which one of the right year is looked for."""


def quote(query: Query, evidence: Sequence[Evidence], index: Index, most: int = 3) -> Draft:
    """Up to `most` statements in the reader's language, or the refusal that the case calls for."""
    speech = words(query.language)
    if query.kind == "unsafe":
        return Draft(speech("refusals.unsafe"), "refused_unsafe")
    if query.kind in ("greeting", "thanks", "bye", "capabilities"):
        return _greeting(query, speech)
    if query.kind == "too_broad":
        return _asked_back(query, speech)
    if query.kind == "list" and not any(
        constraint.kind == "code" or is_elsewhere(query, constraint)
        for constraint in query.constraints
    ):
        if listed := _listed(query, index, speech):
            return listed
    if query.parts:
        return _in_parts(query, evidence, index, speech, most)
    read = _led_by_year(query, evidence)
    judgement = judge(query, read, index)
    return refusal(query, read, judgement, index, speech) or _answered(
        query, _chosen(read, most), index, speech, judgement
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One question of a turn as it was judged."""

    query: Query
    evidence: Sequence[Evidence]
    judgement: Judgement
    refused: Draft | None


def _in_parts(
    query: Query, evidence: Sequence[Evidence], index: Index, speech: Words, most: int
) -> Draft:
    """Each question of a turn answered or refused by itself, and told apart."""
    parts = []
    for number, asked in enumerate(query.parts):
        read = _led_by_year(asked, [item for item in evidence if item.part == number])
        judgement = judge(asked, read, index)
        refused = refusal(asked, read, judgement, index, speech)
        parts.append(_Part(asked, read, judgement, refused))
    answered = [part for part in parts if part.refused is None]
    judged = tuple((part.query.text, part.judgement) for part in parts)
    if not answered:
        return replace(parts[0].refused or Draft("", "failed"), parts=judged)
    share = -(-most // len(parts))
    chosen: dict[str, Evidence] = {}
    for part in parts:
        if part.refused is None:
            chosen |= {item.chunk.id: item for item in _chosen(part.evidence, share)}
        elif part.refused.outcome == "refused_gap":
            chosen[part.evidence[0].chunk.id] = part.evidence[0]
    labelled = [replace(item, label=str(i)) for i, item in enumerate(chosen.values(), 1)]
    draft = _answered(query, labelled, index, speech, answered[0].judgement)
    if len(answered) == len(parts):
        return replace(draft, parts=judged)
    told = [_told_apart(part, speech) for part in parts if part.refused is not None]
    notes = tuple(Note("not_covered", sentence) for sentence in told)
    return replace(
        draft,
        text=" ".join([draft.text, *told]),
        notes=draft.notes + notes,
        outcome="partly_answered",
        parts=judged,
    )


def _told_apart(part: _Part, speech: Words) -> str:
    """That one question of the turn is not answered, and which."""
    asked = speech("coverage.quoted", text=part.query.question.strip(" ?!.,"))
    personal = part.query.kind == "personal"
    return speech("coverage.part_personal" if personal else "coverage.part", missing=asked)


def _led_by_year(query: Query, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """What the same document says of a year asked about comes before what it says of others."""
    first = evidence[:_LED]
    if (
        not query.years
        or not first
        or any(speaks_of(first[0], year, query) for year in query.years)
    ):
        return evidence
    spoken = [
        item
        for item in first[1:]
        if item.chunk.document_key == first[0].chunk.document_key
        and any(speaks_of(item, year, query) for year in query.years)
    ]
    return [*spoken, *(item for item in evidence if item not in spoken)]


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
        return unanswered(query, evidence, index, speech, judgement)
    if "gap" in picked[0].chunk.flags:
        return gap_told(query, picked, index, speech, judgement)
    settled = [item for item in picked if "gap" not in item.chunk.flags]
    return _answered(query, _labelled(settled), index, speech, judgement)


def quoted_text(item: Evidence) -> str:
    """What would be quoted of a piece of evidence."""
    start, end = _span(item)
    return item.chunk.text[start:end]


def with_companions(
    picked: Sequence[Evidence], evidence: Sequence[Evidence], index: Index
) -> list[Evidence]:
    """What was picked; after the best of it our own best, and the statements told with it."""
    if not picked:
        return []
    names = index.companions(picked[0].chunk.parallel_id)
    ours = [item for item in picked if item.chunk.id == evidence[0].chunk.id]
    beside = [item for item in evidence if item.chunk.parallel_id in names]
    ordered = (picked[0], *ours, *beside, *picked)
    return list({item.chunk.id: item for item in ordered}.values())


def _chosen(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best statement and what belongs with it, best document first.

    Statements with written questions have their companions; they make one answer in every
    language. Other text is taken by its score.
    """
    best, *others = (e for e in evidence if "gap" not in e.chunk.flags)
    known = "asked" in best.scores
    floor = best.score - (CLOSE if known else MARGIN)
    kept = [best, *(e for e in others if e.companion and known)]
    kept += [e for e in others if e.score >= floor and e not in kept]
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
    lines = [quoted_line(citation, query, speech) for citation in citations]
    text = " ".join(lines)
    past = query.about_past and any(
        not item.chunk.validity.holds_on(query.today) for item in chosen
    )
    if past:
        text = f"{speech('answer.past_lead', date=speech.date(query.as_of))} {text}"
    document = index.documents[chosen[0].chunk.document_key]
    notes = tuple(notes_for(chosen, index, query, speech))
    particular = [c.text for c in judgement.unmet if c.kind in ("nationality", "region")]
    if particular:
        missing = ", ".join(particular)
        notes += (Note("not_covered", speech("coverage.not_particular", missing=missing)),)
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


def quoted_line(citation: Citation, query: Query, speech: Words) -> str:
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
