"""An assessment as HTML: condition by condition, each with its statement."""

from collections.abc import Sequence
from datetime import date
from html import escape

from assistant.citations import contact_of
from assistant.eligibility import Assessment, Finding, Link
from assistant.web.links import contact_html
from assistant.web.statement import statement_html
from assistant.web.typography import label, say
from assistant.words import Words

_SIGNS = {"met": "✓", "not_met": "✕", "open": "?"}


def assessment_html(found: Assessment, wrong: Sequence[str], speech: Words) -> str:
    """The whole result; `wrong` are facts that were left out because they make no sense."""
    conditions = [finding for finding in found.findings if not finding.is_waiver]
    summary = label(
        speech,
        "form.found",
        date=speech.date(found.day),
        total=len(conditions),
        **{verdict: found.count(verdict) for verdict in ("met", "not_met", "open")},
    )
    left_out = ""
    if wrong:
        line = label(speech, "form.wrong", facts=_names(wrong, speech))
        left_out = f'<p role="alert" class="left-out">{escape(line)}</p>'
    return (
        f'<section class="assessment" lang="{speech.language}" aria-labelledby="assessed">'
        f'<h2 id="assessed" tabindex="-1" lang="{escape(found.language)}">'
        f"{escape(found.title)}</h2>"
        f'{left_out}<p class="summary">{escape(summary)}</p>'
        f'<p class="hint">{say(speech, "form.only_authority")}</p>'
        f'<ul class="conditions">{"".join(_finding(f, found.day, speech) for f in found.findings)}'
        f"</ul>{_hang_together(found, len(conditions), speech)}{_besides(found, speech)}"
        f"{_whom(found, speech)}</section>"
    )


def _finding(finding: Finding, day: date, speech: Words) -> str:
    verdict = finding.verdict
    name = say(speech, f"form.{verdict}")
    kind = f' <small class="hint">({say(speech, "form.waiver")})</small>'
    return (
        f'<li class="condition {verdict}"><p class="verdict">'
        f'<span aria-hidden="true" class="sign">{_SIGNS[verdict]}</span> <strong>{name}</strong>'
        f"{kind if finding.is_waiver else ''}</p>"
        f"{statement_html(finding.chunk, finding.document, speech, day)}"
        f"{_why(finding, speech)}</li>"
    )


def _why(finding: Finding, speech: Words) -> str:
    lines = []
    if finding.reason:
        facts = _names(finding.missing, speech)
        lines.append(label(speech, f"form.why_{finding.reason}", facts=facts))
        if finding.reason != "facts" and finding.by_facts != "open":
            lines.append(label(speech, f"form.would_{finding.by_facts}"))
    return "".join(f'<p class="why">{escape(line)}</p>' for line in lines)


def _hang_together(found: Assessment, conditions: int, speech: Words) -> str:
    if found.links:
        body = "".join(_link(item, found.day, speech) for item in found.links)
    elif conditions > 1:
        body = f"<p>{say(speech, 'form.not_said')}</p>"
    else:
        return ""
    return f"<h3>{say(speech, 'form.links_title')}</h3>{body}"


def _link(item: Link, day: date, speech: Words) -> str:
    line = say(speech, f"form.link_{item.kind}")
    statement = statement_html(item.chunk, item.document, speech, day)
    return f'<div class="joined"><p>{line}</p>{statement}</div>'


def _besides(found: Assessment, speech: Words) -> str:
    if not found.besides:
        return ""
    items = "".join(
        f'<li class="condition">{statement_html(chunk, document, speech, found.day)}</li>'
        for chunk, document in found.besides
    )
    return f'<h3>{say(speech, "form.besides")}</h3><ul class="conditions">{items}</ul>'


def _whom(found: Assessment, speech: Words) -> str:
    contact = contact_of(found.document)
    if contact is None:
        return ""
    return f"<h3>{say(speech, 'page.whom')}</h3><p>{contact_html(contact, speech)}</p>"


def _names(facts: Sequence[str], speech: Words) -> str:
    return " · ".join(label(speech, f"form.fact_{fact}") for fact in facts)
