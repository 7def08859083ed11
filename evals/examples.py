"""Commented example suites for those who begin."""

from pathlib import Path

from evals.errors import EvalError
from evals.record import write_text
from evals.schema import SCHEMA

YAML = """\
# yaml-language-server: $schema=suite.schema.json
# A suite: questions, and what a good answer does. Run it with: injae-eval run example.yaml
suite: example
cases:
  - id: visa-001                 # unique in this file
    audience: founder            # founder, student or evaluator; may be left out
    lang: fr                     # of the question, and so of the reply wanted: fr, en or ko
    tags: [numbers]              # your own words; the report counts by them
    facts: ["V-12"]              # notes for yourself, not scored
    as_of: 2026-11-21            # the day on which it is asked; may be left out
    turns:
      - ask: "Combien de temps ai-je pour créer ma société avec le visa spécial Startup Korea ?"
        expect:
          outcome: answer        # answer, refuse or chat (hello, or a question back)
          # at least one of these documents is cited
          cite: [startup-korea-special-visa]
          # every group is said, by any of its alternatives; numbers, money and dates count by
          # value, in any of the three languages; case, accents and spaces do not count
          contain: [["6 mois", "six mois"]]
          # none of these is said in the text
          absent: ["80 points"]
          max_seconds: 5

  # several turns: the conversation goes on, here in another language
  - id: visa-002
    lang: en
    tags: [multi-turn, switch]
    turns:
      - ask: "What is TIPS?"
        expect: {outcome: answer, cite: [tips]}
      - ask: "2026년에는 얼마까지 받을 수 있나요?"
        lang: ko
        expect: {outcome: answer, contain: [["8억"]]}

  # nothing can be answered here, so a refusal is right
  - id: weather-001
    lang: ko
    tags: [unanswerable]
    turns:
      - ask: "내일 서울 날씨 어때요?"
        expect: {outcome: refuse}

  # ids that differ only in -fr, -en, -ko are the same case: their answers must agree
  - id: hello-fr
    lang: fr
    turns: [{ask: "Bonjour !", expect: {outcome: chat}}]
  - id: hello-en
    lang: en
    turns: [{ask: "Hello!", expect: {outcome: chat}}]
"""

CSV = """\
# One case a line. cite, contain and absent may stay empty; so may audience, tags and as_of.
# In contain every group (divided by ;) is said, by any of its alternatives (divided by |).
# Save as UTF-8 (in Excel: CSV UTF-8). Run it with: injae-eval run example.csv
id,lang,question,outcome,cite,contain,absent,audience,tags,as_of
visa-001,fr,"Combien de temps ai-je pour créer ma société avec le visa spécial Startup Korea ?",\
answer,startup-korea-special-visa,6 mois|six mois,80 points,founder,numbers,2026-11-21
tips-001,ko,2026년 TIPS는 최대 얼마를 지원하나요?,answer,tips,8억,,founder,numbers,
weather-001,en,What will the weather be in Seoul tomorrow?,refuse,,,,,unanswerable,
hello-001,fr,Bonjour !,chat,,,,,,
"""


def write_examples(folder: Path) -> list[Path]:
    """Write an example in each format and the JSON Schema that editors use.

    Raises:
        EvalError: one of the files is there already, or the folder cannot be written.
    """
    texts = {
        "example.yaml": YAML,
        "example.csv": CSV,
        SCHEMA.name: SCHEMA.read_text(encoding="utf-8"),
    }
    for name in texts:
        if (folder / name).exists():
            raise EvalError(
                f"{folder / name}: is there already; remove it or choose another folder"
            )
    for name, text in texts.items():
        write_text(text, str(folder / name))
    return [folder / name for name in texts]
