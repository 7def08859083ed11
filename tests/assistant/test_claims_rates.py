"""How many altered drafts are caught and how many faithful ones are blocked."""

import csv

import pytest
from claim_alterations import altered
from claim_drafts import Draft, faithful, glossary, statements
from support import ROOT

from assistant.claims import screen

COUNT = 300


def _is_blocked(draft: Draft) -> bool:
    evidence = [draft.evidence.chunk]
    sources = draft.evidence.sources
    return bool(screen(draft.text, draft.language, evidence, glossary(), "", sources).dropped)


@pytest.mark.parametrize("seed", [11, 12])
def test_altered_drafts_are_caught(seed: int) -> None:
    drafts = altered(COUNT, seed)
    missed = [draft for draft in drafts if not _is_blocked(draft)]
    assert len(missed) <= 0.01 * len(drafts), missed
    assert {draft.language for draft in drafts} == {"fr", "en", "ko"}
    assert any(draft.language != draft.evidence.chunk.language for draft in drafts)


@pytest.mark.parametrize("seed", [11, 12])
def test_faithful_drafts_stand(seed: int) -> None:
    drafts = faithful(COUNT, seed)
    blocked = [draft for draft in drafts if _is_blocked(draft)]
    assert len(blocked) <= 0.03 * len(drafts), blocked


def test_what_a_person_wrote_is_judged_as_a_person_does() -> None:
    given = {(s.chunk.parallel_id, code): s for row in statements() for code, s in row.items()}
    text = (ROOT / "tests" / "data" / "claim_phrases.csv").read_text(encoding="utf-8")
    phrases = list(csv.DictReader(text.splitlines()))
    wrong = []
    for row in phrases:
        draft = Draft(row["draft"], row["language"], given[row["statement"], row["given"]])
        if _is_blocked(draft) is (row["stands"] == "yes"):
            wrong.append((draft.text, row["given"]))
    assert len(phrases) >= 60
    assert wrong == []
