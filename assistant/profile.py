"""What a person may tell of themselves to compare it with the published conditions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

DEGREES = ("none", "bachelor", "graduate", "master", "doctor")
"""`graduate`: a bachelor who studies for a master's or a doctorate."""
FIELDS = ("ai", "robotics", "semiconductors", "bio", "batteries", "displays", "stem", "other")
"""`stem`: another field of science, technology, engineering or mathematics."""
SCHOOLS = ("first", "other", "none")
"""Of K-STAR: one of the first five institutes, another Korean university, none."""
CHOICES = {"degree": DEGREES, "field": FIELDS, "school": SCHOOLS}
NUMBERS = {
    "age": (10, 110),
    "average": (0, 100),
    "experience": (0, 80),
    "top_company_years": (0, 80),
    "research_years": (0, 80),
    "top_institute_years": (0, 80),
    "income": (0, 1_000_000_000_000),
    "company_age": (0, 300),
}
"""Lowest and highest value that makes sense: years, percent, won a year."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Facts of a person; None is a fact not given."""

    degree: str | None = None
    field: str | None = None
    top_university: bool | None = None
    """Is the master's or doctorate from one of the world's first 100 universities?"""
    school: str | None = None
    recommended: bool | None = None
    """By the president of that university, for K-STAR."""
    korean: bool | None = None
    korean_parent: bool | None = None
    age: float | None = None
    average: float | None = None
    """Of marks, percent."""
    top_fifth: bool | None = None
    experience: float | None = None
    """Years of work."""
    top_company_years: float | None = None
    """Of these, at one of the world's first 500 companies."""
    research_years: float | None = None
    top_institute_years: float | None = None
    income: float | None = None
    """Won a year, before tax."""
    job_offer: bool | None = None
    """A contract with a Korean company."""
    language_test: bool | None = None
    company_age: float | None = None
    """Years since the company was founded."""


FACTS = tuple(field.name for field in fields(Profile))


def profile_of(answers: Mapping[str, Any]) -> tuple[Profile, tuple[str, ...]]:
    """A profile from what a form holds, and the facts in it that make no sense (left out)."""
    kept: dict[str, Any] = {}
    wrong = []
    for name, answer in answers.items():
        if name not in FACTS:
            wrong.append(name)
        elif answer not in (None, ""):
            value = _value(name, answer)
            if value is None:
                wrong.append(name)
            else:
                kept[name] = value
    return Profile(**kept), tuple(wrong)


def _value(name: str, answer: Any) -> str | float | bool | None:
    if name in CHOICES:
        return str(answer) if answer in CHOICES[name] else None
    if name in NUMBERS:
        low, high = NUMBERS[name]
        number = _number(answer)
        return number if number is not None and low <= number <= high else None
    known = {"yes": True, "no": False, True: True, False: False}
    return known.get(answer) if isinstance(answer, str | bool) else None


def _number(answer: Any) -> float | None:
    """A number as people write it: 150000000, 150 000 000, 150,000,000, 7.5 or 7,5."""
    if isinstance(answer, int | float):
        return None if isinstance(answer, bool) else float(answer)
    text = re.sub(r"(?<=\d)[\s\u00a0\u202f_](?=\d)", "", str(answer).strip())
    if re.fullmatch(r"\d{1,3}([,.]\d{3}){2,}|\d{1,3},\d{3}", text):
        text = re.sub("[,.]", "", text)
    text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"\d{1,15}(\.\d{1,6})?", text) else None
