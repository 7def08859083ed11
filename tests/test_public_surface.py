"""What the two packages offer: a change of these lists is a decision, not an accident."""

import pytest

import assistant
import ingest

ASSISTANT = """
Answer Assistant AssistantError BadQuestion Citation Evidence Note Query Reply ServerError
Settings SettingsError Turn explain
"""
INGEST = """
AskedQuestions Block Build Changes Chunk Contact DamagedIndex Document Encoder EncoderMismatch
EncoderUnavailable Fault Glossary Index IndexUnavailable IngestError InjaeError LANGUAGES Mention
NoIndex Node PACKAGED Page Reranker SourceRef Subjects Term Validity YamlError build_index
check_corpus compare_builds corpus_folder fold inflate_index language last_changes lexical
open_encoder open_index open_reranker page_image parse_yaml parse_yaml_nodes plain_reference
published_folder read_document sentences values
"""
SURFACES = [(assistant, ASSISTANT), (ingest, INGEST)]


def difference(names: list[str], expected: str) -> set[str]:
    """Names that only one of the two has, and names that stand twice."""
    twice = {name for name in names if names.count(name) > 1}
    return (set(names) ^ set(expected.split())) | twice


@pytest.mark.parametrize(("package", "expected"), SURFACES, ids=["assistant", "ingest"])
def test_the_public_surface(package: object, expected: str) -> None:
    assert difference(package.__all__, expected) == set()


@pytest.mark.parametrize(("package", "expected"), SURFACES, ids=["assistant", "ingest"])
def test_every_public_name_can_be_loaded(package: object, expected: str) -> None:
    for name in expected.split():
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = package.no_such_name


@pytest.mark.parametrize("names", [["a"], ["a", "b", "c"], ["a", "b", "b"]])
def test_a_changed_surface_is_reported(names: list[str]) -> None:
    assert difference(names, "a b") != set()
