"""Drafts with one thing altered: a number, a date, a unit, a name, a code or a limit."""

import random
import re
from collections.abc import Callable

from claim_drafts import LANGUAGES, Draft, glossary, statements

from ingest import values


def altered(count: int, seed: int) -> list[Draft]:
    """Drafts with one number, date, unit, name, code or qualifier altered."""
    chance = random.Random(seed)
    drafts: list[Draft] = []
    kinds = list(ALTERATIONS)
    while len(drafts) < count:
        row = chance.choice(statements())
        spoken = LANGUAGES[len(drafts) % 3]
        given = spoken if chance.random() < 0.5 else chance.choice(LANGUAGES)
        kind = kinds[len(drafts) // 3 % len(kinds)]
        text = row[spoken].chunk.text
        changed = ALTERATIONS[kind](text, spoken, chance)
        if changed is None or changed == text:
            continue
        drafts.append(Draft(changed, spoken, row[given], kind))
    return drafts


def _alter_value(kinds: tuple[str, ...]) -> "_Alteration":
    def alter(text: str, language: str, chance: random.Random) -> str | None:
        found = [
            v
            for v in values.find_values(text, language)
            if v.kind in kinds and re.search(r"\d", v.text)
        ]
        if not found:
            return None
        value = chance.choice(found)
        changed = _other_digits(value, chance)
        if changed is None:
            return None
        return text[: value.start] + changed + text[value.end :]

    return alter


def _other_digits(value: values.Value, chance: random.Random) -> str | None:
    digits = [m for m in re.finditer(r"\d", value.text)]
    if value.kind == "date":
        part = chance.choice(list(re.finditer(r"\d+", value.text)))
        number = int(part.group())
        other = number + chance.choice((-1, 1)) if number > 1 else 2
        if len(part.group()) < 4 and other > 28:
            other = 27
        return value.text[: part.start()] + str(other) + value.text[part.end() :]
    match = chance.choice(digits[:2])
    other = str((int(match.group()) + chance.choice((1, 2, 3, 7))) % 10)
    if other == "0" and match.start() == digits[0].start():
        other = "9" if match.group() != "9" else "8"
    return value.text[: match.start()] + other + value.text[match.end() :]


_UNITS = {
    "en": (
        ("KRW", "USD"), ("million", "billion"), ("billion", "million"), ("trillion", "billion"),
        (r"(?<=\d )years", "months"), (r"(?<=\d )months", "weeks"), (r"(?<=\d)%", " points"),
        ("USD", "KRW"), (r"(?<=\d )days", "months"), (r"(?<=\d )hours", "days"),
        (r"(?<=1 )year\b", "month"),
    ),
    "fr": (
        ("de wons", "d'euros"), (r"\bmillions", "milliards"), (r"milliards?", "millions"),
        (r"(?<=\d )ans", "mois"), (r"(?<=\d )mois", "semaines"), (r"(?<=\d) %", " points"),
        ("dollars", "wons"), (r"(?<=\d )jours", "mois"), (r"(?<=\d )heures", "jours"),
        (r"(?<=\d )wons", "dollars"),
    ),
    "ko": (
        (r"(?<=\d)억 원", "억 달러"), (r"(?<=\d)억", "만"), (r"(?<=\d)만 원", "만 달러"),
        (r"(?<=\d)년간", "개월간"), (r"(?<=\d)개월", "년"), (r"(?<=\d)%", "점"),
        ("달러", "원"), (r"(?<=\d)조", "억"), (r"(?<=[^\d]\d)년 ", "개월 "),
    ),
}  # fmt: skip
_N = r"(?= (?:about |a total of |KRW |USD )?\d)"
_F = r"(?= (?:environ )?\d)"
_M = r"(?= (?:\d{1,2} )?(?:\d{4}|[A-Z][a-z]+ (?:\d{1,2} )?\d{4}))"
_J = r"(?= (?:le |au )?(?:\d{1,2}(?:er)? )?(?:\d{4}|[a-zéû]+ \d{4}))"
_QUALIFIERS = {
    "en": (
        (rf"\bup to{_N}", "at least"), (rf"\bat least{_N}", "up to"), (rf"\bunder{_N}", "over"),
        ("or older", "or younger"), (r"\bor more\b", "or less"), ("or higher", "or lower"),
        (rf"\bmore than{_N}", "less than"), (rf"\bUntil{_M}", "Since"), (rf"\bSince{_M}", "Until"),
        (rf"\bsince{_M}", "until"), (rf"\buntil{_M}", "since"), (rf"\bwithin{_N}", "after"),
        (rf"\bborn after{_M}", "born before"), (rf"\bat most{_N}", "at least"),
        (r"\bdoes not\b", "does"), (r"\bcannot\b", "can"), (rf"\bbefore{_M}", "after"),
        (rf"\bafter{_M}", "before"), (r"\bis not\b", "is"), (r"\bare not\b", "are"),
        (r"\bmust be\b", "must not be"), (r"\bcan be\b", "cannot be"),
    ),
    "fr": (
        (rf"\bjusqu'à{_F}", "au moins"), (rf"\bau moins{_F}", "au plus"),
        (rf"\bmoins de{_F}", "plus de"), (rf"\bplus de{_F}", "moins de"),
        (r"\bou moins\b", "ou plus"), (r"\bou plus\b", "ou moins"), (rf"\bDepuis{_J}", "Jusqu'en"),
        (rf"\bdepuis{_J}", "jusqu'en"), (rf"\bJusqu'au{_J}", "Depuis le"),
        (rf"\bau plus{_F}", "au moins"), (rf"\baprès{_J}", "avant"), (rf"\bavant{_J}", "après"),
        (r"\bn'est pas\b", "est"), (r"\bne (\w+) pas\b", r"\1"), 
        (r"\bdoit être\b", "ne doit pas être"),
    ),
    "ko": (
        (r"최대(?= \d)", "최소"), (r"(?<=[\d년월일점명세%원]) ?이상", " 이하"),
        (r"(?<=[\d년월일점명세%원]) ?이하", " 이상"), ("미만", "초과"), (r"이내", "이상"),
        (r"(?<=\d일)부터", "까지"), (r"(?<=\d년)부터", "까지"), (r"(?<=\d일)까지", "부터"),
        ("필요하지 않습니다", "필요합니다"), (r"(?<=[년월일]) 이전", " 이후"),
        (r"최소(?= \d)", "최대"), ("할 수 없", "할 수 있"),
        ("이 아닙니다", "입니다"), ("할 수 있습니다", "할 수 없습니다"),
    ),
}  # fmt: skip


def _alter_words(table: dict[str, tuple[tuple[str, str], ...]]) -> "_Alteration":
    def alter(text: str, language: str, chance: random.Random) -> str | None:
        fitting = [pair for pair in table[language] if re.search(pair[0], text)]
        if not fitting:
            return None
        pattern, replacement = chance.choice(fitting)
        return re.sub(pattern, replacement, text, count=1)

    return alter


def _alter_name(text: str, language: str, chance: random.Random) -> str | None:
    kinds = ("organisation", "program", "university", "company", "person")
    found = [m for m in glossary().find(text) if m.term.kind in kinds]
    if not found:
        return None
    mention = chance.choice(found)
    others = [t for t in glossary().terms if t.kind == mention.term.kind and t != mention.term]
    other = chance.choice(others)
    names = [other.name(language), *(a for a in other.aliases if re.fullmatch(r"[A-Z]{3,6}", a))]
    changed = text[: mention.start] + chance.choice(names) + text[mention.end :]
    held = {m.term.id for m in glossary().find(text)}
    return None if other.id in held else changed


_CODE = re.compile(r"(?<![\w-])[A-H]-\d{1,2}(?:-\w+)*(?:\(S\))?")
_CODES = (
    "D-2 D-4 D-8 D-8-1 D-8-4 D-8-4(S) D-10 D-10-1 D-10-2 D-10-T E-3 E-7 E-7-1 E-7-4 F-2 F-2-7 F-5"
).split()


def _alter_code(text: str, language: str, chance: random.Random) -> str | None:
    found = list(_CODE.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    other = chance.choice([code for code in _CODES if code not in text])
    return text[: match.start()] + other + text[match.end() :]


_Alteration = Callable[[str, str, random.Random], str | None]
ALTERATIONS: dict[str, _Alteration] = {
    "number": _alter_value(("number", "money", "percent", "duration", "age")),
    "date": _alter_value(("date",)),
    "unit": _alter_words(_UNITS),
    "name": _alter_name,
    "code": _alter_code,
    "qualifier": _alter_words(_QUALIFIERS),
}
