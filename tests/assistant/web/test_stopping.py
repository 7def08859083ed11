"""Readers who press stop before, while and after an answer is written, and who wait in a crowd."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from scripted_model import ScriptedAssistant

from assistant import Settings
from assistant.web.talk import Halt, Reader, View, converse

QUESTION = "How long can I stay on a D-10 visa?"


@pytest.fixture(scope="module")
def assistant(asked_home: Path) -> ScriptedAssistant:
    return ScriptedAssistant(Settings(home=asked_home, port=1))


def views(assistant: Any, press_after: int, draft: str = "") -> list[View]:
    """What is shown when stop is pressed once so many views have been."""

    async def seen() -> list[View]:
        halt, shown = Halt(), []
        if not press_after:
            halt.press(draft)
        async for view in converse(assistant, QUESTION, (), Reader("en"), halt):
            shown.append(view)
            if len(shown) == press_after:
                halt.press(draft)
        return shown

    return asyncio.run(seen())


def test_a_question_stopped_before_anything_was_found_returns_to_its_box(
    assistant: ScriptedAssistant,
) -> None:
    last = views(assistant, 0)[-1]
    assert (last.running, last.box, last.exchanges[-1].stopped) == (False, QUESTION, True)
    assert views(assistant, 0, draft="And then?")[-1].box is None


def test_the_last_word_is_that_it_stopped_and_the_closest_statements_stay(
    assistant: ScriptedAssistant,
) -> None:
    assistant.held = True
    for press_after in (2, 3):
        shown = views(assistant, press_after)
        last = shown[-1]
        assert len(shown) == press_after + 1
        assert not last.running
        assert last.exchanges[-1].stopped
        assert "D-10" in last.exchanges[-1].text
        assert assistant.last.stopped.is_set()
    assistant.held = False


def test_an_answer_that_was_there_already_stays(assistant: ScriptedAssistant) -> None:
    assistant.script = "It is three years."
    last = views(assistant, 99)[-1]
    assert (last.running, last.exchanges[-1].stopped) == (False, False)
    assert last.exchanges[-1].text == "It is three years."


def test_readers_who_wait_for_a_model_hold_nobody_else_up(assistant: ScriptedAssistant) -> None:
    pool = min(32, (os.cpu_count() or 1) + 4)

    async def crowd() -> View:
        halt = Halt()
        waiting = [
            asyncio.create_task(drained(converse(assistant, QUESTION, (), Reader("en"), halt)))
            for _ in range(pool + 2)
        ]
        await asyncio.sleep(1)
        quick = await asyncio.wait_for(
            drained(converse(assistant, QUESTION, (), Reader("en", mode="quote"))), 10
        )
        halt.press("")
        await asyncio.gather(*waiting)
        return quick

    async def drained(shown: Any) -> View:
        return [view async for view in shown][-1]

    assistant.held = True
    answer = asyncio.run(crowd()).exchanges[-1].answer
    assistant.held = False
    assert answer is not None
    assert answer.mode == "quote"
