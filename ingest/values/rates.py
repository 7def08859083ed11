"""How often: a year, par mois, 연간. No duration, but 26 million a year is not a month's pay."""

import re

from ingest.values.types import Value

_S = "[ \xa0]"
_UNIT = {
    "year": "year", "annual": "year", "yearly": "year", "an": "year", "année": "year",
    "ans": "year", "annuel": "year", "연": "year", "년": "year", "해": "year",
    "month": "month", "monthly": "month", "mois": "month", "mensuel": "month", "월": "month",
    "달": "month", "week": "week", "weekly": "week", "semaine": "week", "hebdomadaire": "week",
    "주": "week", "day": "day", "daily": "day", "jour": "day", "hour": "hour", "hourly": "hour",
    "heure": "hour", "시간": "hour",
}  # fmt: skip
_ENGLISH = re.compile(
    rf"(?<!in{_S})(?<!\w)(?:(?:an?|per|each|every){_S}(?P<unit>year|month|week|day|hour)"
    rf"|(?P<adverb>annual|yearly|monthly|weekly|daily|hourly)(?:ly)?)(?!\w)"
    rf"(?!{_S}(?:ago|later|earlier|before|after|or|of|and{_S}a{_S}half)(?!\w))",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    rf"(?<!\w)(?:par{_S}(?P<unit>an|année|mois|semaine|jour|heure)"
    rf"|chaque{_S}(?P<each>année|mois|semaine|jour)|tous{_S}les{_S}(?P<all>ans|mois|jours)"
    r"|(?P<adverb>annuel|mensuel|hebdomadaire)(?:les?|lement|s)?)(?!\w)",
    re.IGNORECASE,
)
_KOREAN = re.compile(
    rf"(?<![가-힣0-9])(?:(?P<unit>연|월|주)간(?!지)|매(?P<each>년|월|달|주)|(?P<all>해|달)마다"
    rf"|한{_S}?(?P<adverb>해|달)에|(?P<before>연|월|주)(?={_S}?(?:최대|최소|약|평균)?{_S}?[0-9])"
    r"|(?P<per>시간|월|연)당)"
)


def find_rates(text: str, language: str) -> list[Value]:
    """The rates of a folded text, as values whose value is a unit of time."""
    patterns = (_FRENCH, _KOREAN) if language == "fr" else (_ENGLISH, _KOREAN)
    return [_rate(match) for pattern in patterns for match in pattern.finditer(text)]


def _rate(match: re.Match[str]) -> Value:
    unit = next(text for text in match.groups() if text).lower()
    return Value("rate", _UNIT.get(unit) or _UNIT[unit.rstrip("s")], *match.span())
