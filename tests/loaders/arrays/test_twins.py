"""What is kept beside the parameters is told by the names of a whole family, and by nothing less."""

from gru_doctor.loaders.arrays.twins import twins

READ = {"p['W']": (3, 7), "p['U']": (7, 7)}


def test_a_dict_of_the_same_keys_and_shapes_is_kept_beside():
    silent = {"m['W']": (3, 7), "m['U']": (7, 7)}
    assert twins(READ, silent) == {"m['W']": "p['W']", "m['U']": "p['U']"}


def test_so_is_an_attribute_of_every_parameter():
    read = {"gate.x.w": (3, 7), "gate.h.w": (7, 7)}
    silent = {"gate.x.velocity": (3, 7), "gate.h.velocity": (7, 7)}
    assert twins(read, silent) == {"gate.x.velocity": "gate.x.w", "gate.h.velocity": "gate.h.w"}


def test_a_dead_parameter_is_no_twin():
    assert twins({"p['W']": (3, 7), "p['b']": (7,)}, {"p['U']": (7, 7)}) == {}
    assert twins(READ | {"q['W']": (3, 7)}, {"q['U']": (7, 7)}) == {}


def test_other_shapes_or_one_alone_are_none():
    assert twins(READ, {"m['W']": (3, 7), "m['U']": (7,)}) == {}
    assert twins({"W": (3, 7), "U": (7, 7)}, {"mW": (3, 7)}) == {}
