"""A report -> JUnit XML, which CI services read."""

from typing import Any
from xml.etree import ElementTree

from evals.sentences import printable


def junit(report: dict[str, Any]) -> str:
    """One test suite a suite, one test case a case."""
    root = ElementTree.Element("testsuites", name="injae-eval")
    for suite in report["suites"]:
        cases = [case for case in report["cases"] if case["suite"] == suite["name"]]
        _add_suite(root, suite["name"], cases)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_suite(root: ElementTree.Element, name: str, cases: list[dict[str, Any]]) -> None:
    errors = sum(_is_error(case) for case in cases)
    element = ElementTree.SubElement(
        root,
        "testsuite",
        name=printable(name),
        tests=str(len(cases)),
        failures=str(sum(not case["passed"] for case in cases) - errors),
        errors=str(errors),
        skipped="0",
        time=_seconds(sum(_time(case) for case in cases)),
    )
    for case in cases:
        _add_case(element, name, case)


def _add_case(suite: ElementTree.Element, name: str, case: dict[str, Any]) -> None:
    element = ElementTree.SubElement(
        suite,
        "testcase",
        classname=printable(f"{name}.{case['lang']}"),
        name=printable(case["id"]),
        time=_seconds(_time(case)),
    )
    if case["passed"]:
        return
    kind = "error" if _is_error(case) else "failure"
    lines = [printable(line) for line in case["failures"]]
    failure = ElementTree.SubElement(element, kind, message=lines[0] if lines else "")
    failure.text = "\n".join([*lines, *(_exchange(turn) for turn in case["turns"])])


def _exchange(turn: dict[str, Any]) -> str:
    return printable(f"\nQ: {turn['question']}\nA: {turn['answer'] or turn['error']}")


def _is_error(case: dict[str, Any]) -> bool:
    return any(turn["error"] for turn in case["turns"])


def _time(case: dict[str, Any]) -> float:
    return float(sum(turn["seconds"] for turn in case["turns"]))


def _seconds(value: float) -> str:
    return f"{value:.3f}"
