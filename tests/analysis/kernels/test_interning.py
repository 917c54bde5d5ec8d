"""Numbers of texts against a plain dictionary, and their ranks against sorting."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from analysis.ingest.interner import Interner, Names
from analysis.kernels.interning import hash_texts

words = st.one_of(st.none(), st.text(max_size=3), st.text("ab", max_size=20))


def plain_numbers(columns):
    """The plain twin of `number_texts`: a dictionary."""
    known = {}
    return [[-1 if text is None else known.setdefault(text, len(known)) for text in each] for each in columns], known


@given(st.lists(st.lists(words, max_size=20), max_size=6))
def test_numbers_are_a_dictionary_s(columns):
    interner = Interner()
    found = [interner.codes(pa.array(each, pa.string())).tolist() for each in columns]
    wanted, known = plain_numbers(columns)
    assert found == wanted
    names = Names.of_all([interner])
    assert names.texts.to_pylist() == sorted(known, key=str.encode)
    assert names.rank.tolist() == [names.texts.to_pylist().index(text) for text in known] + [-1]


@given(st.lists(st.tuples(st.integers(0, 2), st.lists(words, max_size=20)), max_size=8))
def test_several_interners_give_no_number_twice(batches):
    interners = [Interner(first=first, step=3) for first in range(3)]
    found = [(interners[which].codes(pa.array(each, pa.string())).tolist(), each) for which, each in batches]
    names = Names.of_all(interners)
    texts = [*names.texts.to_pylist(), None]
    assert texts[:-1] == sorted({text for _, each in found for text in each} - {None}, key=str.encode)
    assert all(texts[names.rank[code]] == text for codes, each in found for code, text in zip(codes, each, strict=True))


def test_a_table_that_grows_and_a_slice_keep_their_numbers():
    texts = [f"user-{number % 30_000:05d}" for number in range(70_000)]
    interner = Interner()
    whole = pa.array(["before", *texts, "after"])
    found = np.concatenate([interner.codes(whole[1:50_001]), interner.codes(whole[50_001:70_001])])
    np.testing.assert_array_equal(found, np.arange(70_000) % 30_000)
    assert len(Names.of_all([interner]).texts) == 30_000


def test_hashes_tell_texts_of_every_length_apart():
    texts = ["", *("a" * size for size in range(1, 40)), *("\0" * size for size in range(1, 40))]
    column = pa.array(texts)
    hashed = np.empty((len(texts), 2), np.uint64)
    starts = np.frombuffer(column.buffers()[1], np.int32)[: len(texts) + 1]
    hash_texts(starts, np.frombuffer(column.buffers()[2], np.uint8), np.array([1, 2], np.uint64), hashed)
    assert len(np.unique(hashed[:, 0])) == len(np.unique(hashed[:, 1])) == len(texts)


def test_an_empty_name_is_a_missing_one():
    names = Names.of(pa.array(["b", "", "a"])).without_empty()
    assert (names.texts.to_pylist(), names.rank.tolist()) == (["a", "b"], [1, -1, 0, -1])
    assert Names.of(pa.array(["b"])).without_empty().texts.to_pylist() == ["b"]
