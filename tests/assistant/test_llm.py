"""The chain is one LangChain Runnable; the assistant fits into chains of others."""

import pytest
from asking import TODAY
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from assistant import Assistant
from assistant.llm import chain

STAY = "How long can I stay on a D-10?"

STEPS = (("double", lambda number: number * 2), ("text", lambda number: f"<{number}>"))


def test_it_is_one_runnable() -> None:
    whole = chain(*STEPS)
    assert isinstance(whole, Runnable) and whole.name == "injae"
    assert whole.invoke(2) == "<4>"
    assert whole.batch([1, 2, 3]) == ["<2>", "<4>", "<6>"]
    assert [step.name for step in whole.steps] == ["double", "text"]


def test_it_joins_with_others() -> None:
    assert (chain(*STEPS) | RunnableLambda(len)).invoke(10) == 4


def test_an_error_of_a_step_comes_through() -> None:
    def fails(number: int) -> int:
        raise KeyError(number)

    with pytest.raises(KeyError):
        chain(("fails", fails), *STEPS).invoke(1)


def test_the_assistant_is_a_runnable(assistant: Assistant) -> None:
    asked = {"question": STAY, "as_of": TODAY, "language": "fr"}
    pieces = list(assistant.as_runnable().stream(asked))
    whole = assistant.as_runnable().invoke(asked)
    assert "".join(piece.text for piece in pieces) == whole.text and len(pieces) > 2
    assert whole.additional_kwargs["answer"]["language"] == "fr"
    assert whole.additional_kwargs["answer"]["citations"][0]["document_id"] == "d-10"


def test_it_stands_in_a_chain_and_hears_earlier_messages(assistant: Assistant) -> None:
    both = assistant.as_runnable() | StrOutputParser()
    history = [HumanMessage(STAY), AIMessage("3 years"), ("user", "Thanks")]
    said = both.invoke({"question": "And the first stay?", "history": history, "as_of": TODAY})
    assert "1 year" in said


def test_the_assistant_is_a_retriever(assistant: Assistant) -> None:
    found = assistant.as_retriever(2).invoke(STAY)
    assert isinstance(assistant.as_retriever(), BaseRetriever) and len(found) == 2
    data = found[0].metadata
    assert "3 years" in found[0].page_content and data["parallel_id"] == "d-10#total-stay"
    assert data["sources"][0]["url"] and data["status"] == "current" and data["valid_from"]
