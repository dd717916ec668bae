"""TensorFlow, eager: the cells people wrote with it, and the functions they wrote them in."""

from __future__ import annotations

from typing import Any

from gru_doctor.loaders.standins.facade import Surface
from gru_doctor.loaders.standins.tensorflow import (
    arrays,
    cells,
    flags,
    initializers,
    later,
    loops,
    math,
    nest,
    session,
    variables,
)
from gru_doctor.loaders.standins.tensorflow.tensor import DTYPES, Tensor, TensorShape, lift

_SCOPES: dict[str, Any] = {
    "variable_scope": variables.variable_scope, "get_variable": variables.get_variable,
    "get_variable_scope": variables.get_variable_scope, "AUTO_REUSE": variables.AUTO_REUSE,
    "VariableScope": variables.Scope,
}  # fmt: skip
_FRAME: dict[str, Any] = {
    "Session": session.Session, "InteractiveSession": session.Session,
    "gradients": session.gradients, "cond": session.cond, "while_loop": session.while_loop,
    "device": session.nothing, "control_dependencies": session.nothing,
    "name_scope": variables.name_scope, "op_scope": variables.name_scope,
    "Variable": variables.variable, "global_variables": variables.listed,
    "all_variables": variables.listed, "trainable_variables": variables.listed,
    "global_variables_initializer": session.noop, "initialize_all_variables": session.noop,
    "reset_default_graph": variables.reset, "scan": loops.scan, "convert_to_tensor": lift,
    "Tensor": Tensor, "TensorShape": TensorShape, "__version__": "1.15.0",
}  # fmt: skip


def surface() -> Surface:
    """The modules of TensorFlow that can be imported, and the names in each; starts anew."""
    variables.reset()
    cells.forget()
    plain = {**arrays.FUNCTIONS, **math.FUNCTIONS, **initializers.RANDOM, **initializers.FUNCTIONS}
    logging = dict.fromkeys(("warn", "warning", "info", "debug", "error"), session.noop)
    return later.surface({
        "tensorflow": {**plain, **_SCOPES, **_FRAME, **DTYPES},
        "tensorflow.nn": {
            **math.ACTIVATIONS, **loops.FUNCTIONS, "embedding_lookup": arrays.FUNCTIONS["gather"],
        },
        "tensorflow.nn.rnn_cell": cells.FUNCTIONS,
        "tensorflow.contrib.rnn": {**cells.FUNCTIONS, **loops.FUNCTIONS},
        "tensorflow.contrib.layers": {
            "xavier_initializer": initializers.FUNCTIONS["glorot_uniform_initializer"],
        },
        "tensorflow.layers": {"dense": session.dense},
        "tensorflow.logging": logging,
        "tensorflow.app": {"run": session.noop},
        "tensorflow.app.flags": flags.surface(),
        **_python(logging),
    })  # fmt: skip


def _python(logging: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The modules that TensorFlow's own cells import from, and people copied with them."""
    ops = "tensorflow.python.ops."
    return {
        "tensorflow.python.framework.dtypes": DTYPES,
        "tensorflow.python.framework.tensor_shape": {"TensorShape": TensorShape},
        "tensorflow.python.framework.constant_op": {"constant": arrays.FUNCTIONS["constant"]},
        "tensorflow.python.framework.ops": {
            "convert_to_tensor": lift, "name_scope": variables.name_scope,
            "control_dependencies": session.nothing, "Tensor": Tensor,
        },
        "tensorflow.python.platform.tf_logging": logging,
        "tensorflow.python.util.nest": nest.FUNCTIONS,
        ops + "array_ops": arrays.FUNCTIONS,
        ops + "math_ops": math.FUNCTIONS,
        ops + "nn_ops": math.ACTIVATIONS,
        ops + "nn": math.ACTIVATIONS,
        ops + "clip_ops": {"clip_by_value": math.FUNCTIONS["clip_by_value"]},
        ops + "init_ops": initializers.FUNCTIONS,
        ops + "random_ops": initializers.RANDOM,
        ops + "control_flow_ops": {"cond": session.cond, "while_loop": session.while_loop},
        ops + "functional_ops": {"scan": loops.scan},
        ops + "variable_scope": _SCOPES,
        ops + "variables": {"Variable": variables.variable},
        ops + "rnn": loops.FUNCTIONS,
        ops + "rnn_cell": cells.FUNCTIONS,
        ops + "rnn_cell_impl": cells.FUNCTIONS,
    }  # fmt: skip
