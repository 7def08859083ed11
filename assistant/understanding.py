"""Question and history -> Query, by rules alone: no model is needed and none can be fooled."""

import calendar
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.constraints import find_constraints, stated_age
from assistant.errors import BadQuestion
from assistant.expectation import expected_kind
from assistant.followup import standalone
from assistant.names import forgiving_mentions, without_names
from assistant.parts import split
from assistant.types import Kind, Query, Turn
from assistant.words import plain, words
from ingest import LANGUAGES, Subjects, Term, language, values

_HARMLESS = ("list", "greeting", "thanks", "bye", "too_broad")
_SUBJECTS = ("program", "visa")
_LISTED = ("visa", "study", "money")
_BROAD = ("visa", "money", "study", "general")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u2060\ufeff\ud800-\udfff]"
)
_THIS_YEAR = re.compile(r"\bthis year\b|\bcette annee\b|올해|금년")
_SINCE = re.compile(r"\bsince\b|\bdepuis\b(?! quand)|\bfrom\b.{0,20}\bon\b|부터|이후")
_EVENT_YEAR = re.compile(r"\b(replac|succed|remplac|instead)|대신|대체|후신|바뀌")


def clean_question(question: str, limit: int) -> str:
    """The question in NFC without control characters.

    Raises:
        BadQuestion: empty, too long, or without a single letter or digit.
    """
    text = " ".join(_INVISIBLE.sub(" ", unicodedata.normalize("NFC", question)).split())
    if not text:
        raise BadQuestion("empty", "the question is empty")
    if len(text) > limit:
        raise BadQuestion("too_long", f"the question is longer than {limit} characters")
    if sum(character.isalnum() for character in text) < 2:
        raise BadQuestion("unreadable", "the question holds no words")
    return text


def understand(
    question: str,
    history: Sequence[Turn],
    subjects: Subjects,
    *,
    reply_language: str = "auto",
    as_of: date | None = None,
    today: date | None = None,
) -> Query:
    """What is asked, in which language, about what, and on which day; each part of it as well."""
    asked = [turn.text for turn in history if turn.role == "user"]
    asked_in = spoken_language(question, asked)
    day = as_of or today or date.today()
    reader = _Reader(
        subjects, reply_language if reply_language in LANGUAGES else asked_in, asked_in, day
    )
    query = reader.read(question, history)
    pieces = split(question)
    if len(pieces) == 1 or query.kind not in ("question", "personal"):
        return query
    parts = tuple(
        reader.read(piece, [*history, *_beside(pieces, number)])
        for number, piece in enumerate(pieces)
    )
    kinds = {part.kind for part in parts}
    if "question" not in kinds or not kinds <= {"question", "personal"}:
        return query
    return replace(query, kind="question", parts=parts)


def _beside(pieces: Sequence[str], number: int) -> list[Turn]:
    """What a part leans on: the part before it, and the first on the one after it."""
    return [Turn("user", pieces[number - 1] if number else pieces[1])]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the questions of one turn."""

    subjects: Subjects
    language: str
    asked_in: str
    today: date

    def read(self, question: str, history: Sequence[Turn]) -> Query:
        """One question, standing alone."""
        asked = any(turn.role == "user" for turn in history)
        kind, topic = _kind(question)
        glossary = self.subjects.glossary
        own = forgiving_mentions(glossary, question)
        if own and kind in _HARMLESS and any(term.kind in _SUBJECTS for term in own):
            # "Thanks, and how much does TIPS pay?", "What does the D-10 visa require?"
            kind = "question"
        text = question
        carried: tuple[Term, ...] = ()
        if asked and kind in ("question", "list"):
            alone = standalone(question, history, own, self.subjects, self.asked_in)
            text, carried = alone.text, alone.carried
            if text != question:
                kind = "question"
                own = forgiving_mentions(glossary, text)
        terms = (*own, *(term for term in carried if term not in own))
        wants = expected_kind(text)
        if not wants and stated_age(text):
            # "I am 41, too old for it?" is answered by an age
            wants = "age"
            text = f"{text} ({words(self.asked_in)('coverage.age_limit')})"
        bare = without_names(glossary, text)
        return Query(
            question=question,
            text=text,
            language=self.language,
            asked_in=self.asked_in,
            kind=kind,
            as_of=_day(text, self.asked_in, self.today),
            today=self.today,
            terms=terms,
            years=_years(text, self.today),
            carried=carried,
            wants=wants,
            topic=topic,
            audience=_audience(question),
            bare=bare,
            constraints=find_constraints(text, bare, terms, self.language),
        )


def spoken_language(question: str, asked: Sequence[str] = ()) -> str:
    """The language to reply in; what was spoken before decides where the question does not."""
    before = [found for text in asked if (found := language.detect(text, "und")) in LANGUAGES]
    fallback = before[-1] if before else "en"
    found = language.detect(question, fallback)
    return found if found in LANGUAGES else fallback


def _any_cue(name: str, form: str) -> bool:
    """Cues of all three languages: people mix them, and greet in one to ask in another."""
    return any(words(code).cue(name, form) for code in LANGUAGES)


def _kind(question: str) -> tuple[Kind, str]:
    form = plain(question)
    for kind in ("unsafe", "personal"):
        if _any_cue(kind, form):
            return kind, ""
    if _any_cue("crime", form):
        return "unsafe", ""
    for kind in ("hello", "thanks", "bye", "capabilities"):
        if _any_cue(kind, form):
            return ("greeting" if kind == "hello" else kind), ""  # type: ignore[return-value]
    for topic in _BROAD:
        if _any_cue(f"broad_{topic}", form):
            return "too_broad", topic
    if not _any_cue("list", form):
        return "question", ""
    return "list", next((topic for topic in _LISTED if _any_cue(f"topic_{topic}", form)), "")


def _years(text: str, today: date) -> tuple[int, ...]:
    found = [today.year] if _THIS_YEAR.search(plain(text)) else []
    for value in values.find_values(text):
        if value.kind == "date" and isinstance(value.value, tuple):
            year = value.value[0]
            if year is not None:
                found.append(int(str(year)))
    return tuple(dict.fromkeys(found))


def _day(text: str, spoken: str, today: date) -> date:
    """The day whose rules are wanted: today, unless the question is about an earlier one."""
    form = plain(text)
    if any(_any_cue(name, form) for name in ("today_words", "confirms")):
        return today
    if _EVENT_YEAR.search(form):
        return today
    relative = _relative_day(form, today)
    if relative:
        return relative
    if _SINCE.search(form):
        return today
    before = _any_cue("before_date", form)
    ended: list[date] = []
    for value in values.find_values(text, spoken):
        if value.kind != "date" or not isinstance(value.value, tuple):
            continue
        first, last = _span(value.value)
        if first is None or last is None:
            continue
        if before and first <= today:
            return first - timedelta(days=1)
        if last < today:
            ended.append(last)
    return max(ended, default=today)


def _relative_day(form: str, today: date) -> date | None:
    if re.search(r"재작년|\btwo years ago\b|\bil y a deux ans\b", form):
        return date(today.year - 2, 12, 31)
    if re.search(r"\blast year\b|\bl'an(nee)? (dernier|derniere|passee?)\b|작년|지난해", form):
        return date(today.year - 1, 12, 31)
    return None


def _span(parts: tuple[object, ...]) -> tuple[date | None, date | None]:
    """First and last day of a date that may lack its day or month."""
    year, month, day = (*parts, None, None)[:3]
    if not isinstance(year, int) or not 1990 <= year <= 2100:
        return None, None
    if not isinstance(month, int) or not 1 <= month <= 12:
        return date(year, 1, 1), date(year, 12, 31)
    if not isinstance(day, int):
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None, None


def _audience(question: str) -> tuple[str, ...]:
    form = plain(question)
    return tuple(
        audience for audience in ("founder", "student") if _any_cue(f"audience_{audience}", form)
    )
