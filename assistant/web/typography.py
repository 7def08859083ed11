"""How text is set: French narrow spaces, whole codes, counts and numbers.

Everything here returns escaped HTML except `spaced`, `counted` and `decimal`, which return text.
"""

import re
from html import escape

from assistant.words import Words

_CODE = re.compile(r"\b[A-Z]{1,2}-\d\w*(?:-\w+)*(?:\([A-Z]\))?")
_BEFORE = re.compile(r"(?<=\S)[ \u00a0](?=[;!?»]|:(?!\S))")
_AFTER = re.compile(r"(?<=«)[ \u00a0]")
_NARROW = "\u202f"


def spaced(text: str, language: str) -> str:
    """French text with narrow no-break spaces where it takes a space; other text as it is."""
    if language != "fr":
        return text
    return _AFTER.sub(_NARROW, _BEFORE.sub(_NARROW, text))


def shown(text: str, language: str = "") -> str:
    """Escaped text in which a code such as D-8-4(S) is not broken over two lines."""
    safe = escape(spaced(text, language))
    return _CODE.sub(lambda match: f'<span class="code">{match[0]}</span>', safe)


def say(speech: Words, key: str, **values: object) -> str:
    """Words of the page, escaped."""
    return escape(label(speech, key, **values))


def label(speech: Words, key: str, **values: object) -> str:
    """Words of the page as plain text, for attributes of widgets."""
    return spaced(speech(key, **values), speech.language)


def counted(speech: Words, key: str, count: int) -> str:
    """`key_one` or `key_other`, as the language counts."""
    one = count == 1 or (count == 0 and speech.language == "fr")
    return label(speech, f"{key}_{'one' if one else 'other'}", count=count)


def decimal(value: float, speech: Words, places: int = 2) -> str:
    """A number with the language's decimal sign."""
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if speech.language == "fr" else text
