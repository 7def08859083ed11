"""The chain as one LangChain Runnable; the only file that imports langchain."""

from collections.abc import Callable
from typing import Any


def chain(*steps: tuple[str, Callable[[Any], Any]]) -> Any:
    """Named steps, each a function of what the one before it returned, as one Runnable."""
    from langchain_core.runnables import RunnableLambda, RunnableSequence

    runnables = [RunnableLambda(step, name=name) for name, step in steps]
    return RunnableSequence(*runnables, name="injae")
