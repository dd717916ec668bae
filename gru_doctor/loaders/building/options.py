"""Config objects: every key that the code looks up, sized by the key's name."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from typing import Any

from gru_doctor.loaders.arrays.sizes import Sizes, numbers_of
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.text.containers import Config
from gru_doctor.loaders.text.names import size_role
from gru_doctor.loaders.text.signature import Argument, arguments, keys_of


def configuration(
    argument: Argument,
    sizes: Sizes,
    code: Iterable[ast.AST | None],
    known: Mapping[str, Any],
    layers: int = 1,
) -> Any:
    """The annotated class of the file with its sizes set, else a dict that is an object too."""
    annotated = _resolved(argument.annotation, known)
    if inspect.isclass(annotated) and (is_dataclass(annotated) or _of_user(annotated)):
        chosen = {
            a.name: _value(a.name, sizes, layers)
            for a in arguments(annotated)
            if a.required or size_role(a.name) in ("input_size", "hidden_size", "layers")
        }
        return guarded(annotated, **chosen)
    spelled = (argument.name, f"self.{argument.name}")
    keys = [key for node in code for name in spelled for key in keys_of(node, name)]
    return Config({key: _value(key, sizes, layers) for key in dict.fromkeys(keys)})


def _resolved(annotation: Any, known: Mapping[str, Any]) -> Any:
    return known.get(annotation) if isinstance(annotation, str) else annotation


def _of_user(annotated: Any) -> bool:
    return str(getattr(annotated, "__module__", "")).startswith("__gru_user__")


def _value(key: str, sizes: Sizes, layers: int) -> Any:
    known = numbers_of(sizes, layers)
    role = size_role(key)
    if role in known:
        return known[role]
    if "drop" in key or "train" in key or key.startswith(("use_", "is_", "bi")):
        return False
    small = any(w in key for w in ("std", "scale", "lr", "rate", "range", "gain"))
    return 0.1 if small else sizes.h
