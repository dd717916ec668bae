"""Whether arrays are read in one way: gate orders, orientations, and names as a tie-break."""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.diagnosis.equations.order import disorder, gate_orders, misnamed, orientations
from gru_doctor.diagnosis.equations.readings import oddities
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.records import Card, Parameter
from tests.reference import PACKINGS, arranged


def joined(*readings):
    """One reading made of the blocks of several, the first that has one."""
    places = {}
    for reading, kinds in readings:
        places |= {b: p for b, p in reading.places.items() if b[0] in kinds}
    return Reading(places)


def card_of(*names):
    return Card(
        "Cell", "numpy", "cell", 3, 7, tuple(Parameter(n, (7, 7)) for n in names),
        takes_state=True, takes_mask=False, returns_sequence=False, gradient=None,
    )  # fmt: skip


def renamed(names):
    """Nine separate arrays by the names given for each block."""
    places = arranged("1").reading.places
    return Reading({b: replace(p, parameter=names.get(b, b)) for b, p in places.items()})


def test_one_way_of_reading_is_no_disorder():
    for packing in PACKINGS:
        for stored in ("x @ W", "W @ x"):
            assert disorder(arranged("1", packing, "rzn", stored).reading) == 0


def test_two_gate_orders_are_a_disorder():
    one, other = (arranged("1", "packed", order).reading for order in ("zrn", "rzn"))
    mixed = joined((one, "W"), (other, "Ub"))
    assert gate_orders(mixed) == {("z", "r", "n"), ("r", "z", "n")}
    assert disorder(mixed) == 1


def test_a_packing_of_two_gates_agrees_with_one_that_holds_them_in_order():
    whole = arranged("1", "packed", "zrn").reading
    places = {b: p for b, p in whole.places.items() if b != "U_n"}
    apart = Reading({**places, "U_n": Place("Un", whole.places["U_n"].indices)})
    assert disorder(apart) == 0
    assert not list(oddities(apart))
    turned = Reading({**apart.places, "U_z": whole.places["U_r"], "U_r": whole.places["U_z"]})
    assert disorder(turned) == 1
    assert [(odd.code, odd.block[0]) for odd in oddities(turned)] == [("GRU110", "U")]


def test_packings_that_share_one_gate_are_not_compared():
    whole = arranged("1", "packed", "zrn").reading
    places = {b: p for b, p in whole.places.items() if b[0] == "W" and b != "W_n"}
    shifted = {"U_r": whole.places["U_n"], "U_n": whole.places["U_z"]}
    assert not list(oddities(Reading({**places, **shifted})))


def test_two_orientations_are_a_disorder():
    mixed = joined((arranged("1").reading, "Wb"), (arranged("1", orientation="W @ x").reading, "U"))
    assert orientations(mixed) == {"W @ x"} and disorder(mixed) == 0
    turned = replace(mixed.places["U_r"], indices=mixed.places["U_r"].indices.T)
    assert disorder(Reading({**mixed.places, "U_r": turned})) == 1


def test_names_that_agree_are_no_mistake():
    card = card_of("W_z", "U_z", "b_z", "W_r", "U_r", "b_r", "W_n", "U_n", "b_n")
    assert misnamed(arranged("1").reading, card) == 0


def test_a_block_called_as_another_gates_is_counted():
    card = card_of("W_z", "U_z", "b_z", "W_r", "U_r", "b_r", "W_n", "U_n", "b_n")
    swapped = renamed({"U_z": "U_r", "U_r": "U_z"})
    assert misnamed(swapped, card) > 0
    assert misnamed(swapped, card) > misnamed(renamed({}), card)


def test_names_may_differ_before_and_after_the_mark():
    names = {f"{k}_{g}": f"{prefix}{g}_weight" for k, prefix in (("W", "x2"), ("U", "h2")) for g in "zrn"}
    card = card_of(*names.values(), "b_z", "b_r", "b_n")
    assert misnamed(renamed(names), card) == 0
    turned = {**names, "U_z": names["U_n"], "U_n": names["U_z"]}
    assert misnamed(renamed(turned), card) > 0
