"""Methods that can be the forward pass, and whether they run over time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gru_doctor.loaders.arrays.slots import of_user
from gru_doctor.loaders.text.names import BACK
from gru_doctor.loaders.text.readymade import layer_inside, runs_over_time
from gru_doctor.loaders.text.recurring import carries, handed_to
from gru_doctor.loaders.text.signature import definition
from gru_doctor.loaders.text.usage import called_name

if TYPE_CHECKING:
    from gru_doctor.loaders.building.construct import Built

ENTRIES = (
    "forward", "__call__", "call", "fprop", "get_output", "step", "forward_step", "_step",
    "forward_pass", "feedforward", "feed_forward", "forward_prop", "forward_propagation", "run",
    "apply", "predict", "unroll", "next", "update", "cell",
)  # fmt: skip
NOT_FORWARD = re.compile(
    r"bwd|grad|loss|train|update_|init|save|load|reset|sgd|sigm|tanh|softmax|^get_|^set_|"
    rf"{BACK}|check|config|zero|sample|generate|fit|evaluat|accuracy|connect|param|clip|build|plot",
    re.I,
)
FOREIGN = {"flax", "builtins", "torch", "typing", "abc", "keras", "tensorflow", "theano", "gru_doctor"}


def entries(built: Built) -> Iterator[str]:
    """The methods of the user's own classes, "" for a function: the usual names first, of these
    and of the others those that no other method uses; names of other work only where there is no other."""
    if built.is_function or not hasattr(built.thing, "__dict__"):
        yield ""
        return
    methods = {*own_methods(built.thing)}
    if not methods - {"__init__"} and callable(built.thing):
        yield "forward" if hasattr(built.thing, "forward") else "__call__"  # a framework's own layer
        return
    named = [n for n in own_methods(built.thing) if not n.startswith("__") or n == "__call__"]
    own = [n for n in named if n in ENTRIES or not NOT_FORWARD.search(n)] or named
    compiled = [n for n, v in vars(built.thing).items() if n in ENTRIES and callable(v) and not _part(v)]
    used = _used(built)
    known = sorted((n for n in ENTRIES if n in own), key=lambda n: n in used)
    rest = [n for n in own if n not in known]
    yield from compiled
    yield from known
    yield from sorted(rest, key=lambda n: (n in used, -len(_uses(built, n) & methods)))


def _part(value: Any) -> bool:
    """A callable object inside the object, such as the gate called `update`, and no compiled function."""
    home = type(value).__module__
    own = of_user(value) and home.split(".")[0] not in FOREIGN
    return home.startswith("torch.nn.modules") or own


def own_methods(thing: Any) -> list[str]:
    """Methods that the user's classes define, without what a framework's base class brings."""
    homes = [c for c in type(thing).__mro__ if c.__module__.split(".")[0] not in FOREIGN]
    found = [n for c in homes for n, v in vars(c).items() if callable(v) or _static(v)]
    return list(dict.fromkeys(found))


def _static(value: Any) -> bool:
    return isinstance(value, staticmethod | classmethod)


def _used(built: Built) -> set[str]:
    """Methods that another method of the class reads; a __call__ that only forwards is no user."""
    used = set()
    for cls in type(built.thing).__mro__:
        node = definition(built.tree, cls.__name__) if cls is not object else None
        for method in node.body if isinstance(node, ast.ClassDef) else ():
            read = {n.attr for n in ast.walk(method) if isinstance(n, ast.Attribute)}
            name = getattr(method, "name", "")
            used |= set() if NOT_FORWARD.search(name) else read - {name}
    return used


def _uses(built: Built, entry: str) -> set[str]:
    node = code_of(built, entry)
    walked = ast.walk(node) if node is not None else ()
    return {n.attr for n in walked if isinstance(n, ast.Attribute)}


def code_of(built: Built, entry: str) -> ast.AST | None:
    """The def of an entry, wherever in the classes of the file it stands."""
    if not entry:
        return definition(built.tree, getattr(built.thing, "__name__", ""))
    for cls in (c for c in type(built.thing).__mro__ if c is not object and entry in vars(c)):
        own = getattr(vars(cls)[entry], "__name__", entry)  # `__call__ = forward` is another name for it
        node = definition(built.tree, f"{cls.__name__}.{entry}") or definition(
            built.tree, f"{cls.__name__}.{own}"
        )
        if node is not None:
            return node
    return None


def sequential(built: Built, entry: str) -> bool:
    """Whether an entry, a method it uses, or a function of the file that it calls, iterates over time."""
    own = _with_inner(built, entry)
    defined = frozenset(n.name for n in ast.walk(built.tree) if isinstance(n, ast.FunctionDef))
    return (
        layer_inside(built.thing) is not None
        or any(loops(n, defined) for n in own)
        or any(carries(n) for n in handed_to(built.tree, own))
    )


def beyond(built: Built, step: str) -> list[str]:
    """The methods that run a step over time, where the step alone is what is called."""
    if not step:
        return []
    return [e for e in entries(built) if e != step and step in _uses(built, e) and sequential(built, e)]


def _with_inner(built: Built, entry: str) -> list[ast.AST]:
    """The def of an entry, and those of the methods it uses; the class of what it compiled itself."""
    if entry and entry in getattr(built.thing, "__dict__", {}):
        node = definition(built.tree, type(built.thing).__name__)
        return [] if node is None else [node]
    used = _uses(built, entry) & vars(type(built.thing)).keys() - {entry} if entry else set()
    found = [code_of(built, name) for name in (entry, *sorted(used))]
    return [n for n in found if n is not None]


def time_axis(built: Built, entry: str) -> int | None:
    """The axis of the input over which the code steps, by how it names lengths and indexes."""
    if runs_over_time(built.thing):
        return int(getattr(built.thing, "batch_first", False))
    found = (stepped_axis(node) for node in _with_inner(built, entry))
    told = next((axis for axis in found if axis is not None), None)
    inner = layer_inside(built.thing) if told is None else None
    return told if inner is None else int(inner.batch_first)


@lru_cache(maxsize=512)
def stepped_axis(node: ast.AST) -> int | None:
    """`N, T, D = x.shape` and `T = x.shape[1]` tell, and so does `x[:, t]` with t of a loop."""
    text = ast.unparse(node)
    for names in re.findall(r"([\w, ]+?),? = \w+\.(?:shape\b|size\(\))(?!\[)", text):
        parts = [n.strip() for n in names.split(",")]
        named = [i for i, n in enumerate(parts) if TIME.match(n)]
        if len(parts) == 3 and named:
            return named[0]
    for name, axis in re.findall(r"(\w+) = \w+\.shape\[(\d)\]", text):
        if TIME.match(name):
            return int(axis)
    loops = [n for n in ast.walk(node) if isinstance(n, ast.For) and isinstance(n.target, ast.Name)]
    for step in {ast.unparse(n.target) for n in loops}:
        for axis, place in ((1, rf"\w\[:, {step}(, :)?\]"), (2, rf"\[:, :, {step}\]")):
            if re.search(place, text):
                return axis
    return None


TIME = re.compile(
    r"^_?(t|n?t_?x?|seq|seq_?(len|sz|size|length)|(n_?)?(time_?)?steps|time|l|length|max_?len|tt?)$",
    re.I,
)


@lru_cache(maxsize=512)
def loops(node: ast.AST, defined: frozenset[str] = frozenset()) -> bool:
    """Whether code iterates over time: a loop that is not over gates or layers, or a scan; what the file
    itself defines is no scan for its name alone."""
    scans = r"^scan$|unroll|dynamic_rnn|^gru$|^rnn$|^lstm$"
    return any(
        (isinstance(n, ast.For | ast.While | ast.ListComp) and not _over_names(n))
        or _folds(n)
        or (called_name(n) not in defined and re.search(scans, called_name(n)))
        for n in ast.walk(node)
    )


def _folds(node: ast.AST) -> bool:
    """`reduce(step, xs, h0)` and `accumulate(xs, step)` of the standard library."""
    called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return re.fullmatch(r"((functools|ft)\.)?reduce|((itertools|it)\.)?accumulate", called) is not None


def _over_names(loop: ast.For | ast.While | ast.ListComp) -> bool:
    if isinstance(loop, ast.While):
        return False
    iterated = loop.generators[0].iter if isinstance(loop, ast.ListComp) else loop.iter
    words = [n.id for n in ast.walk(iterated) if isinstance(n, ast.Name)]
    fixed = isinstance(iterated, ast.Tuple | ast.List | ast.Constant) or words in (["range"], ["enumerate"])
    return fixed or bool(re.search(r"gate|['\"]|layer|cells|param|keys|items", ast.unparse(iterated)))
