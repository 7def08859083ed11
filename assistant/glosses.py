"""Statements in a language that the reader may not know: a gloss, a checked translation."""

from decimal import Decimal

from assistant.claims import Claim, Reading, faults, ground_of_text, read
from assistant.claims.qualifiers import negated
from assistant.claims.reading import Figure
from assistant.words import Words
from ingest import Chunk, Glossary, sentences, values

_NAMES = 3
_FACTS = 6
_COUNTED = ("person", "company", "university", "visa", "project", "points")
_BEFORE_OTHERS = ("max", "under", "min", "over", "before", "after", "from", "until", "by")
_NEAR = 16
"""Characters within which a noun is what a number counts, and a rate belongs to an amount."""
_YOUNGEST = 15
"""Below it what reads as an age is a span: "jusqu'à 3 ans" may be said of a stay or a company."""
_EXACT = ("money", "percent", "date", "duration", "age", "code")


def gloss(chunk: Chunk, language: str, glossary: Glossary, speech: Words) -> str:
    """One line in the reader's language: names, amounts and dates of a statement; may be empty."""
    names: list[str] = []
    facts: list[str] = []
    denied = False
    for start, end in sentences(chunk.text):
        reading = read(chunk.text[start:end], chunk.language, glossary)
        denied = denied or negated(reading.text, chunk.language)
        names += [mention.term.name(language) for mention in reading.mentions]
        facts += [fact for f in reading.figures if (fact := _fact(reading, f, speech))]
    if not names:
        titles = " ; ".join((chunk.title, *chunk.heading))
        names = [mention.term.name(language) for mention in glossary.find(titles)]
    parts = list(dict.fromkeys(names))[:_NAMES] + list(dict.fromkeys(facts))[:_FACTS]
    if not parts:
        return ""
    if denied:
        parts.append(speech("gloss.denial"))
    return speech("gloss.line", facts=speech("gloss.separator").join(parts))


def translation_faults(
    original: str, original_language: str, translated: str, language: str, glossary: Glossary
) -> tuple[Claim, ...]:
    """What a translation states that its original does not, and the values that it lost."""
    found = ground_of_text(original, original_language, glossary)
    claims = [
        claim
        for start, end in sentences(translated)
        for claim in faults(read(translated[start:end], language, glossary), found, glossary)
    ]
    lost, _ = values.values_equal(original, translated, original_language, language)
    claims += [Claim(value.kind, value.text) for value in lost if value.kind in _EXACT]
    return tuple(claims)


def _fact(reading: Reading, figure: Figure, speech: Words) -> str:
    value = figure.value
    written = _written(reading, figure, speech)
    if not written:
        return ""
    for other in reading.figures:
        distance = max(value.start - other.value.end, other.value.start - value.end)
        if value.kind == "money" and other.value.kind == "rate" and distance < _NEAR:
            written = speech(f"gloss.per_{other.value.value}", value=written)
            break
    for name in _BEFORE_OTHERS:
        if name in figure.qualifiers:
            return speech(f"gloss.{name}", value=written)
    return written


def _written(reading: Reading, figure: Figure, speech: Words) -> str:
    value = figure.value
    normal = value.value
    if value.kind == "money" and isinstance(normal, tuple) and isinstance(normal[1], Decimal):
        return _money(str(normal[0]).lower(), normal[1], speech)
    if value.kind == "duration" and isinstance(normal, tuple) and isinstance(normal[0], Decimal):
        return _duration(normal[0], str(normal[1]), speech)
    if value.kind == "date" and isinstance(normal, tuple):
        return _date(normal, speech)
    if value.kind == "age" and isinstance(normal, Decimal) and normal < _YOUNGEST:
        return _duration(normal, "year", speech)
    if value.kind in ("percent", "age") and isinstance(normal, Decimal):
        return speech(f"gloss.{value.kind}", amount=_number(normal, speech))
    if value.kind == "number" and isinstance(normal, Decimal) and normal > 1:
        noun = counted(reading, figure)
        return speech(f"gloss.{noun}", amount=_number(normal, speech)) if noun else ""
    return ""


def counted(reading: Reading, figure: Figure) -> str:
    """The kind of thing that a number counts, where a noun beside it tells."""
    value = figure.value
    best, found = _NEAR, ""
    for name in _COUNTED:
        for position in reading.concepts.get(name, ()):
            after = reading.language != "ko" or position >= value.end
            distance = position - value.end if position >= value.end else value.start - position
            if after and 0 <= distance < best and position >= value.end:
                best, found = distance, name
    return found


def _money(currency: str, amount: Decimal, speech: Words) -> str:
    written = _number(amount, speech, scaled=True)
    text = speech(f"gloss.{currency}", amount=written)
    if speech.language == "fr" and written[-1].isdigit():
        text = text.replace(" de ", " ", 1).replace(" d'", " ", 1)
    return text


def _duration(amount: Decimal, unit: str, speech: Words) -> str:
    if unit == "month" and amount % 12 == 0:
        amount, unit = amount / 12, "year"
    if unit not in ("year", "month", "week", "day", "hour"):
        return ""
    if amount == 1:
        return speech(f"gloss.one_{unit}")
    return speech(f"gloss.{unit}s", amount=_number(amount, speech))


def _date(parts: tuple[object, ...], speech: Words) -> str:
    year, month, day = parts
    if isinstance(month, str):
        if year is None:
            return ""
        number: object = month[1]
        if speech.language == "ko" and month[0] == "H":
            number = {"1": "상", "2": "하"}[month[1]]
        name = "half" if month[0] == "H" else "quarter"
        return speech(f"gloss.{name}", year=year, **{name: number})
    if year is None:
        if month is None or day is None:
            return ""
        named = speech.get("dates.months")[int(str(month)) - 1]
        return speech("gloss.day_month", day=day, month=named)
    if month is None:
        return f"{year}년" if speech.language == "ko" else str(year)
    iso = f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}"
    return speech.partial_date(iso)


def _number(amount: Decimal, speech: Words, *, scaled: bool = False) -> str:
    """A number by the habits of a language; `scaled` writes the millions as words."""
    if speech.language == "ko":
        return _korean(amount)
    if scaled:
        for power, english, french in (
            (12, "trillion", ""),
            (9, "billion", "milliard"),
            (6, "million", "million"),
        ):
            word = french if speech.language == "fr" else english
            share = amount.scaleb(-power)
            if word and share >= 1 and share == round(share, 3):
                many = "s" if speech.language == "fr" and share >= 2 else ""
                return f"{_grouped(share, speech.language)} {word}{many}"
    return _grouped(amount, speech.language)


def _grouped(amount: Decimal, language: str) -> str:
    text = f"{amount.normalize():,f}"
    if language != "fr":
        return text
    whole, _, rest = text.partition(".")
    return whole.replace(",", "\u202f") + (f",{rest}" if rest else "")


def _korean(amount: Decimal) -> str:
    if amount < 10_000 or amount != amount.to_integral_value():
        return _grouped(amount, "ko")
    parts, rest = [], int(amount)
    for size, sign in ((10**12, "조"), (10**8, "억"), (10**4, "만")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:,}{sign}")
    if rest:
        parts.append(f"{rest:,}")
    return " ".join(parts)
