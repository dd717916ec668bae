"""What an argument is probably given, as the text of an expression, from the text of the file alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gru_doctor.loaders.arrays.shapes import schemes
from gru_doctor.loaders.executing.adapters import import_name
from gru_doctor.loaders.text.names import LETTERS, constructor_role, size_role
from gru_doctor.loaders.text.signature import definition, keys_of
from gru_doctor.loaders.text.source import Source

BLANK = "..."
KNOWN = {
    "input_size": "input_size", "hidden_size": "hidden_size", "layers": "1", "batch": "2", "flag": "False",
    "generator": "np.random.RandomState(0)", "prefix": '"gru"', "steps": "4", "vocabulary": "input_size",
}  # fmt: skip
SIMPLE = {"str": '""', "bool": "False", "float": "0.0", "dict": "{}", "list": "[]"}
ARRAY = re.compile(r"weight|kernel|bias|matrix", re.I)
MAKER = re.compile(r"param_?init|(init|make|create|build|new|random)_?\w*(param|weight)", re.I)
DEEPEST = 3
# Sizes whose sums and small multiples all differ, to read a shape back into words.
D, H = 5, 11
EXTENTS = {D: "input_size", H: "hidden_size", D + H: "input_size + hidden_size", 1: "1"} | {
    n * H: f"{n} * hidden_size" for n in (2, 3, 4)
}


@dataclass(frozen=True)
class Value:
    """An expression, and what the comment beside it asks for."""

    text: str
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Given:
    """An argument that a call must give: its name, and its annotation as it is written."""

    name: str
    annotation: str = ""


class Guesses:
    """Guesses about one file: `np` is NumPy, and the file goes by its import name."""

    def __init__(self, source: Source) -> None:
        self.source, self.module = source, import_name(source.path)

    def constructor(self, node: ast.ClassDef) -> list[Given]:
        """What a class must be given: by its own `__init__` or fields, else by its first base's."""
        own = methods(node).get("__init__")
        if own is not None:
            return required(own)
        fields = [s for s in node.body if isinstance(s, ast.AnnAssign) and s.value is None]
        if fields:
            return [Given(ast.unparse(f.target), ast.unparse(f.annotation)) for f in fields]
        return next((self.constructor(b) for b in self.bases(node)), [])

    def bases(self, node: ast.ClassDef) -> list[ast.ClassDef]:
        """The bases of a class that stand in the file."""
        found = (definition(self.source.tree, ast.unparse(b)) for b in node.bases)
        return [b for b in found if isinstance(b, ast.ClassDef)]

    def values(self, given: Sequence[Given], maker: ast.AST, depth: int = 0) -> dict[str, Value]:
        """A value for each argument of `maker`."""
        made = self.shapes([g.name for g in given if _is_array(g)], maker)
        sizes = {g.name: size_role(g.name) for g in given}
        if "hidden_size" not in sizes.values():  # what it gives out is its state
            made |= {n: Value("hidden_size") for n, role in sizes.items() if role == "output_size"}
        return {g.name: made.get(g.name) or self._value(g, maker, depth) for g in given}

    def shapes(self, names: Sequence[str], maker: ast.AST) -> dict[str, Value]:
        """Random arrays in the shapes that the names, and the docstring, make likeliest."""
        text = ast.get_docstring(maker) if isinstance(maker, ast.FunctionDef | ast.ClassDef) else None
        likeliest = next(schemes(names, D, H, text or ""), {}) if names else {}
        return {name: _array(name, likeliest.get(name, (D, H))) for name in names}

    def config(self, name: str, node: ast.AST) -> Value:
        """A dict of the sizes that the code looks up in it."""
        held = {k: self._value(Given(k), node, DEEPEST) for k in keys_of(node, name)}
        inside = ", ".join(f'"{k}": {v.text}' for k, v in held.items())
        return Value(f"{{{inside}}}", asked(held.values())) if held else blank(name)

    def weights(self, name: str, node: ast.AST) -> Value:
        """A container of weights: by the file's own initialiser, else array by array."""
        makers = (n for n in self.source.tree.body if isinstance(n, ast.FunctionDef) and MAKER.search(n.name))
        maker = next(makers, None)
        if maker is not None:
            return self._call(maker.name, self.values(required(maker), maker))
        held = self.shapes(keys_of(node, name), node)
        inside = ", ".join(f'"{k}": {v.text}' for k, v in held.items())
        return Value(f"{{{inside}}}", (f"check the shapes in {name}",)) if held else blank(name)

    def _value(self, given: Given, maker: ast.AST, depth: int) -> Value:
        inner = self._class_for(given)
        if inner is not None and inner is not maker and depth < DEEPEST:
            return self._call(inner.name, self.values(self.constructor(inner), inner, depth + 1))
        role = size_role(given.name)
        role = constructor_role(given.name) if role == "unknown" and given.annotation != "int" else role
        if role in KNOWN:
            return Value(KNOWN[role])
        if role == "config" and depth < DEEPEST:
            return self.config(given.name, maker)
        if given.annotation == "int" or "seed" in given.name:
            return Value("0")
        if role == "weights" and isinstance(maker, ast.FunctionDef) and MAKER.search(maker.name):
            return Value("{}")  # which it fills
        return Value(SIMPLE[given.annotation]) if given.annotation in SIMPLE else blank(given.name)

    def _call(self, name: str, values: dict[str, Value]) -> Value:
        inside = ", ".join(f"{n}={v.text}" for n, v in values.items())
        return Value(f"{self.module}.{name}({inside})", asked(values.values()))

    def _class_for(self, given: Given) -> ast.ClassDef | None:
        """The class of the file that the annotation names, or the argument itself."""
        wanted = {given.annotation.strip("'\"").lower(), given.name.replace("_", "").lower()} - {""}
        classes = (n for n in self.source.tree.body if isinstance(n, ast.ClassDef))
        return next((c for c in classes if c.name.lower() in wanted), None)


def methods(node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    """The methods that a class itself defines."""
    return {n.name: n for n in node.body if isinstance(n, ast.FunctionDef)}


def required(node: ast.FunctionDef) -> list[Given]:
    """The arguments without a default, `self` left out."""
    named = [*node.args.posonlyargs, *node.args.args]
    named = named[: len(named) - len(node.args.defaults)]
    keyword = [a for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is None]
    written = [Given(a.arg, ast.unparse(a.annotation) if a.annotation else "") for a in (*named, *keyword)]
    return [g for g in written if g.name not in ("self", "cls")]


def optional(node: ast.FunctionDef) -> list[str]:
    """The arguments whose default is None."""
    named = [*node.args.posonlyargs, *node.args.args]
    defaults = [*zip(named[::-1], node.args.defaults[::-1], strict=False)][::-1]
    defaults += [(a, d) for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d]
    return [a.arg for a, d in defaults if isinstance(d, ast.Constant) and d.value is None]


def blank(name: str) -> Value:
    """To be filled in by the person."""
    return Value(BLANK, (f"fill in {name}",))


def asked(values: Iterable[Value]) -> tuple[str, ...]:
    """What all of them ask for."""
    return tuple(a for v in values for a in v.asks)


def _is_array(given: Given) -> bool:
    annotated = re.search(r"ndarray|Tensor|Array", given.annotation)
    return bool(annotated or LETTERS.match(given.name) or ARRAY.search(given.name))


def _array(name: str, shape: tuple[int, ...]) -> Value:
    extents = ", ".join(EXTENTS.get(n, BLANK) for n in shape)
    return Value(f"np.random.randn({extents})", (f"check the shape of {name}",))
