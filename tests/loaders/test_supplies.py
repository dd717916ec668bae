"""Names that pasted code does not define are supplied, and said."""

import ast

from gru_doctor.loaders.supplies import supplied, undefined


def names(text: str) -> set[str]:
    return undefined(ast.parse(text))


def test_undefined_names_are_those_that_nothing_binds() -> None:
    assert names("def f(x):\n    y = np.dot(x, W)\n    return [i for i in y]") == {"np", "W"}
    assert names("import numpy as np\nW = np.ones(2)\ndef f(x): return x @ W + len(x)") == set()
    assert names("class A:\n    def g(self): return A, __name__") == set()


def test_known_names_are_imported_with_a_note() -> None:
    text = "def f(x): return sigmoid(np.dot(x, x)) + unknown"
    tree, notes = supplied(ast.parse(text), text)
    space: dict[str, object] = {}
    exec(compile(tree, "f", "exec"), space)
    assert "np" in space and "sigmoid" in space and "unknown" not in space
    assert notes == ["supplied names that the file does not define: np, sigmoid"]


def test_a_future_import_stays_first() -> None:
    text = "from __future__ import annotations\ndef f(x): return np.tanh(x)"
    compile(supplied(ast.parse(text), text)[0], "f", "exec")


def test_code_that_defines_its_names_is_left_alone() -> None:
    tree = ast.parse("import numpy as np\ndef f(x): return np.tanh(x)")
    assert supplied(tree, "") == (tree, [])
