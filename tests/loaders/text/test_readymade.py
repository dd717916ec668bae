"""Files that only make, call or inherit a framework's own cell."""

from __future__ import annotations

import pytest

from gru_doctor.loaders.load import load
from gru_doctor.loaders.text.readymade import ready_made
from gru_doctor.loaders.text.source import parse, read
from gru_doctor.records import Options


def names(text):
    return [t.name for t in ready_made(parse("mine.py", text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cell = torch.nn.GRUCell(3, 7)", ["cell"]),
        ("class Cell(nn.GRUCell):\n    pass", ["Cell"]),
        (
            "core = transform(lambda x, h: GRU(7)(x, h))\ndef step(x, h):\n    return core.apply(p, x, h)",
            ["step"],
        ),
        ("cell = GRUCell(7)\ndef seed(n):\n    return cell", ["cell"]),
        ("if __name__ == '__main__':\n    cell = nn.GRU(3, 7)", []),
        ("size = count(3, 7)", []),
    ],
)
def test_what_is_ready_made(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    ("made", "level"),
    [
        ("torch.nn.GRUCell(3, 7)", "cell"),
        ("torch.nn.GRU(3, 7)", "layer"),
        ("torch.nn.GRU(3, 7, batch_first=True)", "layer"),
    ],
)
def test_an_object_of_pytorch_is_loaded_as_it_is(write, made, level):
    path = write(f"import torch\n\nthing = {made}\n")
    (target,) = ready_made(parse(path, f"thing = {made}"))
    card = load(target, Options()).card
    assert (card.level, card.takes_state, card.gradient, len(card.parameters)) == (level, True, "autograd", 4)


def test_a_function_uses_the_weights_of_a_module_made_beside_it(write):
    path = write("""
        import torch

        cell = torch.nn.GRUCell(3, 7)

        def step(x, h):
            return cell(x, h)
    """)
    (target,) = ready_made(read(path))
    assert {p.shape for p in load(target, Options()).card.parameters} == {(21, 3), (21, 7), (21,)}
