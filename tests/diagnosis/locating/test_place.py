"""A place as a finding shows it, and what the user calls a value."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.probe import probed
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.place import name_of, place
from gru_doctor.records import Options, Site, Span

SOURCE = """
    import numpy as np

    class Cell:
        def __init__(self, n_in, n_hid):
            self.W = np.zeros((n_in, 3 * n_hid))
            self.U = np.zeros((n_hid, 3 * n_hid))

        def forward(self, x, h):
            k = h.shape[1]
            update = 1 / (1 + np.exp(-(x @ self.W[:, :k] + h @ self.U[:, :k])))
            reset = 1 / (1 + np.exp(-(x @ self.W[:, k:2 * k] + h @ self.U[:, k:2 * k])))
            return update * h + (1 - update) * np.tanh(
                x @ self.W[:, 2 * k:]
                + (reset * h) @ self.U[:, 2 * k:]
            )
"""


def flow_of(subject):
    probe = probed(subject, Options(), np.random.default_rng(0))
    return Flow(subject.record(probe.call))


def test_a_place_holds_the_span_the_lines_and_the_statement(loads):
    flow = flow_of(loads(SOURCE, "Cell"))
    site = next(s for s in flow.trace.sites.values() if s.text.startswith("x @ self.W[:, 2 * k:]\n"))
    found = place(site)
    assert (found.span.line, found.span.end_line) == (14, 15)
    assert found.source == (
        "            x @ self.W[:, 2 * k:]",
        "            + (reset * h) @ self.U[:, 2 * k:]",
    )
    assert found.statement.startswith("return update * h + (1 - update) * np.tanh( x @ self.W")
    assert found.text == site.text


def test_a_file_that_is_gone_has_no_lines():
    span = Span("no/such/file.py", 1, 1, 1, 5)
    found = place(Site(0, span, "z * h", "BinOp", "forward", span))
    assert found.source == () and found.statement == "" and found.text == "z * h"


def test_a_value_goes_by_the_name_it_is_bound_to(loads):
    flow = flow_of(loads(SOURCE, "Cell"))
    by_text = {flow.site(i).text: flow.value(i) for i in range(len(flow.trace.moments))}
    assert name_of(flow, by_text["reset"]) == "reset"
    assert name_of(flow, by_text["reset * h"]) == "reset * h"
    assert name_of(flow, by_text["reset"] + 1.0) is None
    assert name_of(flow, by_text["x @ self.W[:, 2 * k:]"]) == "x @ self.W[:, 2 * k:]"


def test_a_long_expression_is_no_name(loads):
    flow = flow_of(loads(SOURCE, "Cell"))
    whole = next(
        flow.value(i) for i in range(len(flow.trace.moments)) if flow.site(i).text.startswith("np.tanh(")
    )
    assert name_of(flow, whole) is None
