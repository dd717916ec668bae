"""A backward pass that the forward hands back as a function: `return h, pullback`."""

from __future__ import annotations

import ast
from typing import Any

from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.entries import code_of
from gru_doctor.loaders.gradients.backward import Backward, return_names

INCOMING = "incoming gradient"


def handed_back(caller: Caller) -> Backward | None:
    """The function beside the state in what the forward returns, to be called with the gradient alone."""
    node = code_of(caller.built, caller.plan.entry)
    if not isinstance(node, ast.FunctionDef):
        return None
    parts, inner = _returned(node), {n.name: n for n in node.body if isinstance(n, ast.FunctionDef)}
    made = [inner.get(ast.unparse(part), part) for part in parts]
    functions = [f for f in made if isinstance(f, ast.FunctionDef | ast.Lambda)]
    if len(functions) != 1 or len(parts) < 2 or len(functions[0].args.args) != 1:
        return None
    name = ast.unparse(parts[made.index(functions[0])])

    def call(**given: Any) -> Any:
        return given[name](given[INCOMING])

    roles = ((name, "returned"), (INCOMING, "dh"))
    return Backward(call, roles, _names(functions[0]), tuple(ast.unparse(part) for part in parts))


def _returned(node: ast.FunctionDef) -> list[ast.expr]:
    """What stands in the last return of a function, those of inner ones left out."""
    last = next((n.value for n in reversed(node.body) if isinstance(n, ast.Return)), None)
    return last.elts if isinstance(last, ast.Tuple) else []


def _names(function: ast.FunctionDef | ast.Lambda) -> tuple[str, ...]:
    """What the function calls the gradients that it returns."""
    if isinstance(function, ast.FunctionDef):
        return return_names(function)
    parts = function.body.elts if isinstance(function.body, ast.Tuple) else [function.body]
    return tuple(ast.unparse(part) for part in parts)
