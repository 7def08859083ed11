"""Names in a draft: known ones must be in the evidence, unknown ones too, letter by letter."""

import re

from assistant.claims.ground import Ground, languages_of
from assistant.claims.reading import Reading
from assistant.claims.sounds import sounds_like
from assistant.claims.types import Claim
from ingest import Glossary, Mention, Term, fold

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÿŒœ0-9&'’+-]*"
_RUN = re.compile(
    rf"{_CAPITAL}(?:(?:[ \xa0](?:of|for|and|the|de|du|des|la|le|les|et|en|to)){{0,2}}[ \xa0]{_CAPITAL})*"
)
_ELISION = re.compile(r"^(?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu)['’]")
_START = re.compile(r"(?:^|[.!?:…«\"“(•*-]|\n)[ \xa0«\"“(*•-]*$")
_KNOWN = frozenset(
    "i ai ia r&d it ict rd korea korean koreans coree france french english anglais monday tuesday "
    "wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december south republic us usa eu phd gpa krw usd eur won pdf url "
    "ok id vs etat etats-unis europe european asia asie ph gdp pib pme sme smes vc mba msc bsc ip "
    "q1 q2 q3 q4 h1 h2 s1 s2 t1 t2 t3 t4 pm am mr mrs ms dr internet ceo cto r d cv faq oui non yes "
    "no injae etat seoul rh hr coo cfo coreens coreenne coreennes francais francaise francaises "
    "the in on at it its this that these those they there he she we you as of to for from with by "
    "an under since until according each every all both if when while after before no not what who "
    "le la les un une des du de au aux en dans sur sous pour par il elle ils elles on ce cette ces "
    "selon depuis jusqu chaque tout tous toute toutes si quand apres avant aucun aucune et ou mais "
    "d l qu n s c j sources source figures les embassy ambassade consulate consulat ministry "
    "ministere minister ministre government gouvernement president article act loi law deputy prime "
    "vice avec besides parmi outre also aussi however toutefois cependant note notez".split()
)
_HANGUL_NAME = re.compile(
    r"(?:㈜|\(주\)|주식회사 ?)[가-힣A-Za-z]{2,}"
    r"|[가-힣]{1,12}(?:[가-힣]{2}부|[가-힣]{2}처|[가-힣]{1}청|진흥원|연구원|연구소|교육원|개발원|평가원|관리원"
    r"|과학기술원|재단|대학교|공사|공단|협회|위원회|센터|은행|그룹|전자|학회|조합|법원|대사관|영사관|신문|일보|방송)"
    r"(?=$|[^가-힣]|[은는이가을를의에도와과로]|에서|에게|으로|이나|까지|부터|입니다|이며|이고)"
)
_GENERIC = re.compile(
    r"(?:전부|일부|외부|내부|정부|본부|대부분|세부|여부|공부|납부|첨부|기부|학부|간부|거부|상부|하부|남부|북부|중부|동부|서부"
    r"|신청|요청|초청|재신청|시청|구청|본청|처|근처|출처|대처|거래처|연락처|접수처|문의처|박사후연구원|연구원|연구소"
    r"|각?위원회|평가위원회|심의위원회|자문위원회|추천위원회|민간평가위원회|센터|콜센터|지원센터|대학교|국립대학교|사립대학교|해외연구원|공동연구소"
    r"|기업부설연구소|상담센터|교육센터|재단|협회|은행|방송|신문|그룹|해외대학교|국내대학교|외국대학교|부처|관계부처)$"
)
_DESCRIBED = frozenset({"program", "visa", "law"})
_SMALL = frozenset(
    "pour par sur dans with plan korea korean coreen coreenne of for and the de du des la le les et en to a an un une d l".split()
)
_LEVELS = frozenset("bachelor master doctor doctorate phds ocde".split())
_CHECKED = frozenset({"organisation", "program", "visa", "university", "company", "person", "law"})


def unsupported_names(reading: Reading, found: Ground, glossary: Glossary) -> list[Claim]:
    """Names of a sentence that its evidence does not hold in any language."""
    claims = [
        Claim("name", mention.text)
        for mention in reading.mentions
        if mention.term.kind in _CHECKED
        and not is_held(mention.term, found, reading.terms)
        and mention.term.id not in found.asked_terms
        and fold(mention.text) not in _KNOWN
        and not _is_described(mention, reading.language, found)
    ]
    text = _without_known(reading)
    return claims + _latin(text, reading.language, found) + _hangul(text, found)


def is_held(term: Term, found: Ground, stated: frozenset[str] = frozenset()) -> bool:
    """Is a term in the evidence, itself or inside a longer name that the sentence says too?"""
    if term.id in found.terms:
        return True
    longer = found.terms - stated
    inside = any(_stands_in(fold(name), text) for name in term.names() for text in found.texts)
    return inside and not any(_is_part(term, identity, found) for identity in longer)


def _is_part(term: Term, identity: str, found: Ground) -> bool:
    names = found.names.get(identity, ())
    return any(_stands_in(fold(name), fold(whole)) for name in term.names() for whole in names)


def _is_described(mention: Mention, language: str, found: Ground) -> bool:
    """Does the evidence say it in other words? Only for what is described rather than named."""
    if mention.term.kind not in _DESCRIBED:
        return False
    if mention.text.islower() and language not in languages_of(found):
        return mention.term.kind == "visa"
    if mention.term.kind == "program" and language not in languages_of(found):
        return any(_mostly_near(mention.term.name(code), found) for code in languages_of(found))
    words = re.findall(r"[^\W_]{2,}", fold(mention.text))
    return len(words) > 1 and all(_is_near(word, found) for word in words)


def _mostly_near(name: str, found: Ground) -> bool:
    words = {word for word in re.findall(r"[^\W_]{3,}", fold(name)) if word not in _SMALL}
    near = sum(_is_near(word, found) for word in words)
    return near > 1 and near >= 0.5 * len(words)


def _is_near(word: str, found: Ground) -> bool:
    if word in found.tokens or word in _SMALL or word in _KNOWN:
        return True
    if "가" <= word[0] <= "힣":
        return word in found.hangul
    stem = word[: max(4, len(word) - 3)]
    return len(word) > 4 and any(token.startswith(stem) for token in found.tokens)


def _stands_in(name: str, text: str) -> bool:
    if name not in text:
        return False
    if "가" <= name[-1] <= "힣":
        return len(name) > 1
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9(]|-\w)", text))


def _without_known(reading: Reading) -> str:
    text = list(reading.text)
    spans = [(m.start, m.end) for m in reading.mentions]
    spans += [(f.value.start, f.value.end) for f in reading.figures]
    for start, end in spans:
        text[start:end] = "\0" * (end - start)
    return "".join(text)


def _latin(text: str, language: str, found: Ground) -> list[Claim]:
    claims = []
    for match in _RUN.finditer(text):
        words = [_ELISION.sub("", word) for word in re.split(r"[ \xa0]", match.group())]
        if language != "ko" and _START.search(text[: match.start()]):
            words = words[1:]
        missing = [word for word in words if _is_name(word) and not _held(word, found)]
        if missing and not _sounds("".join(words), found):
            claims.append(Claim("name", match.group()))
    return claims


def _is_name(word: str) -> bool:
    bare = re.sub(r"['’]s$", "", fold(word))
    return word[:1].isupper() and len(bare) > 1 and bare not in _KNOWN and bare not in _LEVELS


def _held(word: str, found: Ground) -> bool:
    pieces = [piece for piece in re.findall(r"[^\W_]+", word) if not piece.islower()]
    parts = [fold(piece) for piece in pieces]
    if not parts:
        return True
    if all(part in found.tokens or part in _KNOWN or len(part) < 2 for part in parts):
        return True
    if len(parts) == 1 and len(word) > 6 and _is_near(parts[0], found):
        return True
    whole = "".join(parts)
    if whole in found.hangul or whole.removesuffix("s") in found.tokens:
        return True
    return _sounds(whole, found)


def _sounds(word: str, found: Ground) -> bool:
    return "ko" in languages_of(found) and sounds_like(fold(word), found.tokens)


_TRANSLATED = (("센터", ("cent",)), ("신문", ("new", "time", "jour")), ("대사관", ("emba", "amba")))


def _is_common(name: str, found: Ground) -> bool:
    """Is it what another language says with a common noun: a centre, an embassy, a newspaper?"""
    return any(
        name.endswith(ending) and any(token.startswith(starts) for token in found.tokens)
        for ending, starts in _TRANSLATED
    )


def _hangul(text: str, found: Ground) -> list[Claim]:
    claims = []
    for match in _HANGUL_NAME.finditer(text):
        name = re.sub(r"^(?:㈜|\(주\)|주식회사 ?)", "", match.group())
        if _GENERIC.fullmatch(name) or name.casefold() in found.hangul:
            continue
        if languages_of(found) <= {"ko"} or match.group() != name:
            claims.append(Claim("name", match.group()))
        elif _is_common(name, found):
            continue
        elif not any(sounds_like(token, frozenset({name})) for token in found.tokens):
            claims.append(Claim("name", match.group()))
    return claims
