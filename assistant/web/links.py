"""Links that may be followed: made from the addresses of our own metadata, never from a text."""

import re
from html import escape
from urllib.parse import urlsplit

from assistant.web.typography import say, shown
from assistant.words import Words


def link(url: str, text: str, speech: Words, lang: str = "") -> str:
    """A link that opens in a new tab; the text alone when the address is not http(s)."""
    name = shown(text, lang or speech.language)
    marked = f' lang="{escape(lang)}"' if lang else ""
    if not is_web_address(url):
        return f"<span{marked}>{name}</span>"
    new_tab = f'<span class="sr-only" lang="{speech.language}"> ({say(speech, "page.new_tab")})'
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer"{marked}>{name}'
        f"{new_tab}</span></a>"
    )


def is_web_address(url: str) -> bool:
    """Is this an http or https address with a host, and nothing else?"""
    if not url or not url.isprintable() or any(c.isspace() for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def telephone(phone: str) -> str:
    """A number that a phone can dial."""
    digits = re.sub(r"[^0-9+]", "", phone)
    return f'<a href="tel:{digits}">{escape(phone)}</a>' if digits else escape(phone)


def contact_html(contact: dict[str, str], speech: Words) -> str:
    """Name, telephone and address of whom to ask, on one line."""
    name, phone, url = (contact.get(key, "") for key in ("name", "phone", "url"))
    parts = [f"<strong>{shown(name, speech.language)}</strong>"]
    if phone:
        parts.append(telephone(phone))
    if url:
        parts.append(link(url, url.split("://", 1)[-1].rstrip("/"), speech))
    return " · ".join(parts)
