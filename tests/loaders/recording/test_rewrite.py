"""Rewritten code does what the source does, and its sites say where everything stands."""

import ast
import asyncio
import textwrap
import traceback

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_doctor.loaders.recording.rewrite import AUG, BEG, LAST, REC, rewrite
from gru_doctor.loaders.recording.tape import Tape

# Each snippet binds `result`. Together they hold every kind of syntax the rewriter treats apart.
SNIPPETS = {
    "docstring and future": '''
        """The module's docstring."""
        from __future__ import annotations
        class A:
            """The class's."""
            x: Undefined = 3
            def f(self, y: Missing = 2) -> Nowhere:
                """The method's."""
                return self.x + y
        result = (__doc__, A.__doc__, A.f.__doc__, A().f(), A.__annotations__)
    ''',
    "super and class cell": '''
        class A:
            def __init__(self, n): self.n = n
            @property
            def twice(self): return 2 * self.n
            @classmethod
            def make(cls, n): return cls(n)
            @staticmethod
            def plus(a, b): return a + b
        class B(A):
            def __init__(self, n):
                super().__init__(n + 1)
                self.kind = __class__.__name__
            @property
            def twice(self): return super().twice + self.__secret(1)
            def __secret(self, a): return a + 10
        b = B.make(3)
        result = (b.twice, b.kind, B.plus(1, 2))
    ''',
    "dataclass": '''
        from dataclasses import dataclass, field, asdict
        @dataclass
        class Sizes:
            d: int = 2 + 1
            w: list = field(default_factory=lambda: [1, 2])
            def total(self): return self.d + sum(self.w)
        result = (asdict(Sizes()), Sizes().total(), repr(Sizes()))
    ''',
    "enum and namedtuple": '''
        import enum
        from typing import NamedTuple
        class Gate(enum.Enum):
            z = enum.auto()
            r = 1 + 1 + 3
        class State(NamedTuple):
            h: float = 0.5
            n: int = 2
        result = ([g.name for g in Gate], Gate.r.value, State() + (1,), State._fields)
    ''',
    "walrus and comprehensions": '''
        def f(xs):
            if (n := len(xs)) > 2 and (m := xs[0] * 2) > 1:
                xs = [y for x in xs if (y := x + m) > n]
            d = {k: v for k, v in zip(xs, range(9))}
            s = {a % 2 for a in xs}
            return sum(a * b for a in xs for b in (1, 2)), d, s, n, m
        result = f([1, 2, 3, 4])
    ''',
    "lambda and closures": '''
        def outer(k, scale=lambda a, by=2: a * by):
            count = 0
            def inner(x, *args, **kwargs):
                nonlocal count
                count += 1
                return scale(x) + k + sum(args) + kwargs.get("b", 0)
            return inner(1, *[2, 3], **{"b": 4}) + (lambda q: q + inner(q))(5) + count
        result = outer(7)
    ''',
    "global": '''
        total = 0
        def add(n):
            global total
            total += n
            return total
        result = [add(1), add(2), total]
    ''',
    "chained comparison and logic": '''
        calls = []
        def say(x):
            calls.append(x)
            return x
        a = say(1) < say(2) < say(0) < say(9)
        b = say(0) and say(5) or say(6)
        c = say(7) if not a else say(8)
        result = (a, b, c, calls, -c, ~b, a is not None, 3 not in calls)
    ''',
    "async": '''
        import asyncio
        async def step(x):
            await asyncio.sleep(0)
            return x + 1
        async def source(n):
            for i in range(n):
                yield await step(i)
        async def main():
            total = 0
            async for v in source(3):
                total += await step(v)
            return total, [v async for v in source(2)]
        result = asyncio.run(main())
    ''',
    "generators": '''
        def scan(xs):
            h = 0
            for x in xs:
                got = yield h + x
                h = h * 2 + x + (got or 0)
            return h
        def all_of(xs):
            last = yield from scan(xs)
            yield last
        g = all_of([1, 2, 3])
        result = [next(g), g.send(5), *g]
    ''',
    "match": '''
        import math
        def kind(v):
            match v:
                case 0 | 1: return "bit"
                case [a, *rest] if a > len(rest): return a, rest
                case {"h": h, **others}: return h + len(others)
                case complex(real=r): return r
                case math.pi: return "pi"
                case _: return v
        result = [kind(v) for v in (1, [5, 2], [0, 2], {"h": 1, "x": 2}, 3j, math.pi, "s")]
    ''',
    "exceptions and with": '''
        from contextlib import contextmanager
        log = []
        @contextmanager
        def block(name):
            log.append(name)
            try:
                yield len(log)
            finally:
                log.append("end")
        def f(x):
            try:
                with block("a") as n, block("b"):
                    assert x, "empty"
                    return n / (x - 1)
            except (ZeroDivisionError, AssertionError) as error:
                return type(error).__name__
            else:
                return None
            finally:
                log.append(x)
        result = (f(0), f(1), f(2), log)
    ''',
    "augmented": '''
        import numpy as np
        class Box:
            stores = 0
            @property
            def v(self): return self._v
            @v.setter
            def v(self, new):
                Box.stores += 1
                self._v = new
        seen = []
        def index():
            seen.append(1)
            return len(seen) % 2
        def fact(n):
            n += fact(n - 1) if n else 1
            return n
        box = Box(); box.v = np.ones(3)
        box.v += 2; box.v[1] *= 5
        a = [1, 2]; b = a; a += [3]; a[index()] -= 4; a[-1] **= 2
        m = np.arange(6.0).reshape(2, 3); m[:, 1:] @= np.eye(2) * 3; m[0, 0] //= 2
        result = (box.v, Box.stores, a, b is a, m, fact(4), seen)
    ''',
    "unpacking and deletion": '''
        import numpy as np
        r, z = np.ones(2), np.zeros(2)
        (a, [b, *c]), d = (1, [2, 3, 4]), 5
        first = second = [*c, d]
        first[0], first[-1] = first[-1], first[0]
        grid = np.zeros((2, 3)); grid[:, 1] = z + 1; grid[..., -1:] = 7
        del first[1], d
        for k, grid[0, 0] in enumerate((8, 9)): pass
        x: float = r.sum() * 2
        result = (r, z, a, b, c, first is second, first, grid, k, x, f"{x:{b}.1f}|{a!r}")
    ''',
    "calls by every road": '''
        import numpy as np
        import numpy.linalg as la
        from functools import partial, reduce
        table = {"tanh": np.tanh, "relu": lambda v: np.maximum(v, 0)}
        class Cell:
            def __init__(self): self.f = table["tanh"]; self.layers = [self, table["relu"]]
            def __call__(self, x, /, *, scale=1): return self.f(x.T.dot(x)) * scale
        c = Cell(); x = np.array([[1.0, -2.0]])
        result = (c(x, scale=3), c.layers[1](x), getattr(c, "f")(x), (c if x.any() else 0)(x),
                  partial(np.add, 1)(x), la.norm(x), reduce(lambda p, q: p * q, [1, 2, 3]),
                  la.inv(np.eye(2) + x.T @ x).dot(x.T), sorted(x[0], key=lambda v: -v),
                  (lambda *a, **k: (a, k))(*x, b=x.shape[0]), locals() is globals(), np.pi)
    ''',
    "vars and frames": '''
        import sys, inspect
        def names(a, b=2):
            c = a + b
            c += 1
            return sorted(locals()), sys._getframe().f_code.co_name, eval("a + c")
        result = (names(1), names.__code__.co_varnames, names.__code__.co_firstlineno)
    ''',
    "pure python": '''
        import math
        def sig(v): return 1 / (1 + math.exp(-v))
        def step(x, h, W, U):
            z = [sig(sum(w * a for w, a in zip(row, x)) + sum(u * b for u, b in zip(rec, h)))
                 for row, rec in zip(W, U)]
            return [zi * hi + (1 - zi) * math.tanh(hi) for zi, hi in zip(z, h)]
        h = [0.1, -0.3]
        while h[0] < 0.4 and len(h) < 3:
            h = step([1.0, 2.0], h, [[0.1, 0.2], [0.3, 0.4]], [[1.0, 0.5], [0.2, -1.0]])
            if h[0] > 0.2: continue
            break
        result = h
    ''',
    "unicode": '''
        import numpy as np
        σ = lambda a: 1 / (1 + np.exp(-a))  # ⊙
        Wé, ñ = np.ones(2), "ünï" + "😀"; z̄ = σ(Wé) * Wé
        result = (z̄, ñ)
    ''',
}  # fmt: skip


def namespace(tape):
    return {
        "__name__": "user", REC: tape.rec, BEG: tape.beg, AUG: tape.aug, LAST: tape.last,
    }  # fmt: skip


def run(source, tape=None):
    if tape is None:
        space = {"__name__": "user"}
        exec(compile(source, "user.py", "exec", dont_inherit=True), space)
        return space
    made = rewrite(source, "user.py", len(tape.sites))
    tape.sites.update(made.sites)
    space = namespace(tape)
    exec(made.code, space)
    return space


def same(a, b):
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return a == b


@pytest.mark.parametrize("name", SNIPPETS)
def test_same_results_off_and_recording(name):
    source = textwrap.dedent(SNIPPETS[name])
    plain = run(source)["result"]
    assert same(run(source, Tape())["result"], plain)
    tape = Tape()
    with tape.recording() as moments:
        recorded = run(source, tape)["result"]
    assert same(recorded, plain)
    assert moments


@pytest.mark.parametrize("name", SNIPPETS)
def test_spans_hold_the_exact_text(name):
    source = textwrap.dedent(SNIPPETS[name])
    lines = source.split("\n")
    for site in rewrite(source, "user.py").sites.values():
        span = site.span
        taken = lines[span.line - 1 : span.end_line]
        taken[-1] = taken[-1][: span.end_column - 1]
        taken[0] = taken[0][span.column - 1 :]
        assert "\n".join(taken) == site.text
        assert (site.statement.line, site.statement.column) <= (span.line, span.column)
        assert (site.statement.end_line, site.statement.end_column) >= (
            span.end_line, span.end_column,
        )  # fmt: skip


@pytest.mark.parametrize("name", SNIPPETS)
def test_records_nest(name):
    tape = Tape()
    with tape.recording() as moments:
        run(textwrap.dedent(SNIPPETS[name]), tape)
    assert all(0 <= moment.begin <= i for i, moment in enumerate(moments))


def sites(source, **wanted):
    found = rewrite(textwrap.dedent(source), "user.py").sites.values()
    return [s for s in found if all(getattr(s, k) == v for k, v in wanted.items())]


def test_tabs_line_breaks_and_wide_characters_count_as_characters():
    source = "if 1:\n\tσ = 'é😀'; y = (σ +\r\n\t\tσ)\n"
    (total,) = sites(source, kind="BinOp")
    assert total.text == "σ +\r\n\t\tσ"
    span = total.span
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 17, 3, 4)


def test_targets():
    source = """
        def f(self, a, b):
            z = a + b
            self.h: float = a - b
            hs[:, t] = a * b
            r, n = a / b, [a @ b]
            p, *q = a ** b
            if (w := a % b): return a // b
            z += a | b
    """
    kinds = {"BinOp", "AugAssign"}
    got = {s.text: s.target for s in sites(source, function="f") if s.kind in kinds}
    assert got == {
        "a + b": "z", "a - b": "self.h", "a * b": "hs[:, t]", "a / b": "r", "a @ b": None,
        "a ** b": "p, *q", "a % b": "w", "a // b": None, "z += a | b": "z", "a | b": None,
    }  # fmt: skip
    assert [s.target for s in sites(source, text="[a @ b]")] == ["n"]
    assert [s.target for s in sites(source, text="a / b, [a @ b]")] == ["r, n"]


def test_functions_and_statements():
    source = """
        import numpy as np
        class GRU:
            k = 1 + len
            def forward(self, x):
                def gate(a):
                    return np.exp(a)
                for t in reversed(x): y = gate(t)
        top = GRU.k
    """
    where = {s.text: s.function for s in sites(source)}
    assert where["1 + len"] == where["GRU.k"] == "<module>"
    assert where["np.exp(a)"] == "GRU.forward.gate"
    assert where["gate(t)"] == "GRU.forward"
    (call,) = sites(source, call="np.exp")
    assert call.statement.column == 13 and call.statement.end_column == 29
    (x,) = sites(source, text="x")
    assert (x.statement.line, x.statement.end_line, x.statement.end_column) == (8, 8, 29)


def test_what_carries_no_numbers_is_left_alone():
    source = """
        import numpy as np
        @decorate(np)
        class A(B):
            def f(self, x: Kind) -> Kind:
                super().f(self.cell)
                print(x); range(x); x.shape[0]
                return np.dot(x, np.pi) + self.g(x[i:j])[2 * k] + f"{x}" + (1, -2)[0]
    """
    texts = {s.text for s in sites(source)}
    assert not {"np", "np.dot", "np.pi", "self", "self.g", "Kind", "B"} & texts
    assert not {"i", "2 * k", "1", "-2", "(1, -2)", "print(x)", "decorate(np)"} & texts
    assert not {"super()", "x.shape", "range(x)"} & texts
    assert {"np.dot(x, np.pi)", "x", "x[i:j]", "self.g(x[i:j])", "self.g(x[i:j])[2 * k]"} <= texts


def test_numbers_follow_one_another():
    first = rewrite("a = 1\nb = a + a", "a.py")
    second = rewrite("c = abs(b)", "b.py", len(first.sites))
    assert sorted([*first.sites, *second.sites]) == list(range(len(first.sites) + 2))
    assert all(number == site.number for number, site in second.sites.items())


def test_a_given_tree_is_left_as_it_was():
    source = "a = 2\nraise SystemExit\nb = a + 1"
    tree = ast.parse(source)
    del tree.body[1]
    before = ast.dump(tree, include_attributes=True)
    space = namespace(Tape())
    exec(rewrite(source, "user.py", 0, tree).code, space)
    assert space["b"] == 3
    assert ast.dump(tree, include_attributes=True) == before


def test_tracebacks_point_at_the_same_lines():
    source = "def f(x):\n    y = (x +\n      1 / x)\n    return y\n\nf(2)\nf(\n 0)\n"

    def lines(tape):
        with pytest.raises(ZeroDivisionError) as caught:
            run(source, tape)
        frames = traceback.extract_tb(caught.tb)
        return [(f.lineno, f.name) for f in frames if f.filename == "user.py"]

    assert lines(Tape()) == lines(None) == [(7, "<module>"), (3, "f")]


def test_doctests_and_type_hints_survive():
    import doctest
    import typing

    source = 'def f(h: "int") -> float:\n    """\n    >>> f(2)\n    3\n    """\n    return h + 1\n'
    space = run(source, Tape())
    (test,) = doctest.DocTestFinder().find(space["f"], "f", globs=space, module=False)
    results = doctest.DocTestRunner(verbose=False).run(test)
    assert (results.failed, results.attempted) == (0, 1)
    assert typing.get_type_hints(space["f"]) == {"h": int, "return": float}


def test_async_functions_stay_async():
    space = run("async def f(x):\n    return x + 1\n", Tape())
    assert asyncio.run(space["f"](1)) == 2


EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "xs[0]", "2", "-1.5", "s['é']"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "<", "and", "or"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        inner.map(lambda e: f"(lambda q: q + {e})({e})"),
        inner.map(lambda e: f"[{e} for b in xs][-1]"),
        inner.map(lambda e: f"(w := {e})"),
        inner.map(lambda e: f"max({e}, *xs, key=lambda v: -v)"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else\n\t{t[2]})"),
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=1, max_size=4))
def test_any_expression_gives_the_same(expressions):
    body = "\n".join(f"  a = {e}\n  b += {e}" for e in expressions)
    source = f"def f(a, b, xs, s):\n{body}\n  return a, b\nresult = f(1, 2.5, [3, 4], {{'é': 7}})"
    tape = Tape()
    plain = run(source)["result"]
    with tape.recording() as moments:
        assert run(source, tape)["result"] == plain
    assert moments and not tape.truncated
