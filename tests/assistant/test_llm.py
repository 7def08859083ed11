"""The chain is one LangChain Runnable, its steps by name."""

import pytest
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.llm import chain

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
