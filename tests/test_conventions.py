"""The named conventions: well formed, and found by name."""

from __future__ import annotations

import pytest

from gru_doctor.conventions import APART, PUBLISHED, in_order, proper, published, ranked
from gru_doctor.errors import UsageTrouble


@pytest.mark.parametrize("p", PUBLISHED, ids=lambda p: p.name)
def test_a_framework_fixes_packing_and_biases_and_a_paper_neither(p):
    fixed = (p.biases is not None, bool(p.packings), p.orientation is not None)
    assert len(set(fixed)) == 1
    assert all(sorted("".join(packing)) == sorted("zrn") for packing in p.packings)


def test_no_name_is_given_twice():
    assert len({p.name for p in PUBLISHED}) == len({p.proper for p in PUBLISHED}) == len(PUBLISHED)


def test_names_are_found_in_any_case():
    assert published(" Keras_Reset_Before ").name == "keras-reset-before"


@pytest.mark.parametrize(
    ("word", "near"), [("pytorhc", "pytorch"), ("cho", "cho2014"), ("keras-before", "keras-reset-before")]
)
def test_an_unknown_name_is_refused_with_the_nearest(word, near):
    with pytest.raises(UsageTrouble) as refused:
        published(word)
    assert refused.value.hint.startswith(f"did you mean {near}?")


def test_an_array_of_two_gates_is_in_order_where_the_whole_has_them_so():
    assert in_order("rzn", "rz") and in_order("rzn", "rzn") and not in_order("zrn", "rz")


def test_what_is_stored_just_so_comes_first_then_papers():
    apart = [p.name for p in ranked("")]
    assert apart.index("flax") < apart.index("cho2014") < apart.index("tf1")
    assert next(ranked("zrn")).name == "keras"
    assert all(APART in p.packings for p in list(ranked(""))[:2])


def test_a_name_is_spoken_as_people_write_it():
    assert (proper("cudnn"), proper("mine")) == ("cuDNN", "mine")
