"""Values written by a random hand in each language: equal when equal, different when altered."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.values import find_values, values_equal

LANGUAGES = ("en", "fr", "ko")
FRAMES = {
    "en": ["It is {}.", "{} for each team", "The rule (since then {}) holds"],
    "fr": ["C'est {}.", "{} pour chaque équipe", "La règle (depuis lors {}) vaut"],
    "ko": ["지원 내용은 {}입니다.", "팀별로 {}", "기준(현재 {})을 따릅니다"],
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
CURRENCIES = {
    "KRW": {"en": ["KRW {}", "{} won", "{} Korean won"], "fr": ["{} {de}wons", "{} KRW"],
            "ko": ["{} 원", "{}원"]},
    "USD": {"en": ["US${}", "USD {}", "{} dollars"], "fr": ["{} {de}dollars", "{} USD"],
            "ko": ["{} 달러", "{}달러"]},
    "EUR": {"en": ["€{}", "{} euros"], "fr": ["{} {de}euros", "{} EUR"],
            "ko": ["{} 유로", "{}유로"]},
}  # fmt: skip
UNITS = {
    "year": {"en": ["{} years", "{}-year"], "fr": ["{} ans", "{} années"],
             "ko": ["{}년", "{}년간"]},
    "month": {"en": ["{} months", "{}-month"], "fr": ["{} mois"], "ko": ["{}개월", "{} 개월"]},
    "week": {"en": ["{} weeks"], "fr": ["{} semaines"], "ko": ["{}주", "{}주간"]},
    "day": {"en": ["{} days"], "fr": ["{} jours"], "ko": ["{}일", "{}일간"]},
    "hour": {"en": ["{} hours"], "fr": ["{} heures"], "ko": ["{}시간"]},
}  # fmt: skip

amounts = st.one_of(
    st.integers(100, 999_999),
    st.integers(1, 9_999).map(lambda n: n * 10_000),
    st.integers(1, 9_999).map(lambda n: n * 10**7),
    st.integers(1, 99).map(lambda n: n * 10**11),
)
languages = st.sampled_from(LANGUAGES)


def _plain(number: Decimal, language: str) -> str:
    text = f"{number.normalize():,f}"
    if language != "fr":
        return text
    return text.replace(",", "\u202f").replace(".", ",")


def _scaled(amount: int, language: str) -> list[str]:
    """Every way to write a whole amount in that language, without its currency."""
    written = [_plain(Decimal(amount), language)]
    if language == "ko":
        jo, rest = divmod(amount, 10**12)
        eok, rest = divmod(rest, 10**8)
        man, rest = divmod(rest, 10**4)
        parts = [f"{n:,}{unit}" for n, unit in ((jo, "조"), (eok, "억"), (man, "만")) if n]
        if not rest:
            written += [" ".join(parts), "".join(parts)]
        return written
    words = {"en": ("million", "billion", "trillion"), "fr": ("millions", "milliards", "billions")}
    for exponent, word in zip((6, 9, 12), words[language], strict=True):
        number = Decimal(amount).scaleb(-exponent)
        if number >= Decimal("0.01") and -number.normalize().as_tuple().exponent <= 2:
            written.append(f"{_plain(number, language)} {word}")
    return written


@st.composite
def money(draw: st.DrawFn, amount: int, currency: str, language: str) -> str:
    number = draw(st.sampled_from(_scaled(amount, language)))
    form = draw(st.sampled_from(CURRENCIES[currency][language]))
    de = "de " if number[-1].isalpha() else ""
    return form.format(number, de=de)


@st.composite
def day(draw: st.DrawFn, value: tuple[int, int, int], language: str) -> str:
    year, month, number = value
    iso = f"{year}-{month:02}-{number:02}"
    if language == "ko":
        forms = [f"{year}년 {month}월 {number}일", f"{year}. {month}. {number}.", iso]
        return draw(st.sampled_from([*forms, f"{year}.{month}.{number}"]))
    name = MONTHS[language].split()[month - 1]
    if language == "fr":
        return draw(st.sampled_from([f"{number} {name} {year}", f"{number:02}/{month:02}/{year}"]))
    forms = [
        f"{number} {name} {year}",
        f"{name} {number}, {year}",
        iso,
        f"{number} {name[:3]} {year}",
    ]
    return draw(st.sampled_from(forms))


def _framed(draw: st.DrawFn, text: str, language: str) -> str:
    return draw(st.sampled_from(FRAMES[language])).format(text)


@st.composite
def pair(draw: st.DrawFn) -> tuple[str, str, str, str, str]:
    """The same value in two languages, and an altered one in the second."""
    a, b = draw(languages), draw(languages)
    kind = draw(st.sampled_from(["money", "date", "duration", "percent", "code"]))
    if kind == "money":
        amount, currency = draw(amounts), draw(st.sampled_from(list(CURRENCIES)))
        other = draw(st.sampled_from([(amount * 10, currency), (amount + 10**4, currency)]))
        if draw(st.booleans()):
            other = (amount, draw(st.sampled_from([c for c in CURRENCIES if c != currency])))
        texts = (draw(money(amount, currency, a)), draw(money(amount, currency, b)),
                 draw(money(*other, b)))  # fmt: skip
    elif kind == "date":
        value = (draw(st.integers(1995, 2080)), draw(st.integers(1, 12)), draw(st.integers(1, 27)))
        shift = draw(st.sampled_from([(1, 0, 0), (0, 0, 1)]))
        altered = (value[0] + shift[0], value[1], value[2] + shift[2])
        texts = draw(day(value, a)), draw(day(value, b)), draw(day(altered, b))
    elif kind == "duration":
        number, unit = draw(st.integers(2, 60)), draw(st.sampled_from(list(UNITS)))
        other_unit = draw(st.sampled_from([u for u in UNITS if u != unit]))
        altered_as = draw(st.sampled_from([(number + 1, unit), (number, other_unit)]))
        texts = tuple(
            draw(st.sampled_from(UNITS[u][language])).format(n)
            for n, u, language in ((number, unit, a), (number, unit, b), (*altered_as, b))
        )  # type: ignore[assignment]
    elif kind == "percent":
        rate = Decimal(draw(st.integers(1, 999))).scaleb(-1)
        signs = {
            "en": ["%", " percent"],
            "fr": [" %", "\u00a0%", " pour cent"],
            "ko": ["%", "퍼센트"],
        }
        texts = tuple(
            _plain(n, language) + draw(st.sampled_from(signs[language]))
            for n, language in ((rate, a), (rate, b), (rate + 1, b))
        )  # type: ignore[assignment]
    else:
        letter, number, sub = (
            draw(st.sampled_from("DEF")),
            draw(st.integers(1, 5)),
            draw(st.integers(1, 19)),
        )
        forms = [
            f"{letter}-{number}-{sub}(S)",
            f"{letter}{number}-{sub}S",
            f"{letter}-{number}-{sub}-s",
        ]
        texts = (draw(st.sampled_from(forms)), draw(st.sampled_from(forms)),
                 f"{letter}-{number}-{sub + 1}S")  # fmt: skip
    same_a, same_b, altered_b = texts
    return a, b, _framed(draw, same_a, a), _framed(draw, same_b, b), _framed(draw, altered_b, b)


@settings(max_examples=600, deadline=None)
@given(pair())
def test_the_same_value_in_two_languages_is_equal_and_an_altered_one_is_not(
    written: tuple[str, str, str, str, str],
) -> None:
    a, b, left, right, altered = written
    assert values_equal(left, right, a, b) == ((), ()), (left, right)
    only_left, only_altered = values_equal(left, altered, a, b)
    assert only_left and only_altered, (left, altered)


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_a_range_says_its_unit_once(low: int, more: int, data: st.DataObject) -> None:
    high = low + more
    english = data.draw(
        st.sampled_from(
            ["{} to {} million won", "KRW {}-{} million", "between {} and {} million won"]
        )
    )
    french = data.draw(st.sampled_from(["{} à {} millions de wons", "de {} à {} millions de wons"]))
    texts = {"en": english.format(low, high), "fr": french.format(low, high)}
    texts["ko"] = f"{low * 100:,}만~{high * 100:,}만 원"
    for language, text in texts.items():
        assert values_equal(texts["en"], text, "en", language) == ((), ()), text


BUSY = "0123456789,.-~–()%/:+^ \u00a0\u202f₩$€\n'"
BUSY += "만억조천백원년월일세주차제두한DFSEKRWdeuxonwemilarctpé"


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(), st.text(alphabet=BUSY, max_size=60)), st.sampled_from([*LANGUAGES, None])
)
def test_any_text_gives_ordered_values_with_exact_places(text: str, language: str | None) -> None:
    end = 0
    for value in find_values(text, language):
        assert end <= value.start < value.end
        assert text[value.start : value.end] == value.text
        hash(value.value)
        end = value.end


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["1", "1,", "a.", "1억 ", "two and ", "D-8-", "+1", "20 ", "2025. 1. "]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        start = time.perf_counter()
        find_values(text, "ko")
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(100_000) < 25 * max(seconds(10_000), 0.02)  # ten times the text
