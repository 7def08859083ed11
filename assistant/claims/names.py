"""Names in a draft: known ones must be in the evidence, unknown ones too, letter by letter."""

import re

from assistant.claims.ground import Ground, languages_of
from assistant.claims.lexicon import lexicon
from assistant.claims.reading import Reading
from assistant.claims.sounds import sounds_like
from assistant.claims.types import Claim
from ingest import Glossary, Mention, Term, fold

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÿŒœ0-9&'’+-]*"
_RUN = re.compile(
    rf"{_CAPITAL}(?:(?:[ \xa0](?:of|for|and|the|de|du|des|la|le|les|et|en|to)){{0,2}}"
    rf"[ \xa0]{_CAPITAL})*"
)
_ELISION = re.compile(r"^(?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu)['’]")
_START = re.compile(r"(?:^|[.!?:…«\"“(•*-]|\n)[ \xa0«\"“(*•-]*$")
_KNOWN = frozenset(lexicon()["names"]["known"].split())
_HANGUL_NAME = re.compile(lexicon()["names"]["hangul"])
_GENERIC = re.compile(lexicon()["names"]["generic"])
_DESCRIBED = frozenset({"program", "visa", "law"})
_SMALL = frozenset(
    "pour par sur dans with plan korea korean coreen coreenne visa of for and the de du des la le "
    "les et en to a an un une d l".split()
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
    return inside and not any(_is_part(term, found.names[other]) for other in longer)


def _is_part(term: Term, longer: Term) -> bool:
    return longer.kind == term.kind and any(
        _stands_in(fold(name), fold(whole)) for name in term.names() for whole in longer.names()
    )


def _is_described(mention: Mention, language: str, found: Ground) -> bool:
    """Does the evidence say it in other words? Only for what is described rather than named."""
    if mention.term.kind not in _DESCRIBED:
        return False
    if mention.text.islower() and language not in languages_of(found):
        return mention.term.kind == "visa"
    if language not in languages_of(found) and mention.term.kind != "law":
        if (
            any(character.isdigit() for character in mention.text)
            and mention.term.kind == "program"
        ):
            return True
        return any(_mostly_near(mention.term, code, found) for code in languages_of(found))
    words = re.findall(r"[^\W_]{2,}", fold(mention.text))
    return len(words) > 1 and all(_is_near(word, found) for word in words)


def _mostly_near(term: Term, language: str, found: Ground) -> bool:
    folded = fold(term.name(language))
    words = {word for word in re.findall(r"[^\W_]{3,}", folded) if word not in _SMALL}
    near = sum(_is_near(word, found) for word in words)
    return near >= 0.5 * len(words) and near > (term.kind == "program")


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
