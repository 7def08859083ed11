"""Values: what is found in a text, and what counts as the same in three languages."""

from decimal import Decimal

import pytest

from ingest.values import Value, contains, covers, find_values, same, uncovered, values_equal

KRW = [
    "KRW 500 million|500 millions de wons|5억 원",
    "KRW500m|500 M de wons|5억원",
    "₩500,000,000|500 000 000 wons|500,000,000원",
    "150 million won|150 millions de wons|1억 5,000만 원",
    "KRW 5.7 trillion|5 700 milliards de wons|5조 7,000억 원",
    "12 trillion won|12 billions de wons|12조 원",
    "1.5 billion won|1,5 milliard de wons|15억 원",
    "KRW 20 million|20\u202f000\u202f000 wons|2,000만 원",
    "one million won|un million de wons|백만 원",
    "KRW 10 million|10 M KRW|1천만 원",
    "KRW 5.25 billion|5,25 milliards de wons|52억5천만원",
    "KRW 900,000 to 1 million|de 900 000 à 1 million de wons|90만~100만 원",
    "between 2 and 3 billion won|2 à 3 milliards de wons|20억~30억 원",
    "KRW 2-3 billion|2 ou 3 milliards de wons|20~30억 원",
    "0.7 / 1.3 / 1.0 million won|0,7 / 1,3 / 1 million de wons|70만, 130만 및 100만 원",
]
OTHERS = [
    "USD 31.5 million|31,5 millions de dollars (américains)|3,150만 달러",
    "US$30,000|30 000 $|3만 달러",
    "EUR 200,000|200\u00a0000 euros|20만 유로",
    "50%|50 %|50퍼센트",
    "28.7 percent|28,7 pour cent|28.7%",
    "7-20 November 2024|du 7 au 20 novembre 2024|2024년 11월 7일부터 20일까지",
    "November 7-20, 2024|7-20 novembre 2024|2024. 11. 7. ~ 11. 20.",
    "10 January - 11 February 2025|du 10 janvier au 11 février 2025|2025년 1월 10일~2월 11일",
    "20 December 2025 to 10 January 2026|du 20 décembre au 10 janvier 2026"
    "|2025년 12월 20일부터 1월 10일까지",
    "March to May 2026|de mars à mai 2026|2026년 3~5월",
    "March and September 2019|mars et septembre 2019|2019년 3월과 9월",
    "2020-2027|de 2020 à 2027|2020년부터 2027년까지",
    "2 March 2026|2 mars 2026|2026년 3월 2일",
    "March 2, 2026|le 2 mars 2026|2026.3.2",
    "2026-01-01|1er janvier 2026|2026. 1. 1.",
    "Oct 2025|octobre 2025|２０２５년 10월",
    "in 2024|en 2024|2024년",
    "Nov. 2024|nov. 2024|24년 11월",
    "3-to-5 years|3 à 5 ans|3~5년",
    "H1 2026|premier semestre 2026|2026년 상반기",
    "the second half of 2025|second semestre de 2025|2025년 하반기",
    "Q3 2025|troisième trimestre 2025|2025년 3분기",
    "until 6 p.m. on 25 March|jusqu'au 25 mars à 18 h|3월 25일 오후 6시까지",
    "3 years|trois ans|3년간",
    "36 months|3 années|36개월",
    "two weeks|deux semaines|2주",
    "30 days|30 jours|30일",
    "5.5 years|5,5 ans|5.5년",
    "one year|un an|1년",
    "KRW 26 million a year|26 millions de wons par an|연 2,600만 원",
    "a monthly stipend, each year|une bourse mensuelle, chaque année|월간 장학금, 매년",
    "the budget|le budget annuel|연간 예산",
    "1 + 2 years|1 + 2 ans|1+2년",
    "8 years, including 3 at an institute|8 ans, dont 3 ans en institut|3년을 포함한 8년",
    "two ministries|deux ministères|두 부처",
    "five fields, twelve cities|cinq domaines, douze villes|다섯 가지 분야, 열두 곳",
    "about twenty startups|une vingtaine de startups|20여 개 스타트업",
    "one of the startups|une des startups|스타트업 한 곳",
    "3,000 people|3 000 personnes|3천 명",
    "65,000 people|65 000 personnes|6만5000명",
    "300,000 students|300\u2009000 étudiants|30만 명",
    "the third meeting|la 3e réunion|제3차 회의",
    "the 3rd time|la troisième fois|세 번째",
    "a third country|un pays tiers|제3국",
    "under 40|moins de 40 ans|만 40세 미만",
    "aged 19 to 34|âgé de 19 à 34 ans|만 19~34세",
    "29 or younger|29 ans ou moins|29세 이하",
    "80/100, 2.64/4.0|80/100, 2,64/4,0|80/100, 2.64/4.0",
    "80 points|80 points|80점",
    "10^26 FLOPs|10²⁶ FLOPs|10의 26제곱 FLOPs",
    "+300,000 won, +82-2-1234-5678|+300 000 wons, +82 2 1234 5678|+30만 원, +82.2.1234.5678",
    "25 Sept. 2025, by 31 July.|25 sept. 2025, au 31 juillet.|2025년 9월 25일, 7월 31일까지.",
    "KRW 31 million (first) and 25 million (next)|31 millions de wons et 25 millions (ensuite)"
    "|3,100만 원, 2,500만 원",
    "call 1345 or 1577-0071|le 1345 ou le 1577-0071|1345 또는 1577-0071",
    "art. 16-2 and 16-4|art. 16-2 et 16-4|제16조의2와 제16조의4",
    "Article 21|article 21|제21조",
    "TOPIK level 4|TOPIK niveau 4|TOPIK 4급",
    "42 Seoul, 42Maru|42 Seoul, 42Maru|42서울, 포티투마루(42Maru)",
    "BK21 FOUR|BK21 FOUR|4단계 두뇌한국21",
    "third of the 5|troisième des 5|5개 중 세 번째",
]
CODES = {
    "D-8-4(S)": ["D-8-4(S)", "D8-4S", "d-8-4-S", "D-8-4S", "D-8-4(s)", "D\u20118\u20114(S)"],
    "D-10-T": ["D-10-T", "D-10T", "d-10-t"],
    "D-4-2(K)": ["D-4-2K", "D-4-2(K)"],
    "F-2-7(S)": ["F-2-7S", "F2-7S"],
    "F-5-16(S)": ["F-5-16S"],
    "E-7-M": ["E-7-M", "E7M"],
    "E-7-1": ["E-7-1", "E7-1"],
    "F-2-T": ["F-2-T"],
    "D-8": ["D8", "d8", "D-8"],
    "E-7": ["E7", "E-7"],
    "D-2-5": ["D-2-5"],
    "C-3": ["C-3"],
    "OASIS-6": ["OASIS-6"],
    "ART-16-2": ["art. 16-2", "article 16-2", "제16조의2"],
    "TOPIK-4": ["TOPIK 4", "토픽 4급", "TOPIK II 4급"],
    "TEL-15770071": ["1577-0071"],
}
NO_VALUE = [
    "42Maru", "42 Seoul", "42서울", "École 42", "BK21", "4단계 BK21", "LLM42 and RAG42",
    "TIPS Town S1", "K-STAR", "Study Korea 300K", "www.k-startup.go.kr/2025/3", "work24.go.kr",
    "a100@example.com", "5G", "B2B", "H100", "GPT-4", "one of them", "un des", "in a year",
    "he may march", "수십억 원", "몇 명", "네, 맞습니다", "제3자", "1인당",
]  # fmt: skip


@pytest.mark.parametrize("written", KRW + OTHERS)
def test_three_languages_agree(written: str) -> None:
    texts = dict(zip(("en", "fr", "ko"), written.split("|"), strict=True))
    for language, text in texts.items():
        assert values_equal(texts["en"], text, "en", language) == ((), ()), (language, text)


@pytest.mark.parametrize(("code", "forms"), CODES.items())
def test_every_form_of_a_code_is_one_value(code: str, forms: list[str]) -> None:
    for form in forms:
        for text in (f"the {form} visa", f"{form} 비자", f"({form})"):
            assert [(value.kind, value.value) for value in find_values(text)] == [("code", code)]


@pytest.mark.parametrize("text", NO_VALUE)
def test_names_articles_and_addresses_hold_no_value(text: str) -> None:
    assert find_values(text, "ko" if any("가" <= sign for sign in text) else None) == []


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.234 participants", "en", Decimal("1.234")),
        ("1.234 participants", "fr", Decimal(1234)),
        ("1 234,5 points", "fr", Decimal("1234.5")),
        ("1,234.5 points", "en", Decimal("1234.5")),
        ("10,000 participants", "fr", Decimal(10000)),
        ("deux billions", "fr", Decimal(2) * 10**12),
        ("two billion", "en", Decimal(2) * 10**9),
        ("quatre-vingt-dix-sept", "fr", Decimal(97)),
        ("two hundred and five", "en", Decimal(205)),
        ("5억", "ko", Decimal(500_000_000)),
        ("총２０명", "ko", Decimal(20)),
        ("10^26", None, Decimal(10) ** 26),
    ],
)
def test_one_number(text: str, language: str | None, value: Decimal) -> None:
    (found,) = find_values(text, language)
    assert (found.kind, found.value) == ("number", value)


def test_values_come_in_order_with_exact_places() -> None:
    text = "D-8-4(S): ₩５００ million, 60\u00a0% (7–20 November 2024)"
    found = find_values(text)
    assert [value.kind for value in found] == ["code", "money", "percent", "date", "date"]
    assert [text[value.start : value.end] for value in found] == [value.text for value in found]
    assert found[1].text == "₩５００ million"
    assert found[3].value == (2024, 11, 7)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("KRW 500 million", "KRW 50 million"),
        ("KRW 500 million", "USD 500 million"),
        ("KRW 500 million", "500 million people"),
        ("5%", "5 years"),
        ("3 years", "3 months"),
        ("KRW 26 million a year", "KRW 26 million a month"),
        ("2 weeks", "14 days"),
        ("29 October 2025", "30 October 2025"),
        ("October 2025", "29 October 2025"),
        ("H1 2026", "H2 2026"),
        ("D-8-4", "D-8-4(S)"),
        ("art. 16-2", "art. 16-4"),
        ("5 startups", "5%"),
        ("third", "fourth"),
        ("three ministries", "four ministries"),
    ],
)
def test_an_altered_value_is_seen(left: str, right: str) -> None:
    only_left, only_right = values_equal(left, right)
    assert only_left and only_right
    assert uncovered(find_values(right), find_values(left))


def _one(text: str, language: str | None = None) -> Value:
    (value,) = find_values(text, language)
    return value


@pytest.mark.parametrize(
    ("text", "wanted", "is_said"),
    [
        ("since 29 October 2025", "2025", True),
        ("since 29 October 2025", "October 2025", True),
        ("since 29 October 2025", "octobre 2025", True),
        ("since October 2025", "29 October 2025", False),
        ("in March 2026", "first half of 2026", True),
        ("up to KRW 500 million", "5억", True),
        ("up to KRW 500 million", "500 millions de wons", True),
        ("500 million people", "KRW 500 million", False),
        ("60% of loans", "60", True),
        ("extended to 3 years", "3", True),
        ("extended to 3 years", "36 mois", True),
        ("a score of 80", "80%", False),
    ],
)
def test_a_more_exact_value_covers_a_bare_one(text: str, wanted: str, is_said: bool) -> None:
    assert contains(text, _one(wanted)) is is_said


def test_claims_do_not_accept_a_number_that_lost_its_unit() -> None:
    money, bare = _one("KRW 500 million"), _one("500 million")
    assert covers(money, bare)
    assert not covers(money, bare, bare=False)
    assert not covers(bare, money)
    assert uncovered([bare], [money]) == [bare]


def test_an_age_is_the_same_with_and_without_its_unit() -> None:
    english, french, korean = _one("under 40"), _one("moins de 40 ans", "fr"), _one("40세")
    assert same(english, french) and same(french, korean) and same(korean, english)
    assert not same(_one("40%"), korean)


def test_a_currency_named_once_holds_for_the_sums_after_it() -> None:
    text = "KRW 1 billion in year 1, then 2 billion a year for 3 million people"
    kinds = [(value.kind, value.text) for value in find_values(text)]
    assert ("money", "2 billion") in kinds
    assert ("number", "3 million") in kinds
