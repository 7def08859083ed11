"""A report -> one HTML file that an evaluator reads in a browser, in three languages."""

import html
import json
from collections.abc import Iterable
from pathlib import Path
from string import Template
from typing import Any

from evals.metrics import LOWER_IS_BETTER, SECONDS
from evals.report_case import article
from evals.report_parts import number, percent, word, words

TEMPLATE = Path(__file__).with_name("report.html")
LANGUAGE_NAMES = {"fr": "français", "en": "English", "ko": "한국어"}
INTERVAL = 1.96


def render(report: dict[str, Any]) -> str:
    """The whole page; nothing in it points outside the file."""
    body = "\n".join(
        [_header(), _summary(report), _metrics(report), _cases(report), _produced_by(report)]
    )
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=html.escape(words()["title"]["en"]),
        body=body,
        words=json.dumps(words(), ensure_ascii=False).replace("<", "\\u003c"),
    )


def _header() -> str:
    buttons = "".join(
        f'<button type="button" data-language="{code}" lang="{code}">{name}</button>'
        for code, name in LANGUAGE_NAMES.items()
    )
    return (
        f'<header><div class="switch">{word("interface", "soft")}{buttons}</div>'
        f"<h1>{word('title')}</h1><p>{word('lead')}</p></header>"
    )


def _summary(report: dict[str, Any]) -> str:
    rate = report["metrics"]["pass_rate"]
    passed = sum(case["passed"] for case in report["cases"])
    share = percent(rate["overall"]["value"])
    return (
        f'<section><p class="big">{share}</p>'
        f"<p>{passed} / {len(report['cases'])} {word('cases_passed')}</p>"
        f"<h2>{word('by_language')}</h2>{_bars(rate['language'], LANGUAGE_NAMES)}"
        + (f"<h2>{word('by_audience')}</h2>{_bars(rate['audience'])}" if rate["audience"] else "")
        + (f"<h2>{word('by_tag')}</h2>{_bars(rate['tag'])}" if rate["tag"] else "")
        + "</section>"
    )


def _bars(measures: dict[str, Any], names: dict[str, str] | None = None) -> str:
    rows = []
    for key, measure in measures.items():
        known = f"audience.{key}" in words()
        name = word(f"audience.{key}") if known else html.escape((names or {}).get(key, key))
        rows.append(
            f'<div class="bar"><span>{name}</span>{_track(measure)}'
            f'<span class="number">{_value(measure, is_share=True)}</span></div>'
        )
    return "".join(rows)


def _track(measure: dict[str, Any]) -> str:
    """The bar, and over it the range of two standard errors."""
    value, error = measure["value"] or 0.0, measure["standard_error"] or 0.0
    low, high = max(0.0, value - INTERVAL * error), min(1.0, value + INTERVAL * error)
    return (
        f'<div class="track" aria-hidden="true"><div class="fill" style="width:{value:.1%}"></div>'
        f'<div class="range" style="left:{low:.1%};width:{high - low:.1%}"></div></div>'
    )


def _metrics(report: dict[str, Any]) -> str:
    languages = list(report["metrics"]["pass_rate"]["language"])
    heads = [word("metric"), word("overall"), *(LANGUAGE_NAMES[code] for code in languages)]
    rows = [_metric_row(name, report["metrics"][name], languages) for name in report["metrics"]]
    return (
        f'<section><h2>{word("metrics")}</h2><p class="soft">{word("metrics_note")}</p>'
        f'<div class="scroll"><table><thead><tr>{_cells(heads, "th")}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _metric_row(name: str, slices: dict[str, Any], languages: list[str]) -> str:
    is_share = name not in SECONDS
    lower = f" ({word('lower_is_better')})" if name in LOWER_IS_BETTER else ""
    label = f'{word(f"metric.{name}")}<small class="soft">{word(f"explain.{name}")}{lower}</small>'
    measures = [slices["overall"], *(slices["language"][code] for code in languages)]
    values = [f'<span class="number">{_value(m, is_share=is_share)}</span>' for m in measures]
    return f"<tr>{_cells([label, *values])}</tr>"


def _value(measure: dict[str, Any], *, is_share: bool) -> str:
    if measure["value"] is None:
        return word("not_scored", "soft")
    show = percent if is_share else number
    error = measure["standard_error"]
    beside = "" if error is None else f" ± {show(error)}"
    return f'{show(measure["value"])}{beside} <span class="soft">({measure["n"]})</span>'


def _cases(report: dict[str, Any]) -> str:
    cases = sorted(report["cases"], key=lambda case: bool(case["passed"]))
    articles = "\n".join(article(case) for case in cases)
    return (
        f"<section><h2>{word('cases')}</h2>{_filters(report['cases'])}"
        f'<p class="soft"><span id="shown">{len(cases)}</span> {word("shown")}</p>'
        f'<p id="none" hidden>{word("none_shown")}</p>{articles}</section>'
    )


def _filters(cases: list[dict[str, Any]]) -> str:
    some_failed = any(not case["passed"] for case in cases)
    outcomes = sorted({turn["outcome"] for case in cases for turn in case["turns"]})
    languages = {code: LANGUAGE_NAMES[code] for code in sorted({case["lang"] for case in cases})}
    return "".join(
        [
            f'<form class="filters" aria-label="{html.escape(words()["filters"]["en"])}">',
            _verdict_filter(some_failed),
            _select("language", [(code, name) for code, name in languages.items()]),
            _select("tag", _plain({tag for case in cases for tag in case["tags"]})),
            _select("outcome", [(name, None) for name in outcomes]),
            _select(
                "audience", [(name, None) for name in sorted({c["audience"] for c in cases} - {""})]
            ),
            _select("suite", _plain({case["suite"] for case in cases})),
            f'<label>{word("search")}<input type="search" data-filter="search"></label></form>',
        ]
    )


def _verdict_filter(some_failed: bool) -> str:
    options = "".join(
        f'<option value="{value}" data-w="{key}"{" selected" if chosen else ""}>'
        f"{html.escape(words()[key]['en'])}</option>"
        for value, key, chosen in [
            ("failed", "show_failed", some_failed),
            ("", "all", not some_failed),
            ("passed", "show_passed", False),
        ]
    )
    return f'<label>{word("show")}<select data-filter="verdict">{options}</select></label>'


def _select(name: str, options: Iterable[tuple[str, str | None]]) -> str:
    """A choice; an option without a text of its own takes its words from the table."""
    rows = [f'<option value="" data-w="all">{html.escape(words()["all"]["en"])}</option>']
    for value, text in options:
        key = f"{name}.{value}"
        mark = f' data-w="{key}"' if text is None else ""
        shown = words()[key]["en"] if text is None else text
        rows.append(f'<option value="{html.escape(value)}"{mark}>{html.escape(shown)}</option>')
    if len(rows) < 3:
        return ""
    return f'<label>{word(name)}<select data-filter="{name}">{"".join(rows)}</select></label>'


def _plain(names: set[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(names)]


def _produced_by(report: dict[str, Any]) -> str:
    source = report["produced_by"]
    suites = ", ".join(f"{suite['name']} ({suite['hash']})" for suite in report["suites"])
    rows = {
        "date": source["date"],
        "git": source["git"],
        "suites": suites,
        "builds": _pairs(source["index"]) or ", ".join(source["builds"]),
        "models": ", ".join(source["models"]),
        "modes": ", ".join(source["modes"]),
        "settings": _pairs(source["settings"]),
        "packages": _pairs({"python": source["python"], **source["packages"]}),
    }
    items = "".join(
        f"<dt>{word(key)}</dt><dd>{html.escape(value)}</dd>" for key, value in rows.items() if value
    )
    return f"<footer><h2>{word('produced_by')}</h2><dl>{items}</dl></footer>"


def _pairs(fields: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in fields.items() if value not in (None, ""))


def _cells(contents: Iterable[str], tag: str = "td") -> str:
    return "".join(f"<{tag}>{content}</{tag}>" for content in contents)
