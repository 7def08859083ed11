"""What a reader takes away says the words, where they stand and who published them."""

from web_builders import answer, citation

from assistant.web.export import answer_markdown, citation_text, stopped_markdown
from assistant.words import words


def test_a_citation_says_words_place_standing_and_source() -> None:
    lines = citation_text(citation(), words("en")).split("\n")
    assert lines == [
        "“A stay of three years.”",
        "The D-10 visa › Length of stay › page 3",
        "in force, since 29 October 2025",
        "- The Paper, 31 October 2025: A [title] https://example.org/a_(b)",
    ]


def test_an_answer_carries_notes_and_sources() -> None:
    text = answer_markdown("How long?", answer())
    assert text.startswith("## How long?\n\nThree years. \\[1\\]")
    assert "### Good to know\n\n- Rule changed: it was two. \\[1\\]" in text
    assert "> A stay of three years." in text
    assert text.endswith("*Injae, as of 22 November 2026*")


def test_nothing_of_an_answer_becomes_markup() -> None:
    hostile = "![x](http://a.example/x.png) <b>bold</b> [click](javascript:alert(1))"
    text = answer_markdown(hostile, answer(hostile))
    for mark in ("![", "](", "<b>"):
        assert mark not in text.replace("\\[", "").replace("\\]", "").replace("\\<", "")


def test_an_address_that_would_end_its_link_is_left_out() -> None:
    assert "](https://example.org/a_(b))" not in answer_markdown("q?", answer())
    assert "A \\[title\\]" in answer_markdown("q?", answer())


def test_a_list_stays_a_list() -> None:
    assert "\n- one\n- two" in answer_markdown("q?", answer("These:\n- one\n- two"))


def test_a_stopped_answer_says_so_in_its_language() -> None:
    text = stopped_markdown("Combien ?", "Trois", words("fr"))
    assert text == "## Combien ?\n\nTrois\n\n(interrompue avant la fin)"
