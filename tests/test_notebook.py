"""A notebook run headless: the report is html, and its lines are those of the cell."""

from __future__ import annotations

import nbclient
import nbformat

CELLS = (
    "import numpy as np\nfrom gru_doctor import Options, check",
    "def sigmoid(a):\n    return 1 / (1 + np.exp(-a))",
    """%precision 3
class Cell:
    def __init__(self, d, h):
        self.W = np.random.randn(d, 3 * h)
        self.U = np.random.randn(h, 3 * h)

    def step(self, x, h):
        a_z, a_r, a_n = np.split(x @ self.W, 3, axis=1)
        u_z, u_r, u_n = np.split(self.U, 3, axis=1)
        z, r = sigmoid(a_z + h @ u_z), sigmoid(a_r + h @ u_r)
        n = np.tanh(a_n + h @ u_n)
        return z * h + (1 - z) * n""",
    "check(Cell, options=Options(checks=('trust', 'gates'), in_process=True))",
    "f = _.results[0].findings[0]\nprint(f.code, f.notebook_cell, f.span.line, f.source)",
)


def test_a_gru_of_a_cell_is_examined_where_it_stands(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = notebook.cells[3].outputs[-1].data
    assert "reset-not-applied" in shown["text/html"] and "<" in shown["text/html"]
    line = 1 + CELLS[2].split("\n").index("        n = np.tanh(a_n + h @ u_n)")
    source = ("        n = np.tanh(a_n + h @ u_n)",)
    assert notebook.cells[4].outputs[-1].text.strip() == f"GRU114 3 {line} {source}"
