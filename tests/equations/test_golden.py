"""The golden values against our equations, the script that makes them, and torch."""

from __future__ import annotations

import copy
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from gru_doctor.equations.bptt import unroll_backward
from gru_doctor.equations.gru import Step
from gru_doctor.equations.unroll import unroll
from gru_doctor.records import Convention

FOLDER = Path(__file__).parents[2] / "fixtures" / "golden"
FILES = sorted(FOLDER.glob("*.json"))
FORWARD, BACKWARD = 1e-15, 1e-14


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def arrays(tree):
    return {name: np.array(values, dtype=float) for name, values in tree.items()}


def arguments(golden, case):
    """weights, xs, h0, convention, cotangents and mask of one case."""
    xs = np.array(case["xs"])
    h0 = np.zeros((2, 5)) if case["h0"] is None else np.array(case["h0"])
    mask = None if case["mask"] is None else np.array(case["mask"], dtype=float)
    convention = Convention(**golden["convention"])
    return arrays(golden["weights"]), xs, h0, convention, np.array(case["cotangents"]), mask


def forward_gaps(golden, case, gap):
    """The gap of the outputs and of each gate at each step, by name."""
    weights, xs, h0, convention, _, mask = arguments(golden, case)
    states = unroll(weights, xs, h0, convention, mask)
    found = {"outputs": gap(states, case["outputs"])}
    for t, (x, h) in enumerate(zip(xs, [h0, *states], strict=False)):
        step = Step(weights, x, h, convention)
        found |= {f"{g}[{t}]": gap(getattr(step, g), case[g][t]) for g in "zrn"}
    return found


def backward_gaps(golden, case, gap):
    """The gap of each gradient, by name."""
    found, true = unroll_backward(*arguments(golden, case)), case["gradients"]
    gaps = {name: gap(found.weights[name], true["weights"][name]) for name in true["weights"]}
    gaps["xs"] = gap(found.xs, true["xs"])
    if true["h0"] is not None:
        gaps["h0"] = gap(found.h0, true["h0"])
    return gaps


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def golden(request):
    return load(request.param)


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("golden_make", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_equations_agree(golden, gap):
    for case in golden["cases"]:
        gaps = forward_gaps(golden, case, gap)
        assert max(gaps.values()) <= FORWARD, (case["name"], gaps)


def test_the_backward_agrees(golden, gap):
    for case in golden["cases"]:
        gaps = backward_gaps(golden, case, gap)
        assert gaps.keys() >= golden["weights"].keys()
        assert max(gaps.values()) <= BACKWARD, (case["name"], gaps)


def places(tree, path=()):
    """The path of every number of a nested structure."""
    if isinstance(tree, float):
        yield path
    elif isinstance(tree, dict | list):
        keys = tree if isinstance(tree, dict) else range(len(tree))
        for key in keys:
            yield from places(tree[key], (*path, key))


def test_any_corrupted_value_is_noticed(gap):
    golden = load(FOLDER / "keeps-after-2.json")
    case = next(c for c in golden["cases"] if c["name"] == "T2-none-state")
    checked = [p for p in places(case) if p[0] in ("z", "r", "n", "outputs", "gradients")]
    assert len(checked) > 200
    for *path, last in checked:
        broken = copy.deepcopy(case)
        place = broken
        for key in path:
            place = place[key]
        place[last] += 1e-12
        gaps = {**forward_gaps(golden, broken, gap), **backward_gaps(golden, broken, gap)}
        assert max(gaps.values()) > BACKWARD, (*path, last)


@pytest.mark.parametrize(
    "wrong", [{"update": "writes"}, {"reset": "before"}, {"gate_activation": "hard_sigmoid"}]
)
def test_another_convention_is_far_away(wrong, gap):
    golden = load(FOLDER / "keeps-after-2.json")
    golden["convention"].update(wrong)
    for case in golden["cases"]:
        if case["name"] != "T1-none-zero" or "reset" not in wrong:
            assert forward_gaps(golden, case, gap)["outputs"] > 1e-3


def test_no_two_files_say_the_same():
    outputs = [load(path)["cases"][-1]["outputs"] for path in FILES]
    assert len({json.dumps(values) for values in outputs}) == len(FILES)


def test_numbers_are_distinct_and_gates_are_open(golden):
    blocks = [np.ravel(block) for block in arrays(golden["weights"]).values()]
    weights = np.concatenate(blocks)
    assert len(np.unique(np.abs(weights))) == len(weights)
    assert np.array_equal(weights.astype(np.float32), weights)
    for case in golden["cases"]:
        gates = np.array([case["z"], case["r"]])
        assert gates.min() > 0.005 and gates.max() < 0.996


def test_every_convention_has_its_file(make):
    assert {make.file_name(c) for c in make.conventions()} == {path.name for path in FILES}
    for path in FILES:
        golden = load(path)
        assert make.file_name(golden["convention"]) == path.name
        assert len(golden["cases"]) == len(make.cases_of(golden["convention"]))


def test_the_script_makes_the_stored_values(make):
    conv = make.convention("writes", "after", "input+candidate", "sigmoid")
    head, case, *_ = (FOLDER / make.file_name(conv)).read_text(encoding="utf-8").splitlines()
    assert head.startswith(make.text(make.head(conv))[:-1])
    assert case.rstrip(",") == make.text(make.case(conv, *make.CASES[0]))


def test_the_readme_example_holds(gap):
    torch = pytest.importorskip("torch")
    golden = load(FOLDER / "keeps-after-2.json")
    case = next(c for c in golden["cases"] if c["name"] == "T5-none-state")
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    example = text.split("## Example")[1].split("\n\n")[1]
    code = "\n".join(line[4:] for line in example.splitlines())
    names = {}
    exec(code.replace('"keeps-after-2.json"', repr(str(FOLDER / "keeps-after-2.json"))), names)
    assert gap(names["outputs"].detach(), case["outputs"]) < FORWARD
    reset_rows = names["gru"].weight_hh_l0.grad[:5].T
    assert gap(reset_rows, case["gradients"]["weights"]["U_r"]) < BACKWARD
    assert torch.is_tensor(reset_rows)
