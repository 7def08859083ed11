"""Which of the statements found answers, if any: a model says a number, our ranking is heard too.

The model sees a few numbered statements and gives one number, 0 for none. What decides is not the
number but how likely each was: the chance of 0 tells answerable from not far better than a yes or
no in words, and small models lean to the first number, which can be taken back out.
"""

import math
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answerability import Judgement
from assistant.errors import ModelError
from assistant.llm import ChatModel
from assistant.prompts import pick_prompt
from assistant.quoting import MARGIN, quoted_text
from assistant.types import Evidence, Query

MOST = 4
"""Statements that a model chooses among."""
LOCAL_TOKENS = 250
"""Of evidence, for a model that reads 36 tokens a second."""
_BYTES_PER_TOKEN = 3.7
"""In UTF-8; about the same in French, English and Korean."""
_LEAN = (0.0, 0.9, 1.1, 1.5)
"""What each place is given back, in log-probability: small models prefer the first."""
_RANK_WEIGHT = 0.7
"""Weight of our own score beside the model's, a standard deviation against a logit."""
_GATE = {"bias": -4.0, "model": 4.4, "own": 0.9}
_THRESHOLD = 0.5
_ALSO = 0.4
"""Statements this close to the best are quoted with it."""
_OURS = 1.5
"""So are those that stand out for us, if they are no further off."""
_UNSEEN = -12.0
_ALTERNATIVES = 20


@dataclass(frozen=True, slots=True)
class Pick:
    """What was picked, best first; nothing when none answers."""

    chosen: tuple[Evidence, ...]
    probability: float
    """That the statements answer, the model's view and ours together."""
    odds: float | None = None
    """The model's own log-odds that any answers; None when it does not tell."""


def shown(evidence: Sequence[Evidence], local: bool) -> list[Evidence]:
    """The best statements that a model is shown: few, and of a local one short."""
    kept: list[Evidence] = []
    tokens = 0.0
    for item in evidence[:MOST]:
        tokens += len(quoted_text(item).encode()) / _BYTES_PER_TOKEN
        if kept and local and tokens > LOCAL_TOKENS:
            break
        kept.append(item)
    return kept


def pick(
    model: ChatModel,
    query: Query,
    evidence: Sequence[Evidence],
    judgement: Judgement,
    stop: threading.Event | None = None,
) -> Pick:
    """Ask the model which statements answer.

    Raises:
        ModelError: it does not answer.
    """
    candidates = shown(evidence, model.local)
    prompt = pick_prompt(query.text, [quoted_text(item) for item in candidates], model.local)
    if not model.local:
        text, _ = model.complete(prompt, stop, max_tokens=20)
        return as_told(text, candidates)
    schema = {"name": "pick", "schema": {"enum": list(range(len(candidates) + 1))}}
    _, tokens = model.complete(
        prompt,
        stop,
        max_tokens=2,
        logprobs=True,
        top_logprobs=_ALTERNATIVES,
        response_format={"type": "json_schema", "json_schema": schema},
    )
    return weighed(numbers(tokens, len(candidates)), candidates, judgement)


def weighed(likely: Sequence[float], candidates: Sequence[Evidence], judgement: Judgement) -> Pick:
    """The pick from the log-probabilities of 0, 1, 2 ... and from our own ranking."""
    odds = math.log(sum(math.exp(value) for value in likely[1:])) - likely[0]
    own = math.log(judgement.probability + 1e-3) - math.log(1 - judgement.probability + 1e-3)
    logit = _GATE["bias"] + _GATE["model"] * odds + _GATE["own"] * own
    probability = 1 / (1 + math.exp(-logit))
    if probability < _THRESHOLD:
        return Pick((), probability, odds)
    best = max(item.score for item in candidates)
    scores = [
        value + lean + _RANK_WEIGHT * (item.score - best)
        for value, lean, item in zip(likely[1:], _LEAN, candidates, strict=False)
    ]
    ranked = sorted(zip(scores, candidates, strict=True), key=lambda pair: -pair[0])
    top, best_item = ranked[0]
    floor = candidates[0].score - MARGIN
    ours = [
        item
        for score, item in zip(scores, candidates, strict=True)
        if (item.companion or item.score >= floor) and score >= top - _OURS
    ]
    also = [item for score, item in ranked if score >= top - _ALSO]
    chosen = list({item.chunk.id: item for item in (best_item, *ours, *also)}.values())
    return Pick(tuple(chosen), probability, odds)


def numbers(tokens: Sequence[dict[str, float]], most: int) -> list[float]:
    """The log-probability of each number at the token that is one.

    Raises:
        ModelError: none is.
    """
    for choices in tokens:
        by_number: dict[int, float] = {}
        for token, value in choices.items():
            if token.strip().isdecimal():
                by_number.setdefault(int(token), value)
        if by_number:
            return [by_number.get(number, _UNSEEN) for number in range(most + 1)]
    raise ModelError("garbled", "the model gave no number")


def as_told(text: str, candidates: Sequence[Evidence]) -> Pick:
    """The pick of a model that only writes: the numbers of its first line.

    Raises:
        ModelError: there is none.
    """
    line = text.strip().split("\n")[0]
    said = [int(number) for number in re.findall(r"\d+", line)]
    if not said:
        raise ModelError("garbled", "the model gave no number")
    wanted = [n for n in dict.fromkeys(said) if 1 <= n <= len(candidates)]
    return Pick(tuple(candidates[n - 1] for n in wanted), 1.0 if wanted else 0.0)
