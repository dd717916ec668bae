"""Where a fault stands: the first recorded value, in order of data flow, that no right step computes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from gru_doctor.closeness import RECOGNISED, recognised
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.vocabulary import Vocabulary
from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, ELSEWHERE, GATE_ACTIVATIONS
from gru_doctor.records import Array

Pair = tuple[Array, Array]
KNOWN_SHAPES: tuple[Callable[[Array], Array], ...] = (
    *(a.f for a in GATE_ACTIVATIONS.values()), *(a.f for a in CANDIDATE_ACTIVATIONS.values()),
    *ELSEWHERE.values(), lambda a: ELSEWHERE["softmax(a)"](a.T).T,
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is right: the vocabulary of the reference, and what fused products compute beside it."""

    words: Vocabulary
    packed: Vocabulary
    hidden_size: int
    whole: Vocabulary = field(default_factory=lambda: Vocabulary([]))
    """What is right as a whole, and goes through one more operation before it is used."""
    gates: Vocabulary = field(default_factory=lambda: Vocabulary([]))
    """z, r and n: a name that holds one of them, computed once, holds what it should."""

    def explains(self, value: Array) -> bool:
        """Whether a recorded value is one that a right step computes."""
        if value.dtype.kind != "f":
            return True
        if value in self.words:
            return True
        return self.hidden_size not in value.shape and value in self.packed


def origins(flow: Flow, output: Array, known: Known) -> list[int]:
    """Nodes that are wrong although everything they were made from is right, the earliest first."""
    root = _root(flow, output)
    if root is None:
        return []
    found, seen, queue = set[int](), {root}, [root]
    while queue:
        i = queue.pop()
        wrong = [j for j in _parts(flow, i, known) if _unexplained(flow, j, known)]
        if not wrong:
            found.add(i)
        queue += [j for j in wrong if j not in seen]
        seen |= set(wrong)
    return sorted(found)


def _root(flow: Flow, output: Array) -> int | None:
    """The node that made the output; where numbers are made one by one, one of them."""
    whole = next(flow.producing(output), None)
    if whole is not None:
        return _maker(flow, whole)
    elements = Vocabulary([output])
    nodes = range(len(flow.trace.moments) - 1, -1, -1)
    values = ((i, v) for i in nodes if (v := flow.value(i)) is not None)
    return next((i for i, v in values if v.dtype.kind == "f" and v.size and v in elements), None)


def _maker(flow: Flow, node: int) -> int:
    """From where a value is handed on, laid out anew or stored to where it was made."""
    value = flow.value(node)
    earlier = ((j, v) for j in flow.sources(node) if j < node and (v := flow.value(j)) is not None)
    same = [j for j, v in earlier if value is not None and v.size == value.size and _alike(v, value)]
    return _maker(flow, same[-1]) if same else node


def _unexplained(flow: Flow, i: int, known: Known) -> bool:
    value = flow.value(i)
    return value is not None and not known.explains(value)


def _parts(flow: Flow, i: int, known: Known) -> Sequence[int]:
    """Operands of a node; the body of a helper that is right on right arguments is left out."""
    operands = flow.sources(i)
    if flow.site(i).kind != "Call":
        return operands
    arguments = [j for j in operands if flow.inside(j, i)]
    if any(_unexplained(flow, j, known) for j in arguments) or len(arguments) == len(operands):
        return arguments
    return arguments if _innocent(flow, i, arguments) else operands


def _innocent(flow: Flow, i: int, arguments: list[int]) -> bool:
    """A helper that returns a well-known activation of its argument does what it should."""
    value = flow.value(i)
    inputs = [v for v in (flow.value(j) for j in arguments) if v is not None]
    if value is None:
        return False
    with np.errstate(all="ignore"):
        return any(recognised(f(a), value) for a in inputs if a.shape == value.shape for f in KNOWN_SHAPES)


def narrowed(flow: Flow, node: int, pairs: Sequence[Pair], known: Known) -> int:
    """From an origin down to the operand that brings in a wrong value, and to its binding where the
    right value was never computed: then the binding is at fault, else the use."""
    current = node
    for wrong, right in pairs:
        path = _path_to(flow, current, (wrong, right), known)
        if not path:
            continue
        bound = None if wrong in known.whole else _overwritten(flow, path[-1], right)
        shared = next((i for i in [current, *path[:-1]] if _shared(flow, i, known)), None)
        if shared is not None and bound is None:
            return shared
        computed = _computed_aside(flow, path[-1], right)
        if bound is None and not computed and wrong not in known.whole:
            bound = _bound(flow, path[-1], known)
        current = path[-1] if bound is None else bound
    return current


def _computed_aside(flow: Flow, node: int, right: Array) -> bool:
    """Whether the right value was there, and not only on the way to the wrong one that node holds."""
    made = list(flow.producing(right))
    return bool(made) and not set(made) <= {node, *_ancestry(flow, node)}


def _ancestry(flow: Flow, node: int) -> set[int]:
    """All that the value of a node was made from."""
    found, queue = set[int](), [node]
    while queue:
        new = set(flow.operands(queue.pop())) - found
        found |= new
        queue += new
    return found


def _overwritten(flow: Flow, node: int, right: Array) -> int | None:
    """What a name was bound to since it was read with the right value; None where it never was."""
    read = flow.site(node)
    if read.kind != "Name":
        return None
    same = (
        i for i in range(node) if flow.site(i).text == read.text and flow.site(i).function == read.function
    )
    values = ((i, flow.value(i)) for i in same)
    held = [i for i, v in values if v is not None and v.size == np.size(right) and _alike(v, right)]
    bound = flow.binding(node)
    return bound if held and bound is not None and bound > held[-1] else None


def _path_to(flow: Flow, node: int, pair: Pair, known: Known, depth: int = 6) -> list[int]:
    """The way from a name, or the operands of a node, to the nearest one that holds the wrong value: with
    its sign, where nothing else tells it from the right one."""
    wrong, right = pair
    alike = partial(_same if _opposite(wrong, right) else _alike, wanted=wrong)
    itself = flow.site(node).kind in PASSED_ON
    layer = [[node]] if itself else [[j] for j in _parts(flow, node, known)]
    for _ in range(depth):
        for path in layer:
            value = flow.value(path[-1])
            if value is not None and value.size == wrong.size and alike(value):
                return path
        layer = [[*path, k] for path in layer for k in _parts(flow, path[-1], known)]
    return []


def _shared(flow: Flow, i: int, known: Known) -> bool:
    """A name that another expression reads rightly: what was put in it is no fault. Of a gate that is made
    twice the copy is read rightly wherever the gate is."""
    if flow.site(i).kind not in PASSED_ON or _copied(flow, i, known):
        return False
    makers = (flow.around(j) for j in flow.readers(i))
    values = (flow.value(k) for k in makers if k is not None)
    return any(v is not None and known.explains(v) for v in values)


def _alike(value: Array, wanted: Array) -> bool:
    if value.dtype.kind not in "fi":
        return False
    a, b = np.sort(np.abs(value).ravel()), np.sort(np.abs(wanted).ravel())
    return bool(np.allclose(a, b, rtol=RECOGNISED, atol=0))


def _same(value: Array, wanted: Array) -> bool:
    """The same numbers, signs and all."""
    return value.dtype.kind in "fi" and bool(
        np.allclose(np.sort(value.ravel()), np.sort(wanted.ravel()), rtol=RECOGNISED, atol=0)
    )


def _opposite(wrong: Array, right: Array) -> bool:
    return wrong.shape == right.shape and bool(np.array_equal(wrong, -right))


def _bound(flow: Flow, node: int, known: Known) -> int:
    """A name or attribute leads to the expression it was bound to, unless others use that rightly:
    then this use is at fault."""
    while flow.site(node).kind in PASSED_ON:
        operands = flow.operands(node)
        if len(operands) != 1 or _shared(flow, node, known) or _in_its_place(flow, operands[0], known):
            return node
        if flow.site(operands[0]).function != flow.site(node).function:
            return node
        node = operands[0]
    return node


def _in_its_place(flow: Flow, node: int, known: Known) -> bool:
    """Whether the node makes a whole gate, which no other expression makes."""
    return _holds_gate(flow, node, known) and len(_makers(flow, node)) < 2


def _copied(flow: Flow, node: int, known: Known) -> bool:
    """Whether the node holds a whole gate that two expressions make."""
    return _holds_gate(flow, node, known) and len(_makers(flow, node)) > 1


def _holds_gate(flow: Flow, node: int, known: Known) -> bool:
    value = flow.value(node)
    if value is None or value.ndim == 0 or value not in known.gates:
        return False
    return not (value < 0).all()  # a gate's numbers, all of them negative, are no gate


def _makers(flow: Flow, node: int) -> list[int]:
    """The expressions, none inside the other, that make the very numbers of a node."""
    value = flow.value(node)
    assert value is not None
    made = [j for j in flow.holding(value) if flow.site(j).kind not in PASSED_ON]
    return [i for i in made if not any(i != j and flow.moment(j).begin <= i < j for j in made)]
