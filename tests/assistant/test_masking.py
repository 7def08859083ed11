"""Numbers of persons and keys do not stay in what is kept; dates, amounts and visas do."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.masking import MARK, MaskedFormatter, masked

SECRETS = [
    "010-1234-5678", "01012345678", "02-345-6789", "031 234 5678", "+82 10 1234 5678",
    "+82-2-345-6789", "06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "+1 (415) 555-0100",
    "900101-1234567", "900101 5234567", "9001011234567", "kim.minsu+visa@example.co.kr",
    "sk-proj-abcDEF1234567890abcd", "sk_live_51HabcDEFGhijkl", "hf_abcdefghijklmnopqrst",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "AKIAIOSFODNN7EXAMPLE", "M12345678",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk",
    "4f9a8c7b6d5e4f3a2b1c0d9e8f7a6b5c4d3e",
]  # fmt: skip
KEPT = [
    "Since 29 October 2025 the D-10 can be extended to 3 years.",
    "KRW 149,865,000 a year, KRW 800 million, 149865000",
    "2025-03-20 to 2026-12-31, 2025.10.29",
    "D-8-4(S), E-7-1, F-2-7, D-10-2; call 1345",
    "the embassy takes applications from 12 to 25 February 2026, 2,000 places",
    "2.64/4.0, 2.80/4.3, 2.91/4.5 or 3.23/5.0",
    "20261122-150912-a6a951e1",
    "https://www.hikorea.go.kr/info/InfoDatail.pt?CAT_SEQ=188",
    "예산은 1,234억 5,678만 원이고 2025년 3월 20일에 발표되었습니다.",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", ["{}", "call me: {}, thanks", "제 번호는 {}입니다", "« {} »"])
def test_a_secret_is_masked(secret: str, around: str) -> None:
    shown = masked(around.format(secret))
    assert secret not in shown
    assert MARK in shown
    assert sum(c.isdigit() for c in shown) <= 1


@pytest.mark.parametrize("text", KEPT)
def test_what_answers_are_made_of_stays(text: str) -> None:
    assert masked(text) == text


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@given(st.from_regex(r"010-[0-9]{4}-[0-9]{4}", fullmatch=True), st.text(alphabet="가나 ?\n"))
def test_any_mobile_number_is_masked(number: str, around: str) -> None:
    assert number not in masked(f"{around} {number} {around}")


def test_a_log_line_is_masked_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("asked with 010-1234-5678 and sk-abcdefghijklmnop1234")
    except ValueError:
        logging.getLogger("t").exception("kim@example.org failed")
    line = MaskedFormatter("%(message)s").format(caplog.records[-1])
    assert "Traceback" in line
    for secret in ("010-1234-5678", "sk-abcdefghijklmnop1234", "kim@example.org"):
        assert secret not in line
