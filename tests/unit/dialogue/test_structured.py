"""A model's JSON, read with suspicion and told in sentences."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.dialogue.structured import DEEPEST, MOST_CHARACTERS, Document, Section, Table, parse, sentences
from mmassist.errors import BadAnswer

BILL = {
    "title": "Invoice 4471",
    "sections": [
        {"heading": "Costs", "level": 2, "text": ["For November.", "Please pay"], "items": ["Water", "Power"]},
        {"tables": [{"caption": "Sums", "headers": ["What", "Sum"], "rows": [["Water", "31.20"], ["Power", 88.05]]}]},
    ],
    "unclear": ["the stamp at the bottom"],
}
TOLD = (
    "Invoice 4471.",
    "Heading: Costs.",
    "For November.",
    "Please pay.",
    "Water.",
    "Power.",
    "Table Sums: 2 rows, 2 columns.",
    "Row 1: What: Water; Sum: 31.20.",
    "Row 2: What: Power; Sum: 88.05.",
    "Unclear: the stamp at the bottom.",
)


def test_a_document_is_told_in_order() -> None:
    assert sentences(parse(json.dumps(BILL))) == TOLD


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```\n", "  \n```JSON\n{}```"])
def test_a_code_fence_is_tolerated(fence: str) -> None:
    assert sentences(parse(fence.replace("{}", json.dumps(BILL)))) == TOLD


def test_what_it_is_made_of_can_be_walked_through() -> None:
    document = parse('{"sections": [{"heading": "A", "level": 2, "text": "one", "tables": [{"rows": [["x"]]}]}]}')
    assert document == Document("", (Section("A", 2, ("one",), (), (Table("", (), (("x",),)),)),), ())


@pytest.mark.parametrize("number", ["12.50", "1e999", "00".join(["1"] * 3000), "-0.10", "12345678901234567890.123"])
def test_a_number_is_said_as_it_is_written(number: str) -> None:
    assert sentences(parse(f'{{"title": {number}}}'))[0].startswith(number[:4000])


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Sorry, I can't.",
        "[1, 2]",
        '"text"',
        "null",
        "{}",
        '{"title": "", "sections": []}',
        '{"title": NaN}',
        '{"title": -Infinity}',
        '{"title": "a", "title": "b"}',
        '{"sections": [{"heading": "a", "heading": "b"}]}',
        '{"title": "cut o',
        '{"title": "a"} and more',
        'Here: {"title": "a"}',
        '{"title": "a",}',
        "{'title': 'a'}",
        '{"title": "a" /* note */}',
        '{"a":' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1),
        "[" * 200_000,
        '{"title": "' + "x" * MOST_CHARACTERS + '"}',
        '{"title": "line\nbreak"}',
    ],
)
def test_what_is_not_the_object_asked_for_is_refused(answer: str) -> None:
    with pytest.raises(BadAnswer):
        parse(answer)


def test_a_refusal_quotes_nothing_of_the_answer() -> None:
    with pytest.raises(BadAnswer) as raised:
        parse('{"title": "hunter2"')
    assert "hunter2" not in f"{raised.value} {raised.value.spoken} {raised.value.remedy}"


def test_brackets_in_texts_are_no_depth() -> None:
    assert parse(json.dumps({"title": "[" * 100 + "{"})).title == "[" * 100 + "{"


def test_what_the_form_does_not_know_is_told_under_its_name() -> None:
    told = sentences(parse('{"title": "Bill", "due": "1 May", "paid": false, "parties": {"from": "Anna", "to": ["Ben", "Cleo"]}}'))
    assert told == (
        "Bill.",
        "Heading: due.",
        "1 May.",
        "Heading: paid.",
        "no.",
        "Heading: parties.",
        "from: Anna.",
        "to: Ben.",
        "to: Cleo.",
    )


def test_texts_are_cleaned_like_those_of_a_screen() -> None:
    assert parse('{"title": "a\\u202eb\\u0000\\u001b[31mc\\nd"}').title == "abc d"


def test_rows_of_any_length_are_told() -> None:
    table = {"headers": ["A"], "rows": [["1", "2"], [], ["", None], "alone"]}
    told = sentences(parse(json.dumps({"sections": [{"tables": [table]}]})))
    assert told == ("Table: 4 rows, 2 columns.", "Row 1: A: 1; 2.", "Row 4: A: alone.")


@pytest.mark.parametrize("answer", ['"' * 100_000, '{"a": "' + "\\" * 100_001, "```json\n" * 20_000, '{"t":"' + '\\"' * 100_000 + '"}'])
def test_a_hostile_answer_costs_little(answer: str) -> None:
    start = time.process_time()
    with contextlib.suppress(BadAnswer):
        parse(answer)
    assert time.process_time() - start < 5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["title", "sections", "text", "rows", "x", "level"]), inner)
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(["title", "sections", "unclear", "other"]), JSON))
def test_any_object_is_told_or_refused(table: dict[str, object]) -> None:
    try:
        told = sentences(parse(json.dumps(table)))
    except BadAnswer:
        return
    assert told and all(sentence.strip() and "\n" not in sentence for sentence in told)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=80) | st.text(alphabet='{}[]":,0eE-. \n', max_size=60))
def test_any_text_is_told_or_refused(answer: str) -> None:
    with contextlib.suppress(BadAnswer):
        assert sentences(parse(answer))
