"""The words and signs of numbers, money, time and months in the three languages."""

from decimal import Decimal

SPACE = "[ \xa0]"
NARROW_SPACES = "\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"

# every replacement is one character long, so that offsets stay those of the original text
FOLD = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(space): "\xa0" for space in NARROW_SPACES}
    | {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
    | {ord(tilde): "~" for tilde in "\u301c\u223c\u02dc"}
    | {ord(quote): "'" for quote in "\u2018\u2019\u02bc"}
    | {0xFFE6: "₩"}
)

SCALES_EN = {
    "thousand": 3, "thousands": 3, "k": 3, "million": 6, "millions": 6, "mn": 6, "m": 6,
    "billion": 9, "billions": 9, "bn": 9, "b": 9, "trillion": 12, "trillions": 12, "tn": 12,
}  # fmt: skip
SCALES_FR = {
    "mille": 3, "millier": 3, "milliers": 3, "k": 3, "million": 6, "millions": 6, "m": 6,
    "milliard": 9, "milliards": 9, "md": 9, "mds": 9, "mrd": 9, "mrds": 9,
    "billion": 12, "billions": 12, "trillion": 18, "trillions": 18,
}  # fmt: skip
SHORT_SCALES = frozenset({"m", "b"})  # metres, bytes: a scale only beside a currency
SCALES_KO = {"십": 1, "백": 2, "천": 3, "만": 4, "억": 8, "조": 12}

CURRENCIES = {
    "krw": "KRW", "₩": "KRW", "won": "KRW", "wons": "KRW", "원": "KRW",
    "usd": "USD", "us$": "USD", "$us": "USD", "$": "USD", "dollar": "USD", "dollars": "USD",
    "달러": "USD", "불": "USD", "eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "유로": "EUR", "gbp": "GBP", "£": "GBP", "pound": "GBP", "pounds": "GBP", "파운드": "GBP",
    "livre": "GBP", "livres": "GBP", "jpy": "JPY", "¥": "JPY", "yen": "JPY", "yens": "JPY",
    "엔": "JPY", "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "yuans": "CNY", "위안": "CNY",
}  # fmt: skip

TIME_UNITS = {
    "year": "year", "years": "year", "yr": "year", "yrs": "year", "month": "month",
    "months": "month", "week": "week", "weeks": "week", "day": "day", "days": "day",
    "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "minute": "minute",
    "minutes": "minute", "min": "minute", "mins": "minute", "second": "second",
    "seconds": "second", "sec": "second", "secs": "second",
    "an": "year", "ans": "year", "année": "year", "années": "year", "mois": "month",
    "semaine": "week", "semaines": "week", "jour": "day", "jours": "day", "journées": "day",
    "heure": "hour", "heures": "hour", "h": "hour", "seconde": "second", "secondes": "second",
    "년": "year", "개년": "year", "개월": "month", "달": "month", "주": "week", "주일": "week",
    "영업일": "day", "근무일": "day", "일": "day", "시간": "hour", "분": "minute", "초": "second",
}  # fmt: skip

ONES_EN = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
    if number
}
TENS_EN = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
WORDS_EN = ONES_EN | TENS_EN | {"hundred": 100, "thousand": 1000}
ONES_FR = {
    word: number
    for number, word in enumerate(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
        "seize".split()
    )
    if number
} | {"une": 1}
TENS_FR = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
WORDS_FR = ONES_FR | TENS_FR | {"cent": 100, "cents": 100, "mille": 1000}
ABOUT_FR = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
}  # fmt: skip

NATIVE_ONES = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
NATIVE_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50}
SINO = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
COUNTERS_KO = (
    "곳|가지|개|명|사람|번(?!째)|차례|달|시간|군데|건|편|팀|회|대학|학교|부처|기관|기업|나라|국가|"
    "단계|분야|종류|과목|학기|주|살|분|달러|유로|원|년|사|위안|엔|트랙|유형|축|항목|프로그램|사업"
)

ORDINALS_EN = {
    word: number
    for number, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=2,
    )
}
ORDINALS_FR = {
    word: number
    for number, word in enumerate(
        "deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième "
        "onzième douzième".split(),
        start=2,
    )
} | {"second": 2, "seconde": 2}

MONTHS_EN = (
    "January February March April May June July August September October November December"
).split()
MONTHS_FR = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()
SHORT_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12, "janv": 1, "févr": 2, "fév": 2, "avr": 4, "juil": 7,
    "déc": 12, "fevrier": 2, "aout": 8, "decembre": 12,
}  # fmt: skip
MONTHS = (
    {name.lower(): index for index, name in enumerate(MONTHS_EN, start=1)}
    | {name: index for index, name in enumerate(MONTHS_FR, start=1)}
    | SHORT_MONTHS
)


def power(exponent: int) -> Decimal:
    """Ten to that power, exactly."""
    return Decimal(1).scaleb(exponent)


def longest_first(words: dict[str, int] | dict[str, str]) -> str:
    """The words as one regular-expression alternative, the longest first."""
    return "|".join(sorted(map(_escaped, words), key=len, reverse=True))


def _escaped(word: str) -> str:
    return word.replace("$", r"\$")
