"""What a browser kept comes back as input, not as truth."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_builders import SOURCE, answer, citation

from assistant.web.history import restored
from ingest import Contact, Document

CONTACT = {"name": "Call centre", "phone": "1345", "url": "https://www.hikorea.go.kr"}
DOCUMENT = Document("d-10", "en", "T", "x" * 50, (), sources=(SOURCE,), contact=Contact(**CONTACT))
INDEX: Any = SimpleNamespace(documents={"d-10.en": DOCUMENT})


def saved(**changes: object) -> Any:
    return json.loads(json.dumps({**answer(contact=CONTACT).to_json(), **changes}))


def test_an_answer_comes_back_whole() -> None:
    (exchange,) = restored([saved()], INDEX, 1000)
    assert exchange.answer == answer(contact=CONTACT)
    assert exchange.question == "How long?"


def test_addresses_come_from_the_index_only() -> None:
    forged = saved(contact={**CONTACT, "url": "http://leak.example"})
    forged["citations"][0]["sources"][0]["url"] = "http://leak.example"
    forged["citations"].append(
        json.loads(json.dumps(answer("x", citation("2", document_id="none")).to_json()))[
            "citations"
        ][0]
    )
    (exchange,) = restored([forged], INDEX, 1000)
    assert exchange.answer is not None
    assert exchange.answer.contact is None
    assert [c.sources for c in exchange.answer.citations] == [(SOURCE,), ()]
    assert restored([saved()], None, 1000)[0].answer.citations[0].sources == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "kept",
    [
        "text",
        None,
        [1, "x", {}, []],
        [saved(outcome="invented")],
        [saved(language="de")],
        [saved(question="")],
        [saved(question="x" * 1001)],
        [saved(text="x" * 20_001)],
    ],
)
def test_what_is_no_answer_of_ours_is_left_out(kept: Any) -> None:
    assert restored(kept, INDEX, 1000) == ()


def test_a_conversation_has_an_end() -> None:
    assert len(restored([saved()] * 80, INDEX, 1000)) == 50


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_anything_can_come_back(kept: Any) -> None:
    assert isinstance(restored(kept, INDEX, 1000), tuple)
