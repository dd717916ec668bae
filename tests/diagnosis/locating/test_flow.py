"""The recorded run as a graph: operands, bindings, buffers and uses."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.probe import probed
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.records import Options

SOURCE = """
    import numpy as np

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    class Cell:
        def __init__(self, n_in, n_hid):
            rng = np.random.default_rng(0)
            self.Wz, self.Wr, self.Wn = (rng.normal(size=(n_in, n_hid)) for _ in range(3))
            self.Uz, self.Ur, self.Un = (rng.normal(size=(n_hid, n_hid)) for _ in range(3))

        def forward(self, x, h):
            gates = np.zeros((len(x), 2 * h.shape[1]))
            gates[:, :h.shape[1]] = sigmoid(x @ self.Wz + h @ self.Uz)
            gates[:, h.shape[1]:] = sigmoid(x @ self.Wr + h @ self.Ur)
            z, r = gates[:, :h.shape[1]], gates[:, h.shape[1]:]
            n = np.tanh(x @ self.Wn + (r * h) @ self.Un)
            return z * h + (1 - z) * n
"""


TUPLED = """
    import numpy as np

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    def step(x, h, p):
        first = p["Wr"]
        second = p["Wr"]
        xh = np.concatenate((x, h), axis=1)
        r, z = sigmoid(xh @ first), sigmoid(xh @ second)
        n = np.tanh(np.concatenate((x, r * h), axis=1) @ p["Wn"])
        return z * h + (1 - z) * n + 0 * p["Wz"][0, 0]

    def parameters(n_in, n_hid):
        rng = np.random.default_rng(0)
        return {k: rng.normal(size=(n_in + n_hid, n_hid)) for k in ("Wz", "Wr", "Wn")}
"""


def recorded(subject):
    probe = probed(subject, Options(), np.random.default_rng(0))
    return Flow(subject.record(probe.call))


@pytest.fixture
def flow(loads):
    return recorded(loads(SOURCE, "Cell"))


@pytest.fixture
def tupled(loads):
    return recorded(loads(TUPLED, "step"))


def node(flow, text, nth=0):
    return [i for i in range(len(flow.trace.moments)) if flow.site(i).text == text][nth]


def texts(flow, nodes):
    return [flow.site(i).text for i in nodes]


def test_operands_are_the_parts_of_the_expression(flow):
    whole = node(flow, "z * h + (1 - z) * n")
    assert texts(flow, flow.operands(whole)) == ["z * h", "(1 - z) * n"]
    assert texts(flow, flow.operands(node(flow, "x @ self.Wn"))) == ["x", "self.Wn"]


def test_a_call_leads_into_its_helper(flow):
    call = node(flow, "sigmoid(x @ self.Wz + h @ self.Uz)")
    inside = texts(flow, flow.operands(call))
    assert "x @ self.Wz + h @ self.Uz" in inside and "1 / (1 + np.exp(-a))" in inside


def test_a_name_leads_to_its_binding(flow):
    use = next(j for j in flow.operands(node(flow, "(1 - z) * n")) if flow.site(j).text == "n")
    (bound,) = flow.operands(use)
    assert flow.site(bound).kind == "Call" and flow.site(bound).target == "n"
    argument = node(flow, "a")
    assert texts(flow, flow.operands(argument)) == ["x @ self.Wz + h @ self.Uz"]


def test_a_buffer_leads_to_what_was_stored_in_it(flow):
    read = node(flow, "gates[:, :h.shape[1]]")
    name = next(j for j in flow._direct[read] if flow.site(j).text == "gates")
    stored = texts(flow, flow.stored(name))
    assert "sigmoid(x @ self.Wz + h @ self.Uz)" in stored and "sigmoid(x @ self.Wr + h @ self.Ur)" in stored


def test_an_input_has_no_operands(flow):
    assert flow.operands(node(flow, "x")) == []


def test_values_are_found_whatever_their_layout(flow):
    n = flow.value(node(flow, "np.tanh(x @ self.Wn + (r * h) @ self.Un)"))
    found = texts(flow, flow.producing(-n.T))
    assert found[-1] == "np.tanh(x @ self.Wn + (r * h) @ self.Un)" and "n" in found
    assert list(flow.producing(n + 1e-3)) == []


def test_the_latest_producer_comes_first(flow):
    n = flow.value(node(flow, "np.tanh(x @ self.Wn + (r * h) @ self.Un)"))
    found = list(flow.producing(n))
    assert found == sorted(found, reverse=True)


def test_other_places_that_read_a_name_are_told(flow):
    first = next(j for j in flow.operands(node(flow, "z * h")) if flow.site(j).text == "z")
    others = texts(flow, [flow.around(j) for j in flow.readers(first)])
    assert "1 - z" in others and "z * h" not in others


def test_a_tuple_is_seen_through(tupled):
    root = node(tupled, "np.concatenate((x, r * h), axis=1)")
    assert texts(tupled, tupled.sources(root)) == ["x", "r * h"]


def test_a_name_leads_to_its_own_statement_where_two_hold_one_value(tupled):
    bound = [tupled.operands(node(tupled, name))[0] for name in ("first", "second")]
    assert [tupled.site(i).target for i in bound] == ["first", "second"]
