# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.backends.describer.text import clean, closed, cut, label, sentences, without_mnemonic, word_count


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("  two\n words\t", "two words"),
        ("pay\u202egnp.exe", "paygnp.exe"),
        ("pass\u200bword", "password"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a\x00b", "ab"),
        ("soft\u00adware", "software"),
        ("icon \ue001 here", "icon here"),
        ("\ufeffstart", "start"),
        ("――――――― title", "――― title"),
        ("1,234.50 €", "1,234.50 €"),
        ("000000", "000000"),
        ("e\u0301te\u0301", "été"),
        ("z" + "\u0301" * 50, "ź\u0301\u0301\u0301"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("<b>*bold*</b>", "<b>*bold*</b>"),
    ],
)
def test_text_from_a_screen_becomes_one_plain_line(raw: str, said: str) -> None:
    assert clean(raw) == said


@given(st.text(max_size=200))
def test_cleaned_text_hides_nothing(raw: str) -> None:
    assert all(char.isprintable() or char in "\u200c\u200d" for char in clean(raw))


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(st.text(), st.integers(2, 50))
def test_cleaned_text_keeps_its_bound(raw: str, limit: int) -> None:
    assert len(clean(raw, limit)) <= limit


@given(st.text(alphabet="abc 123.,:;!?()-", max_size=60))
def test_the_words_of_plain_text_stay_as_they_are(raw: str) -> None:
    assert [word for word in clean(raw).split() if word.isalnum()] == [word for word in raw.split() if word.isalnum()]


def test_text_is_cut_at_a_word() -> None:
    assert cut("one two three", 9) == "one two…"


def test_text_that_fits_is_not_cut() -> None:
    assert cut("one two", 7) == "one two"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("_Open", "Open"),
        ("Save _As", "Save As"),
        ("&Open", "Open"),
        ("E&xit", "Exit"),
        ("Öffnen(&O)", "Öffnen"),
        ("文件(_F)", "文件"),
        ("R&D", "R&D"),
        ("AT&T", "AT&T"),
        ("Salt & pepper", "Salt & pepper"),
        ("Salt && pepper", "Salt & pepper"),
        ("my_file_name", "my_file_name"),
        ("snake_case", "snake_case"),
        ("_", "_"),
    ],
)
def test_the_sign_of_an_access_key_is_not_said(raw: str, said: str) -> None:
    assert without_mnemonic(raw) == said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Name:", "Name"),
        ("Save As…", "Save As"),
        ("Save As...", "Save As"),
        ("Open\tCtrl+O", "Open"),
        ("Convert      ", "Convert"),
        ("…", "…"),
        (":", ":"),
        ("...", "..."),
    ],
)
def test_a_label_is_its_words(raw: str, said: str) -> None:
    assert label(raw) == said


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("Really quit?\nUnsaved work is lost.", ["Really quit?", "Unsaved work is lost."]),
        ("It costs 3.5 km. Go?", ["It costs 3.5 km.", "Go?"]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("see e.g. the manual", ["see e.g. the manual"]),
        ("", []),
    ],
)
def test_sentences_are_told_apart(raw: str, parts: list[str]) -> None:
    assert sentences(raw) == parts


@pytest.mark.parametrize(("raw", "said"), [("Go", "Go."), ("Go!", "Go!"), ("“Go.”", "“Go.”"), ("“Go”", "“Go”."), ("Go…", "Go…"), ("", ".")])
def test_a_sentence_is_closed_once(raw: str, said: str) -> None:
    assert closed(raw) == said


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("要保存对“a.txt”的更改吗？否则将丢失。", ["要保存对“a.txt”的更改吗？", "否则将丢失。"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("هل تحفظه الآن؟ نعم.", ["هل تحفظه الآن؟", "نعم."]),
        ("Το έγγραφο άλλαξε. Να αποθηκευτεί τώρα; Ναι.", ["Το έγγραφο άλλαξε.", "Να αποθηκευτεί τώρα;", "Ναι."]),
        ("int a = 1; Int b", ["int a = 1; Int b"]),
    ],
)
def test_sentences_end_as_their_script_has_it(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize("text", ["登录失败。", "هل تحفظه؟", "Να αποθηκευτεί τώρα;"])
def test_what_ends_with_a_mark_of_its_script_gets_no_full_stop(text: str) -> None:
    assert closed(text) == text


@pytest.mark.parametrize(("text", "count"), [("one two", 2), ("连接中断", 2), ("无法打开 a.txt", 3), ("", 0)])
def test_signs_of_scripts_without_blanks_count_as_words_too(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize("text", ["„Ja.“", "« Oui. »", "« Oui ! »", "«Sí.»", "“Yes.”"])
def test_the_marks_that_close_a_quotation_belong_to_its_sentence(text: str) -> None:
    assert sentences(f"{text} Foo.") == [text, "Foo."]
    assert closed(text) == text
