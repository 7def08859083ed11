"""The project's own files agree: dependencies and pins, commands in the README, languages."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from support import ROOT

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_COMMAND = re.compile(r"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(make|injae[a-z-]*)\b(.*)$")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements(project: Mapping[str, Any]) -> list[str]:
    """What `make setup` installs: the other extras are chat providers, for whoever has a key."""
    extra = project["project"]["optional-dependencies"]["dev"]
    return [*project["project"]["dependencies"], *extra]


def test_every_dependency_is_pinned(project: dict[str, Any]) -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==\S+", pin)] == []
    names = [canonical(pin.split("==")[0]) for pin in pins]
    assert len(set(names)) == len(names)
    wanted = {canonical(_NAME.match(item)[0]) for item in requirements(project)}
    assert wanted - set(names) == set()


def test_every_dependency_says_what_it_is_for(project: dict[str, Any]) -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = project["project"]["dependencies"]
    bare = [item for item in wanted if not re.search(rf'"{re.escape(item)}",\s+# \w', text)]
    assert bare == []


def test_exact_pins_of_the_project_are_those_of_the_lock(project: dict[str, Any]) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower().splitlines()
    exact = [item for item in requirements(project) if "==" in item]
    assert exact and [item for item in exact if item.lower() not in lock] == []


def commands(text: str) -> Iterator[tuple[str, str]]:
    """(program, first argument) of each command in the fenced blocks of a README."""
    for block in re.findall(r"^```(?:sh|bash|console)?\n(.*?)^```", text, re.M | re.S):
        for line in block.splitlines():
            for part in re.split(r"&&|\|", line.split(" #")[0]):
                if match := _COMMAND.match(part):
                    yield match[1], (match[2].split() or [""])[0]


def unknown(found: Iterable[tuple[str, str]], known: Mapping[str, set[str]]) -> list[str]:
    return [f"{program} {verb}" for program, verb in found if verb not in known.get(program, set())]


def make_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return {"", *re.findall(r"^([a-z][a-z-]*):", text, re.M)}


def verbs(package: str) -> set[str]:
    """The verbs of a console script, from the source of its parser."""
    text = (ROOT / package / "__main__.py").read_text(encoding="utf-8")
    found = re.findall(r'(?:verb|add_parser|_verb|add)\(\s*(?:\w+, )?"([a-z]+)"', text)
    return {"--help", *found}


def test_commands_of_the_readme_exist(project: dict[str, Any]) -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("README.md is not written yet")
    known = {"make": make_targets()}
    for script, target in project["project"]["scripts"].items():
        known[script] = verbs(target.split(".")[0])
    found = list(commands(readme.read_text(encoding="utf-8")))
    assert {"make"} <= {program for program, _ in found}
    assert unknown(found, known) == []


def test_a_command_that_does_not_exist_is_reported() -> None:
    text = (
        "```sh\nmake setup && make fly\n$ injae ask 'x'  # a question\ninjae-ingest burn a\n```\n"
    )
    known = {"make": {"setup"}, "injae": {"ask"}, "injae-ingest": {"build"}}
    assert unknown(commands(text), known) == ["make fly", "injae-ingest burn"]


def test_the_verbs_are_found_in_the_parsers() -> None:
    assert {"build", "setup", "read", "check"} <= verbs("ingest")
    assert {"setup", "run", "test", "clean"} <= make_targets()


def keys(data: Mapping[str, Any], prefix: str = "") -> set[str]:
    """Dotted keys; tables inside lists count by position."""
    found = set()
    for name, value in data.items():
        found.add(prefix + name)
        if isinstance(value, dict):
            found |= keys(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, dict):
                    found |= keys(item, f"{prefix}{name}.{number}.")
    return found


def test_the_languages_have_the_same_keys() -> None:
    folder = ROOT / "assistant" / "languages"
    read = {
        path.stem: keys(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.toml"))
    }
    assert set(read) == {"en", "fr", "ko"}
    for language, found in read.items():
        assert found ^ read["en"] == set(), language


def test_a_key_that_one_language_lacks_is_reported() -> None:
    assert keys({"a": {"b": 1}, "c": [{"d": 1}]}) ^ keys({"a": {}, "c": [{}]}) == {"a.b", "c.0.d"}
