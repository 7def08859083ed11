"""What flips the meaning of a value: up to, at least, under, before, since; and negation."""

import re
from collections.abc import Mapping
from functools import cache

_BEFORE = {
    "en": {
        "under": r"under|below|(?:less|fewer|younger|lower|shorter) than",
        "over": r"over|above|(?<!no )(?<!not )(?:more|older|higher|longer|greater) than"
        r"|exceed(?:s|ing|ed)?|beyond|top(?:s|ped)",
        "max": r"up to|at most|(?:no|not) (?:more|longer|higher|greater|older) than|max(?:imum)?"
        r"|limited to|(?:cap|ceiling|limit|maximum)(?:ped|s)?(?: is| was| of| at| to)*|within"
        r"|(?:not|never|cannot|can't) (?:to )?(?:exceed|pass|go over)|as (?:much|long|many) as",
        "min": r"at least|(?:no|not) (?:less|fewer|younger|lower) than|minimum|from as little as",
        "before": r"before|prior to|ahead of|earlier than",
        "after": r"after|following|later than|past",
        "from": r"since|from|as from|starting(?: on| in| from)?|beginning(?: on| in)?"
        r"|effective(?: on| from)?|onwards? from",
        "until": r"until|till|through|up until|(?:valid|open|ran|runs) to|up to",
        "by": r"by|(?:no|not) later than|at the latest by|the end of|deadline(?: \w+){0,2}",
    },
    "fr": {
        "under": r"moins d[e']|inférieure?s? à|en dessous d[e']|au-dessous d[e']|sous",
        "over": r"(?<!pas )(?<!au )plus d[e']|supérieure?s? à|au-delà d[e']|dépass(?:e|ent|ant|ait)"
        r"|excéd(?:e|ant)|au-dessus d[e']",
        "max": r"(?:pas|jamais) plus d[e']|au (?:plus|maximum)|d'au plus|max(?:imum|imal[es]*)?"
        r"|jusqu'à|jusqu'en|limitée?s? à|plafonnée?s? à|plafond(?: \w+){0,4} (?:d[e']|à)"
        r"|dans la limite d[e']|(?:dépasser|excéder)|limite (?:était |est )?(?:d[e']|à)"
        r"|dans (?:les|un délai d[e'])",
        "min": r"(?:au|d'au) (?:moins|minimum)|(?:pas|jamais) moins d[e']|min(?:imum|imal[es]*)?",
        "before": r"avant|préalable à|antérieure?s? (?:à|au)",
        "after": r"après|postérieure?s? (?:à|au)|suivant|passé",
        "from": r"depuis|à (?:partir|compter) d[eu']|dès",
        "until": r"jusqu'(?:à|au|en|à fin)",
        "by": r"au plus tard|d'ici|avant la fin d[e']",
    },
    "ko": {
        "max": "최대|최장|최고|많아야|길어야|최대한도|상한",
        "min": "최소|최저|적어도|최소한|하한",
    },
}
_FILL = {
    "en": r"(?:a|an|the|total|sum|amount|of|about|some|around|nearly|roughly|approximately|age"
    r"|aged|in|all|end|early|late|mid|year|on|for|is|was|be|to|KRW|either|another|score|company)",
    "fr": r"(?:un|une|le|la|les|l'|des?|du|d'|total|somme|montant|durée|environ|quelque|près|en|âge"
    r"|l'année|fin|début|mi|à|au|soit|est|était|exactement|moyenne|ans|note|score|l'âge)",
    "ko": "(?:약|총|만|합계|합쳐|통틀어|국내외|각|연간|월|연|매월|매년|미화|누적|전체)",
}
_AFTER = {
    "en": {
        "min": r"or (?:more|higher|above|over|older|longer|better|later)|and (?:above|over|up)"
        r"|at least|minimum|at the least|\+|plus(?! \d)",
        "max": r"or (?:less|fewer|younger|under|below|lower|shorter|earlier)|at (?:the )?most"
        r"|maximum|max\b|cap\b|ceiling|limit\b|at the (?:maximum|outside)",
        "before": r"(?:before|earlier|ahead)",
        "after": r"(?:after|later)",
        "from": r"onwards?",
        "by": r"at the latest",
    },
    "fr": {
        "min": r"(?:ou|et) (?:plus|davantage|au-delà|supérieur)|(?:au|à) (?:moins|minimum)|minimum"
        r"|révolus",
        "max": r"(?:ou|et) moins|au (?:plus|maximum)|maximum|max\b",
        "before": r"(?:avant|auparavant|plus tôt)",
        "after": r"(?:après|plus tard)",
        "by": r"au plus tard",
    },
    "ko": {
        "under": "미만|이 안 되|에 못 미치|보다 적|보다 짧",
        "over": "초과|을 넘|를 넘|넘는|넘게|보다 많|보다 긴|을 웃도|를 웃도|을 초과|를 초과",
        "min": "이상|부터(?! ?[0-9])|은 되어야|는 있어야",
        "max": "이하|이내|한도|까지|안에|내에|내(?![가-힣])|을 넘을 수 없|를 넘을 수 없|을 넘지|를 넘지"
        "|을 초과할 수 없|를 초과할 수 없|을 초과하지|를 초과하지|이 한도|로 제한|으로 제한|이 상한",
        "before": "이전|전(?:에|까지|의)?(?![가-힣])",
        "after": "후(?![보])|뒤",
        "from": "부터|이후|이래|자로|에 시작",
        "by": "까지|말까지",
    },
}
_DATES = {"date", "time"}
_TIME_ONLY = {"before", "after", "from", "until", "by"}
_AS_TIME = {"max": "until", "min": "from"}
_LOOSE = {
    "en": {
        "max": r"\b(?:limit|limits|cap|capped|caps|ceiling|maximum|max|exceed|up to|at most|most"
        r"|within|extend\w*|range|top|longest|or (?:less|younger|under)|no longer than|total|under"
        r"|reach|highest|as much as|allow\w*|can)\b",
        "min": r"\b(?:minimum|least|require[sd]?|must|threshold|floor|need(?:s|ed)?|over|or more"
        r"|from|above|exceed\w*|or higher|or above|starting|more than|pass mark|condition)\b|\+",
        "before": r"\b(?:before|prior|earlier|until|till|by|ago|old|former\w*|to|through|latest)\b",
        "after": r"\b(?:after|following|since|from|later|once|then|next|past)\b",
    },
    "fr": {
        "max": r"\b(?:limit\w+|plafon\w+|maxim\w+|dépass\w+|jusqu|au plus|prolong\w+|excéd\w+"
        r"|fourchette|premiers|parmi|top|rang|ou moins|total\w*|moins de|délai|dans les|atteindre|peu\w+|possible)",
        "min": r"\b(?:minim\w+|moins|exig\w+|doi\w+|faut|seuil|plus d|requis\w*|nécessaire\w*"
        r"|condition|à partir|dépass\w+|ou plus|supérieur\w*|au-delà)",
        "before": r"\b(?:avant|antérieur\w*|jusqu|d'ici|ancien\w*|plus tôt|au|était|avait|tard)",
        "after": r"\b(?:après|suivant\w*|depuis|dès|bout|ensuite|puis|à partir|passé)",
    },
    "ko": {
        "max": "한도|상한|최대|최장|이내|이하|미만|까지|제한|초과할 수 없|넘을 수 없|넘지|내에|연장|안에|상위|수 있",
        "min": "최소|최저|이상|하한|요건|기준|필요|해야|여야|넘|초과|적어도|조건|부터|요구",
        "before": "전|앞서|먼저|까지|종전|기존|옛|이었|였",
        "after": "후|뒤|이후|부터|마친|지나|지난|다음|이래",
    },
}
_NEGATION = {
    "en": r"\b(?:not|no|never|none|neither|nor|cannot|without|nobody|nothing|nowhere|ineligible"
    r"|unable|unavailable|non-\w+)\b|n't\b",
    "fr": r"\b(?:ne|n')(?! (?:\w+ ){0,3}que?\b)(?!\w+ (?:\w+ ){0,2}qu')|\b(?:sans|aucune?|jamais|ni"
    r"|non|pas|nulle?|personne n)\b",
    "ko": "않|없|못[하한했합해]|(?<![가-힣])못 |아니|아닌|아닙|(?<![가-힣])안 [가-힣]|불가|불필요|말아|지 마|무관|미(?:비|공개|확인|정|발표)",
}
_LEXICAL = {
    "en": r"\b(?:exclu\w+|except\w*|exempt\w*|refus\w+|reject\w*|forbid\w*|forbidden|prohibit\w*"
    r"|ban(?:s|ned)?|lack\w*|stop\w*|end(?:s|ed)?|abolish\w*|remov\w*|free|unlimited|other than"
    r"|instead|fail\w*|differ\w*|separate|distinct|only|until|remain\w*|restrict\w*|old|replaced"
    r"|un\w{4,}|out of date|outdated|former\w*|but|rather|impossible|silent|missing|waive\w*|barred|closed"
    r"|before|regardless|drop\w*|lift\w*|yet|any|unless|disagree|whether|whatever|any\w*|every\w*|all|too|so)\b",
    "fr": r"\b(?:exclu\w*|sauf|except\w*|exempt\w*|exonér\w*|refus\w*|interdi\w*|gratuit\w*|illimité\w*"
    r"|hors|excepté|autre que|diff\w*|distinct\w*|seul\w*|jusqu\w*|reste\w*|restrein\w*|ancien\w*"
    r"|remplac\w*|dépassé\w*|supprim\w*|impossible|dispens\w*|indépendamment|manqu\w*|échou\w*|mais"
    r"|inconnu\w*|in\w{5,}|ne|n'\w+|avant|encore|séparé\w*|abrog\w*|plutôt|muet\w*|si|quelle?s? que|tout\w*|tous)\b",
    "ko": "제외|면제|금지|거부|무료|무제한|폐지|다르|다른|다릅|다를|다름|별개|별도|만 |뿐|제한|기존|종전|대신|까지|비과세|대체|아직"
    "|오래|이전|옛|예외|상관|미만|비수도권|해제|사라|구별|따로|중단|여부|빠져|빠졌|미취업|예비|비학위|찾지|누구나|모든|모두|더 이상|엇갈|의문",
}
_EXCEPT = {
    "en": r"\b(?:except(?:ing)?|excluding|other than|apart from|but not|aside from)\b",
    "fr": r"\b(?:sauf|excepté|hormis|hors(?! d[eu])|à l'exception|à l'exclusion|exclus?)\b",
    "ko": "제외|빼고|예외",
}
MAX, MIN = frozenset({"max", "under"}), frozenset({"min", "over"})
_EARLY, _LATE = frozenset({"until", "before", "by"}), frozenset({"from", "after"})


def qualifiers(text: str, start: int, end: int, kind: str, language: str) -> frozenset[str]:
    """What stands by a value and limits it, by name: max, under, min, over, before ..."""
    ahead, behind = text[max(0, start - 48) : start], text[end : end + 24]
    found = {name for name, pattern in _table("before", language) if pattern.search(ahead)} | {
        name for name, pattern in _table("after", language) if pattern.match(behind)
    }
    if kind in _DATES:
        found = {_AS_TIME.get(name, name) for name in found}
        return frozenset(found & _TIME_ONLY)
    found -= {"from", "until", "by"}
    if kind == "duration" and language == "en" and re.search(r"\bover[ \xa0]$", ahead):
        found -= {"over"}  # over 3 years is for 3 years
    return frozenset(found)


def conflict(
    kind: str,
    stated: frozenset[str],
    known: frozenset[str],
    loosely_stated: frozenset[str],
    loosely_known: frozenset[str],
) -> bool:
    """Do two sets of qualifiers of one value disagree?

    Args:
        kind: of the value.
        stated: of the draft's value.
        known: of the value in the evidence.
        loosely_stated: what the draft's sentence says in other words (a cap, a threshold).
        loosely_known: what the evidence says in other words.
    """
    if stated & known:
        return False
    for low, high in ((MAX, MIN), (_EARLY, _LATE)):
        if stated & low and known & high or stated & high and known & low:
            return True
    if stated & MAX and "after" in known or "after" in stated and known & MAX:
        return True
    for group, name in ((MAX, "max"), (MIN, "min")):
        if bool(stated & group) != bool(known & group):
            said = loosely_known if stated & group else loosely_stated
            if name not in said:
                return True
        elif stated & group:
            return True  # under 40 is not up to 40
    if kind in _DATES:
        for name in ("before", "after"):
            if name in stated and not known and name not in loosely_known:
                return True
            if name in known and not stated and name not in loosely_stated:
                return True
        return "until" in stated and not known and "before" not in loosely_known
    return False


def loose(text: str, language: str) -> frozenset[str]:
    """The limits that a sentence speaks of in other words: a cap, a threshold."""
    return frozenset(name for name, pattern in _loose(language).items() if pattern.search(text))


def negated(text: str, language: str) -> bool:
    """Does the text deny something? Limits such as "no more than" do not count."""
    return bool(_pattern("negation", language).search(_mask(text, language)))


def negations(text: str, language: str) -> int:
    """How many times a text denies; "neither ... nor" and "ne ... pas" count as they are written."""
    return len(_pattern("negation", language).findall(_mask(text, language)))


def hints_negation(text: str, language: str) -> bool:
    """Does the text hold any word that another language may render by a negation?"""
    return negated(text, language) or bool(_pattern("lexical", language).search(text))


def excepts(text: str, language: str) -> bool:
    """Does the text make an exception?"""
    return bool(_pattern("except", language).search(text))


_LIMITS = {
    "en": r"(?:no|not) (?:more|less|fewer|longer|later|older|younger|higher|lower|greater) than"
    r"|not only|cannot exceed|not (?:to )?exceed|no later|not yet|No\.|whether or not",
    "fr": r"pas (?:plus|moins) d[e']|non seulement|ne (?:peut|peuvent|doit|doivent|pouvait) (?:pas )?"
    r"(?:dépasser|excéder)|ne dépass\w+ pas|ne pas (?:dépasser|excéder)|n'excéd\w+ pas|n[e'] ?\w+ pas encore"
    r"|non[- ]officiel\w*|non lucratif",
    "ko": "이 안 되|에 못 미치|(?:넘을|초과할) 수 없|(?:넘지|초과하지) (?:않|못)|뿐(?:만)? 아니라|지 않으면 안",
}


def _mask(text: str, language: str) -> str:
    return _pattern("limits", language).sub(" ", text)


_COUNTER = r"[ )]?(?:점|명|개사|개국|개|곳|건|팀|회|인|대|호|급|위|등|학점|과목|편|배)?[ )]?"


@cache
def _table(side: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    if side == "after":
        lead = r"[\s,)]*" if language != "ko" else _COUNTER
        return tuple(
            (name, re.compile(rf"{lead}(?:{body})", re.IGNORECASE))
            for name, body in _AFTER[language].items()
        )
    fill, edge = _FILL[language], r"(?<!\w)" if language != "ko" else ""
    return tuple(
        (name, re.compile(rf"{edge}(?:{body})[ \xa0]?(?:{fill}[ \xa0']?){{0,3}}$", re.IGNORECASE))
        for name, body in _BEFORE[language].items()
        if body
    )


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    return re.compile(_WORDS[name][language], re.IGNORECASE)


@cache
def _loose(language: str) -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(body, re.IGNORECASE) for name, body in _LOOSE[language].items()}


_WORDS = {
    "negation": _NEGATION,
    "lexical": _LEXICAL,
    "except": _EXCEPT,
    "limits": _LIMITS,
}
