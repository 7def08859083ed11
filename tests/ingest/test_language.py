"""The language of questions and documents: our own rule first, the second opinion after it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.language import LANGUAGES, by_rule, detect, detect_other

FRENCH = """Quelles universités proposent un master en IA ?
Je suis développeur, puis-je venir travailler à Séoul ?
Ma bourse peut-elle être prolongée ?
Faut-il parler coréen ?
Salaire minimum pour le visa E-7
Délai de traitement
Comment créer une entreprise en Corée sans diplôme
Qui délivre la lettre de recommandation ?
Plafond des stock-options
Les stagiaires étrangers sont-ils payés ?
Visa pour ma femme et mes enfants
Quand ferme l'appel ?
Recherche emploi ingénieur Corée
Bourse doctorat
Puis-je cumuler deux aides ?
Frais de dossier
Que finance le fonds Startup Korea ?
Parle-moi de GKS
L'âge limite ?
Et après le diplôme ?
D'accord, et pour un Français ?
Visa startup : quelles pièces ?
Peut on changer de statut
quelle est la duree du sejour
Conditions d'âge GKS
Programme TIPS : montant maximum
Donne-moi les dates
Je voudrais des renseignements sur la carte de résident
Y a-t-il un quota ?
Bonjour
Avec quel visa puis-je chercher un emploi
Aide à la R&D en Corée""".splitlines()
ENGLISH = """Which universities offer a master's in AI?
I'm a developer, can I come to work in Seoul?
Can my scholarship be extended?
Do I need to speak Korean?
Minimum salary for E-7
Processing time
Starting a company in Korea without a degree
Who issues the recommendation letter?
stock option ceiling
Are foreign interns paid?
Visa for my wife and children
When does the call close?
Looking for an engineering job
PhD scholarship
Can I combine two grants?
Application fee
What does the Startup Korea Fund finance?
Tell me about GKS
Age limit?
And after graduation?
OK, and for a French citizen?
Startup visa: which documents?
change of status
how long can i stay
GKS age requirements
TIPS program maximum amount
Give me the dates
I would like information about the residence card
Is there a quota?
Hello
How much?
R&D grants for small firms""".splitlines()
KOREAN = """인공지능 석사 과정이 있는 대학은 어디인가요?
개발자인데 서울에서 일할 수 있나요?
장학금 연장 가능한가요
한국어를 해야 하나요?
E-7 최저 연봉
처리 기간
학위 없이 한국에서 창업하기
추천서는 누가 발급해요?
스톡옵션 비과세 한도
외국인 인턴도 급여를 받나요?
배우자와 자녀 비자
공고 마감은 언제야?
구직 비자
박사 장학금
지원금 두 개를 같이 받을 수 있어?
수수료
스타트업 코리아 펀드는 무엇에 투자하나요?
GKS 알려줘
나이 제한?
졸업 후에는?
네, 그럼 프랑스인은요?
창업비자 서류
체류자격 변경
얼마나 머물 수 있나요
GKS 나이 조건
TIPS 최대 지원 금액
일정 좀
외국인등록증에 대해 알고 싶습니다
쿼터 있나요
안녕하세요
얼마예요?
탑티어 비자 K-STAR 차이""".splitlines()
ACRONYMS = [
    ("AI voucher 2026 limit", "en"),
    ("IA voucher 2026", "fr"),
    ("montant AI Star Fellowship", "fr"),
    ("kim yu-cheol LG AI fonction", "fr"),
]
MIXED = [
    ("E-7 visa salary 기준", "ko"),
    ("GKS scholarship 신청 방법", "ko"),
    ("TIPS 운영사 list 보여줘", "ko"),
    ("TIPS 지원금 limit?", "ko"),
    ("AI startup을 위한 grant 있나요?", "ko"),
    ("D-8-4 visa 연장", "ko"),
    ("K-Startup Grand Challenge 2025 일정", "ko"),
    ("LG AI연구원 대표가 누구야?", "ko"),
    ("KAIST PhD 지원 자격", "ko"),
    ("How do I apply for 국민내일배움카드?", "en"),
    ("Is 팁스 open to foreigners?", "en"),
    ("Who runs 이노베이션 아카데미?", "en"),
    ("What does 산업기능요원 mean?", "en"),
    ("the 초격차 program budget", "en"),
    ("Comment s'inscrire à 42서울 ?", "fr"),
    ("Qui peut obtenir le 과학기술우수인재 ?", "fr"),
    ("Le visa 탑티어, pour qui ?", "fr"),
    ("Que veut dire 특별비자 ?", "fr"),
    ("Montant de la bourse GKS (정부초청외국인장학금)", "fr"),
]
OTHERS = [
    ("Wie hoch ist das Stipendium für ausländische Studenten?", "de"),
    ("Welche Visa gibt es für Gründer?", "de"),
    ("¿Cuál es el monto de la beca para estudiantes extranjeros?", "es"),
    ("La beca GKS es para quien?", "es"),
    ("Quais são as condições para o visto D-8-4?", "pt"),
    ("Come posso ottenere il visto per startup?", "it"),
    ("Wat zijn de voorwaarden voor het visum?", "nl"),
    ("Điều kiện xin visa D-8-4 là gì?", "vi"),
    ("Bagaimana cara mendaftar beasiswa GKS?", "id"),
    ("韓国のスタートアップビザの条件は？", "ja"),
    ("韩国创业签证的条件是什么？", "zh"),
    ("Как получить визу D-8-4?", "ru"),
    ("ما هي شروط التأشيرة؟", "ar"),
    ("ขอวีซ่าอย่างไร", "th"),
]
NO_LANGUAGE = ["", "   ", "?", "12345", "2024-11-07", "😀👍", "TIPS", "GKS", "D-8-4", "KAIST 2026"]
DOCUMENTS = {
    "fr": "Le visa spécial Startup Korea (스타트업 코리아 특별비자, D-8-4(S)) ne demande "
    "au fondateur ni diplôme ni score OASIS. Le ministère des PME et des startups (중소벤처기업부) "
    "recommande le projet, puis le ministère de la Justice décide.",
    "en": "The Startup Korea Special Visa (스타트업 코리아 특별비자, D-8-4(S)) asks the "
    "founder for no degree and no OASIS score. The Ministry of SMEs and Startups "
    "(중소벤처기업부) recommends the project and the Ministry of Justice decides.",
    "ko": "스타트업 코리아 특별비자(Startup Korea Special Visa, D-8-4(S))는 창업자에게 "
    "학위나 오아시스(OASIS) 점수를 요구하지 않습니다. "
    "중소벤처기업부(Ministry of SMEs and Startups)가 사업성을 추천하고 "
    "법무부(Ministry of Justice)가 체류자격을 결정합니다.",
}
QUESTIONS = [
    *((text, "fr") for text in FRENCH),
    *((text, "en") for text in ENGLISH),
    *((text, "ko") for text in KOREAN),
    *MIXED,
]


@pytest.mark.parametrize(("text", "language"), QUESTIONS)
def test_short_questions(text: str, language: str) -> None:
    assert detect(text) == language
    assert detect_other(text) is None


@pytest.mark.parametrize(("text", "language"), OTHERS)
def test_a_language_we_do_not_speak_is_named_and_not_guessed(text: str, language: str) -> None:
    assert detect_other(text) == language
    assert detect(text) == "und"
    assert detect(text, fallback="fr") == "fr"


@pytest.mark.parametrize("text", NO_LANGUAGE)
def test_signs_and_codes_keep_the_language_of_the_conversation(text: str) -> None:
    assert detect(text) == "und"
    assert detect(text, fallback="ko") == "ko"
    assert detect_other(text) is None


@pytest.mark.parametrize(("language", "text"), DOCUMENTS.items())
def test_documents_that_name_things_in_other_languages(language: str, text: str) -> None:
    assert detect(text) == language
    assert detect(text * 40) == language


def test_the_d_of_research_and_development_is_not_french() -> None:
    assert detect("R&D support for firms") == "en"
    assert detect("R&D 과제") == "ko"


def test_a_typographic_apostrophe_counts_as_a_straight_one() -> None:
    assert detect("C’est quoi") == detect("C'est quoi") == "fr"


@pytest.mark.slow
def test_the_rule_alone_answers_in_well_under_a_millisecond() -> None:
    texts = [text for text, _ in QUESTIONS]
    start = time.perf_counter()
    for text in texts:
        by_rule(text)
    assert (time.perf_counter() - start) / len(texts) < 0.001


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_gets_one_of_our_languages_or_the_fallback(text: str) -> None:
    assert detect(text) in (*LANGUAGES, "und")
    assert detect(text, fallback="fr") in LANGUAGES
    assert detect_other(text) not in LANGUAGES


@pytest.mark.parametrize(("text", "expected"), ACRONYMS)
@pytest.mark.parametrize("fallback", ["fr", "en"])
def test_each_language_has_its_own_acronym(text: str, expected: str, fallback: str) -> None:
    assert detect(text, fallback) == expected
