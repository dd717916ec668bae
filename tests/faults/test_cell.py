"""The faults of the cell, against the healthy equations and against each other."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from gru_doctor import faults as folder
from gru_doctor.equations.activations import GATE_ACTIVATIONS
from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.equations.parts import has
from gru_doctor.fault import faults
from gru_doctor.faults import read
from gru_doctor.records import Convention

BATCH, INPUT, HIDDEN = 2, 3, 7
VISIBLE = 1e-6
CELL = tuple(f for f in faults() if f.cell)
BIASES = ("0", "1", "2", "input+candidate")
CONVENTIONS = tuple(
    Convention(update=update, reset=reset, biases=biases, gate_activation=gate)
    for update, reset, biases, gate in product(
        ("keeps", "writes"), ("before", "after"), BIASES, GATE_ACTIVATIONS
    )
)
PLAIN = tuple(c for c in CONVENTIONS if c.gate_activation == "sigmoid" and c.biases in ("1", "2"))
each_fault = pytest.mark.parametrize("fault", CELL, ids=lambda f: f.code)


class Seen(np.ndarray):
    """An array that keeps whatever is computed from it."""

    log: ClassVar[list] = []

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        plain = [np.asarray(a) if isinstance(a, Seen) else a for a in inputs]
        return keep(getattr(ufunc, method)(*plain, **options))

    def __array_function__(self, function, types, args, options):
        made = super().__array_function__(function, types, args, options)
        return keep(made) if isinstance(made, np.ndarray) else made


def keep(made):
    Seen.log.append(np.array(made, subok=False))
    return np.asarray(made).view(Seen)


@cache
def numbers(seed, biases):
    """Generic blocks, an input and a state."""
    draw = np.random.default_rng(seed).standard_normal
    shapes = {"W": (INPUT, HIDDEN), "U": (HIDDEN, HIDDEN), "b": (HIDDEN,), "c": (HIDDEN,)}
    stored = Convention(biases=biases)
    weights = {
        f"{kind}_{g}": 0.6 * draw(shape)
        for g in "zrn"
        for kind, shape in shapes.items()
        if has(stored, f"{kind}_{g}")
    }
    return weights, draw((BATCH, INPUT)), 0.6 * draw((BATCH, HIDDEN))


def step(convention, altered=None, seed=0, weights=None):
    drawn, x, h = numbers(seed, convention.biases)
    equations = {**EQUATIONS, **(altered.equations if altered else {})}
    return Step(weights or drawn, x, h, convention, equations)


@cache
def published(seed, biases):
    """h' of every published convention on the same numbers."""
    same = [c for c in CONVENTIONS if c.biases == biases]
    return np.stack([step(c, seed=seed).out for c in same])


def differs_from_all(altered, convention, seed):
    gap = np.abs(step(convention, altered, seed).out - published(seed, convention.biases))
    return bool(gap.max(axis=(1, 2)).min() > VISIBLE)


def standing(fault, conventions=PLAIN):
    """Every wrong set of equations under every convention where it can stand."""
    return [(a, c) for a in fault.cell for c in conventions if a.applies(c)]


def classes(convention):
    """Which faults give the same numbers: for each h', the codes and what they write."""
    found = defaultdict(list)
    for fault in CELL:
        for altered in fault.cell:
            if altered.applies(convention):
                out = step(convention, altered).out
                found[tuple(out.ravel().round(9) + 0.0)].append((fault.code, altered.yours))
    return tuple(tuple(members) for members in found.values())


def table(groups):
    return "\n\n".join("\n".join(f"{c} {y}" for c, y in g) for g in groups if len(g) > 1)


def test_every_module_holds_the_fault_that_its_docstring_describes():
    for path in Path(folder.__path__[0]).glob("[!_]*.py"):
        entry = read(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))))
        found = [f for f in faults() if f.code == entry.code]
        assert [f.name for f in found] == [entry.name], path.name
        assert path.stem == entry.name.replace("-", "_")


def test_codes_and_names_are_used_once():
    assert len({f.code for f in faults()}) == len({f.name for f in faults()}) == len(faults())


@each_fault
def test_each_wrong_equation_can_stand_somewhere(fault):
    for altered in fault.cell:
        assert any(altered.applies(c) for c in CONVENTIONS), altered.yours


@each_fault
def test_no_wrong_equation_is_a_published_one(fault):
    for altered, convention in standing(fault, CONVENTIONS):
        seen = any(differs_from_all(altered, convention, seed) for seed in range(20))
        assert seen, (altered.yours, convention)


@each_fault
@pytest.mark.parametrize("absent", ["W", "U", "b", "WUbc"])
def test_gates_without_some_of_their_blocks_can_be_asked(fault, absent):
    weights, _, h = numbers(0, "2")
    for altered in fault.cell:
        few = {k: v for k, v in weights.items() if k[0] not in absent or k[-1] == "n"}
        for left in (few, {"W_n": weights["W_n"]}):
            wrong = step(Convention(biases="2"), altered, weights=left)
            try:
                with np.errstate(divide="ignore", invalid="ignore"):  # 1 / (1 − e^0)
                    assert wrong.out.shape == h.shape
            except KeyError as lacking:  # none of the blocks that it crosses is there
                assert lacking.args and not left.keys() & {*lacking.args}
                continue
            altered.pairs(wrong, step(Convention(biases="2"), weights=left))


@each_fault
def test_what_is_said_to_be_dead_is_dead(fault):
    for altered, convention in standing(fault):
        weights, _, _ = numbers(0, convention.biases)
        dead = {b: weights[b] + 1.0 for b in altered.silences if b in weights}
        if not dead:
            continue
        moved = step(convention, altered, weights={**weights, **dead}).out
        np.testing.assert_allclose(moved, step(convention, altered).out, atol=1e-12)


@each_fault
def test_what_is_said_to_be_erased_makes_no_difference(fault):
    other = {"update": {"keeps": "writes", "writes": "keeps"}}
    other["reset"] = {"before": "after", "after": "before"}
    for altered, convention in standing(fault):
        for name in altered.erases:
            flipped = replace(convention, **{name: other[name][getattr(convention, name)]})
            if altered.applies(flipped):
                a, b = step(convention, altered).out, step(flipped, altered).out
                np.testing.assert_allclose(a, b, atol=1e-12, err_msg=altered.yours)


@each_fault
def test_the_wrong_values_occur_in_the_wrong_step_and_the_right_ones_belong(fault):
    for altered, convention in standing(fault):
        weights, x, h = numbers(0, convention.biases)
        Seen.log = [*weights.values(), *(w.T for w in weights.values()), x, h]
        blocks = {k: v.view(Seen) for k, v in weights.items()}
        equations = {**EQUATIONS, **altered.equations}
        watched = Step(blocks, x.view(Seen), h.view(Seen), convention, equations).out
        assert watched.shape == h.shape
        mistaken = step(convention, altered)
        computed = [*Seen.log, mistaken.z, mistaken.r, mistaken.n]
        pairs = altered.pairs(mistaken, step(convention))
        assert pairs or "blend" in altered.equations, altered.yours
        absent = []
        for wrong, right in pairs:
            assert np.shape(wrong), altered.yours
            assert not same(wrong, right), altered.yours
            absent += [] if any(same(wrong, c) for c in computed) else [(wrong, right)]
        # A summand may be scaled in any of its factors: which, the run shows. One of them it always is.
        assert not absent or (len(absent) < len(pairs) and one_factor(absent)), altered.yours


def one_factor(pairs):
    """Whether every wrong value is the right one times one and the same number."""
    ratios = np.concatenate([np.ravel(wrong / right) for wrong, right in pairs])
    return bool(np.ptp(ratios) < 1e-9)


def same(a, b):
    return np.shape(a) == np.shape(b) and bool(np.abs(a - b).max() < 1e-12)


@pytest.mark.parametrize(
    ("codes", "written"),
    [
        (("GRU110", "GRU120", "GRU129"), "n = tanh(x W_n + (z ⊙ h) U_n + b_n)"),
        (("GRU110", "GRU117", "GRU120"), "h' = r ⊙ h + (1 − r) ⊙ n"),
        (("GRU111", "GRU112"), "r = σ(x W_r + b_r)"),
        (("GRU111", "GRU113"), "r = σ(h U_r + b_r)"),
        (("GRU115", "GRU117", "GRU119"), "h' = z ⊙ h + (1 − z) ⊙ n with h replaced by r ⊙ h"),
        (("GRU116", "GRU125"), "n = sigmoid(x W_n + (r ⊙ h) U_n + b_n)"),
        (("GRU116", "GRU128"), "z = σ(2 · (x W_z + h U_z + b_z))"),
        (("GRU117", "GRU127"), "n = tanh(−(x W_n + (r ⊙ h) U_n + b_n))"),
        (("GRU126",), "n = tanh(x W_n + ((1 − r) ⊙ h) U_n + b_n)"),
    ],
)
def test_codes_that_give_the_same_numbers(codes, written):
    groups = classes(Convention())
    (group,) = [g for g in groups if any(written == yours for _, yours in g)]
    assert tuple(sorted({code for code, _ in group})) == codes, table(groups)
