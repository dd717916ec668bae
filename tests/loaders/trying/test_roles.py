"""Parameters are what the forward pass reads and no call replaces."""

from __future__ import annotations

from tests.loaders.conftest import CELL, Loads


def names(loads: Loads, text: str) -> list[str]:
    return sorted(loads(text, "Cell").weights())


def changed(old: str, new: str) -> str:
    assert old in CELL
    return CELL.replace(old, new)


def test_caches_and_buffers_are_none(loads: Loads) -> None:
    text = changed("        self.b = ", "        self.dW = np.zeros_like(self.W)\n        self.b = ")
    text = text.replace("        return z * h", "        self.kept = z\n        return z * h")
    assert names(loads, text) == ["U", "W", "b"]


def test_an_array_that_nothing_reads_stays(loads: Loads) -> None:
    assert names(loads, changed("x @ self.W + self.b", "x @ self.W")) == ["U", "W", "b"]


def test_what_an_activation_object_remembers_is_none(loads: Loads) -> None:
    text = changed("class Cell", "class Squash:\n    def __call__(self, a):\n        self.res = sigmoid(a)\n"
                   "        return self.res\n\nclass Cell")  # fmt: skip
    text = text.replace("        self.b =", "        self.act = Squash()\n        self.b =")
    assert names(loads, text.replace("z = sigmoid(", "z = self.act(")) == ["U", "W", "b"]


def test_a_learned_initial_state_is_none(loads: Loads) -> None:
    text = changed("        self.b =", "        self.h0 = np.zeros(n_hid)\n        self.b =")
    text = text.replace(
        "(self, x, h):", "(self, x, h=None):\n        h = self.h0 + 0 * x[:, :1] if h is None else h"
    )
    assert names(loads, text) == ["U", "W", "b"]


def test_two_names_for_one_array_are_two_parameters(loads: Loads) -> None:
    text = changed("        self.b =", "        self.V = self.U\n        self.b =")
    assert names(loads, text) == ["U", "V", "W", "b"]


def test_a_list_of_all_parameters_adds_none(loads: Loads) -> None:
    text = changed("\n    def forward", "        self.params = [self.W, self.U, self.b]\n\n    def forward")
    assert names(loads, text) == ["U", "W", "b"]


def test_an_output_layer_is_none(loads: Loads) -> None:
    text = changed("n_in, n_hid):", "n_in, n_hid, n_out):\n        self.Wy = np.random.randn(n_hid, n_out)")
    text = text.replace(
        "return z * h + (1 - z) * c", "h = z * h + (1 - z) * c\n        return h @ self.Wy, h"
    )
    assert names(loads, text) == ["U", "W", "b"]
