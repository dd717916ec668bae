"""What TensorFlow 2 has that 1 has not, and the names under which it keeps the rest."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.facade import Surface
from gru_doctor.loaders.standins.tensorflow import initializers
from gru_doctor.loaders.standins.tensorflow.arrays import stack, unstack
from gru_doctor.loaders.standins.tensorflow.keras import surface as keras
from gru_doctor.loaders.standins.tensorflow.keras.layer import Layer
from gru_doctor.loaders.standins.tensorflow.keras.names import unchanged
from gru_doctor.loaders.standins.tensorflow.math import ACTIVATIONS, FUNCTIONS, matmul
from gru_doctor.loaders.standins.tensorflow.session import noop
from gru_doctor.loaders.standins.tensorflow.tensor import lift, op
from gru_doctor.loaders.standins.values import plain


class Module(Layer):
    """tf.Module: the variables it holds, and a name."""

    @staticmethod
    def with_name_scope(method: Any) -> Any:
        """The method itself."""
        return method


class TensorArray:
    """Values by number, written step by step."""

    def __init__(self, dtype: Any = None, size: Any = 0, *_: Any, **__: Any) -> None:
        self._held: dict[int, Any] = {}
        self._size = int(size)

    def write(self, index: Any, value: Any) -> TensorArray:
        """The array with one more value."""
        self._held[int(index)] = lift(value)
        return self

    def read(self, index: Any) -> Any:
        """The value of this number."""
        return self._held[int(index)]

    def stack(self) -> Any:
        """All of them along a new first axis."""
        return stack([self._held[k] for k in sorted(self._held)])

    def unstack(self, value: Any) -> TensorArray:
        """The array with the entries of a value."""
        self._held = dict(enumerate(unstack(value)))
        return self

    def size(self) -> int:
        """How many there are."""
        return max(self._size, len(self._held))


@op
def matvec(a: Any, b: Any, transpose_a: bool = False, **_: Any) -> Any:
    """The product of a matrix and a vector."""
    a = plain(a)
    return torch.matmul(a.mT if transpose_a else a, plain(b).unsqueeze(-1)).squeeze(-1)


def surface(old: Surface) -> Surface:
    """The modules of TensorFlow 2, beside those of 1."""
    draws = initializers.RANDOM
    compat = {
        name.replace("tensorflow", "tensorflow.compat.v1", 1): held
        for name, held in old.items()
        if not name.startswith("tensorflow.python")
    }
    compat["tensorflow.compat.v1"] = {
        **old["tensorflow"], "disable_v2_behavior": noop, "disable_eager_execution": noop,
    }  # fmt: skip
    own = {
        **old["tensorflow"], "Module": Module, "TensorArray": TensorArray, "function": unchanged,
        "newaxis": None,
    }  # fmt: skip
    return {
        **old,
        **compat,
        **keras("tensorflow.keras"),
        **keras("tensorflow.python.keras"),
        "tensorflow": own,
        "tensorflow.math": {**FUNCTIONS, **ACTIVATIONS},
        "tensorflow.linalg": {"matmul": matmul, "matvec": matvec},
        "tensorflow.random": {
            "normal": draws["random_normal"], "uniform": draws["random_uniform"],
            "truncated_normal": draws["truncated_normal"], "set_seed": draws["set_random_seed"],
        },
    }  # fmt: skip
