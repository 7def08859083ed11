"""Every setting, its environment variable and its default."""

import ipaddress
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError

MODES = ("auto", "quote", "check", "write")
LANGUAGE_CHOICES = ("auto", "fr", "en", "ko")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the assistant runs; each field is read from INJAE_ and its name in capitals."""

    home: Path = Path(".injae")
    """Where the index, the encoder and originals are kept (INJAE_HOME)."""
    mode: str = "auto"
    """auto, quote (no model), check (a model picks what is quoted) or write (INJAE_MODE)."""
    model: str = ""
    """A chat model as "provider:name"; "local", "local:name" or a GGUF file for a model that runs
    here; empty for the local model where it has been fetched (INJAE_MODEL)."""
    base_url: str = ""
    """Address of a server that speaks the provider's protocol (INJAE_BASE_URL)."""
    api_key: str = field(default="", repr=False)
    """Key of the provider; without it the provider's own variable counts (INJAE_API_KEY)."""
    timeout: float = 30.0
    """Seconds without a word after which a model is given up (INJAE_TIMEOUT)."""
    retries: int = 2
    """How often a provider is asked again, with growing pauses (INJAE_RETRIES)."""
    language: str = "auto"
    """Reply language: auto, fr, en or ko (INJAE_LANGUAGE)."""
    reranker: str = ""
    """A sentence-transformers CrossEncoder, name or folder, that orders the best candidates
    (INJAE_RERANKER); none by default."""
    host: str = "127.0.0.1"
    """Address that the page listens on (INJAE_HOST)."""
    port: int = 7860
    """Port of the page (INJAE_PORT)."""
    max_characters: int = 1000
    """Longest question (INJAE_MAX_CHARACTERS)."""
    max_statements: int = 3
    """Most statements in a quoted answer (INJAE_MAX_STATEMENTS)."""
    allowed_hosts: str = ""
    """Host names, comma separated, that the page may be reached by besides this machine's own
    (INJAE_ALLOWED_HOSTS)."""
    trusted_proxies: str = ""
    """Addresses or networks, comma separated, whose X-Forwarded-For is believed
    (INJAE_TRUSTED_PROXIES)."""
    rate_limit: int = 30
    """Questions a minute that one client may ask; 0 is no limit (INJAE_RATE_LIMIT)."""
    feedback: str = "on"
    """on or off: are readers' verdicts kept in `home/feedback.jsonl` (INJAE_FEEDBACK)."""

    @classmethod
    def from_env(cls, **given: Any) -> "Settings":
        """Settings from the environment; what is given and not None wins.

        Raises:
            SettingsError: a value that makes no sense, with what is accepted.
        """
        values: dict[str, Any] = {}
        for own in fields(cls):
            name = f"INJAE_{own.name.upper()}"
            text = os.environ.get(name)
            if text:
                values[own.name] = _parsed(name, text, type(own.default))
        values.update({key: value for key, value in given.items() if value is not None})
        return replace(cls(), **values).checked()

    def checked(self) -> "Settings":
        """These settings, if each makes sense.

        Raises:
            SettingsError: the first that does not.
        """
        _one_of("INJAE_MODE", self.mode, MODES)
        if not is_local(self.model) and ":" not in self.model:
            raise SettingsError(
                f'INJAE_MODEL={self.model!r}; expected "provider:name", "local" or a .gguf file'
            )
        _one_of("INJAE_LANGUAGE", self.language, LANGUAGE_CHOICES)
        _between("INJAE_TIMEOUT", self.timeout, 0.1, 3600)
        _between("INJAE_RETRIES", self.retries, 0, 10)
        _between("INJAE_PORT", self.port, 1, 65535)
        _between("INJAE_MAX_CHARACTERS", self.max_characters, 10, 100_000)
        _between("INJAE_MAX_STATEMENTS", self.max_statements, 1, 20)
        _each("INJAE_ALLOWED_HOSTS", self.allowed_hosts, _is_host, "a host name")
        _each("INJAE_TRUSTED_PROXIES", self.trusted_proxies, _is_network, "an address or network")
        _between("INJAE_RATE_LIMIT", self.rate_limit, 0, 100_000)
        _one_of("INJAE_FEEDBACK", self.feedback, ("on", "off"))
        return self


def listed(text: str) -> tuple[str, ...]:
    """The parts of a comma separated setting."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def is_local(model: str) -> bool:
    """Does a model of that name run on this machine? So does the one that nobody named."""
    return not model or model.partition(":")[0] == "local" or model.endswith(".gguf")


def _parsed(name: str, text: str, kind: type) -> Any:
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            what = "a whole number" if kind is int else "a number"
            raise SettingsError(f"{name}={text!r} is not {what}") from None
    return Path(text) if issubclass(kind, Path) else text


def _one_of(name: str, value: str, accepted: tuple[str, ...]) -> None:
    if value not in accepted:
        raise SettingsError(f"{name}={value!r}; expected one of {', '.join(accepted)}")


def _between(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise SettingsError(f"{name}={value}; expected {low} to {high}")


def _each(name: str, text: str, good: Callable[[str], bool], expected: str) -> None:
    for part in listed(text):
        if not good(part):
            raise SettingsError(f"{name}: {part!r} is not {expected}")


def _is_host(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?", text))


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
