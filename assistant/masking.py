"""What must not be kept: telephone numbers, resident numbers, e-mail addresses and keys."""

import logging
import re

MARK = "[...]"

_KEYS = (
    r"(?<![A-Za-z0-9])(?:sk|pk|rk|hf|gh[opsu]|github_pat|glpat|xox[abps]|gsk|AIza|AKIA)[-_]?[A-Za-z0-9_-]{12,}",
    r"(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?",
    r"(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[0-9])(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{32,}(?![A-Za-z0-9_-])",
    r"(?<=Bearer )[A-Za-z0-9._~+/-]{8,}=*",
    r"(?i:(?<=api_key=)|(?<=password=)|(?<=token=)|(?<=secret=))[^\s&\"',;]+",
)
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_RESIDENT = r"(?<!\d)\d{6}\s?[-–]?\s?[1-8]\d{6}(?!\d)"
_PASSPORT = r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{7,8}(?![A-Za-z0-9])"
_SEPARATOR = r"[ .()-]{0,2}"
_PHONES = (
    rf"(?<![\d+])(?:\+|00)\d{{1,3}}(?:{_SEPARATOR}\d){{7,12}}(?!\d)",
    # Korean: 02, 031-064, 010-019, 050, 070; French: 01-09
    rf"(?<![\d.,-])0(?:2|[1-9]\d)(?:{_SEPARATOR}\d){{6,8}}(?![\d])",
    rf"(?<![\d.,-])0[1-9](?:{_SEPARATOR}\d{{2}}){{4}}(?!\d)",
)
_SECRETS = re.compile("|".join((*_KEYS, _MAIL, _RESIDENT, _PASSPORT, *_PHONES)))


def masked(text: str) -> str:
    """The text without what identifies a person or opens a door."""
    return _SECRETS.sub(MARK, text)


class MaskedFormatter(logging.Formatter):
    """Masks the whole line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return masked(super().format(record))


def mask_logs() -> None:
    """Let what is logged from here on go to standard error, masked; nothing below a warning."""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskedFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
