"""Whole persons in proportion (B3, G9), against every other way of sharing them out."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from systems.apportion import apportion
from systems.errors import Impossible


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(0, 9), st.lists(st.integers(0, 3), min_size=4))
def test_b3_g9_shares_are_the_nearest_whole_numbers_that_keep_the_minimums(
    weights: list[int], total: int, minimum: list[int]
) -> None:
    w, least = np.array(weights, dtype=float), np.array(minimum[: len(weights)])
    if least.sum() > total:
        with pytest.raises(Impossible):
            apportion(w, total, least)
        return
    exact = total * (w / w.sum() if w.sum() else np.full(len(w), 1 / len(w)))
    choices = [c for c in product(range(total + 1), repeat=len(w)) if sum(c) == total and (np.array(c) >= least).all()]
    found = apportion(w, total, least)
    assert tuple(found.tolist()) in choices
    off = [((np.array(c) - exact) ** 2).sum() for c in choices]
    assert ((found - exact) ** 2).sum() == pytest.approx(min(off))


def test_b3_a_textbook_case_of_largest_remainders() -> None:
    votes = np.array([47_000, 16_000, 15_900, 12_000, 6_000, 3_100], dtype=float)
    assert apportion(votes, 10).tolist() == [5, 2, 1, 1, 1, 0]
    assert apportion(votes, 10, 1).tolist() == [5, 1, 1, 1, 1, 1]
