import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mmassist.inference.pieces import LENGTH, PADDING, encoded, pieces


def test_a_word_is_kept_whole_and_in_parts() -> None:
    assert pieces("Save") == ["<save>", "<sa", "sav", "ave", "ve>", "<sav", "save", "ave>"]


def test_words_that_resemble_one_another_share_parts() -> None:
    shared = set(encoded(["folder"], 4096)[0]) & set(encoded(["folders"], 4096)[0])
    assert len(shared) > 6


@given(st.lists(st.text(max_size=60), max_size=4), st.integers(2, 5000))
def test_every_text_fits_the_table(texts: list[str], buckets: int) -> None:
    rows = encoded(texts, buckets)
    assert rows.shape == (len(texts), LENGTH)
    assert rows.size == 0 or (rows.min() >= PADDING and rows.max() < buckets)


def test_only_what_is_shorter_is_filled_up() -> None:
    row = encoded(["a"], 4096)[0]
    assert np.count_nonzero(row) == len(pieces("a"))
