"""The user's source, rewritten so that every loaded expression reports its value.

Each expression e becomes `__gru_rec__(__gru_beg__(), site, e)`: the count of records before e was
evaluated, the number of the place, the value, which is handed through. Leaving an expression
unwrapped is always safe, so what carries no numbers (modules, functions, `self`) stays as it is.
"""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from types import CodeType
from typing import Any, TypeVar

from gru_doctor.loaders.recording.spans import Text, placed
from gru_doctor.loaders.recording.unslotted import unslotted
from gru_doctor.loaders.recording.watched import (
    Names,
    dotted,
    is_quiet,
    is_rereadable,
    is_transparent,
    modules,
)
from gru_doctor.records import Site, Span

REC, BEG, AUG, LAST = "__gru_rec__", "__gru_beg__", "__gru_aug__", "__gru_last__"
STACKING = frozenset({"c_", "r_"})
"""NumPy's objects whose index holds the arrays themselves."""

Definition = TypeVar("Definition", ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Rewritten:
    """A module ready to run, and the places it reports."""

    code: CodeType
    sites: dict[int, Site]


def rewrite(source: str, filename: str, first_number: int = 0, tree: ast.Module | None = None) -> Rewritten:
    """Compile `source` with every loaded expression wrapped; sites count from `first_number`.

    `tree` may hold a part of the source's statements; it is left as it was. Raises what `compile`
    raises, and RecursionError where expressions nest too deeply.
    """
    parsed = ast.parse(source, filename) if tree is None else copy.deepcopy(tree)
    rewriter = _Rewriter(Text(source, filename), first_number, modules(parsed))
    parsed.body = rewriter.block(parsed.body)
    return Rewritten(compile(parsed, filename, "exec", dont_inherit=True), rewriter.sites)


class _Rewriter(ast.NodeTransformer):
    def __init__(self, text: Text, first_number: int, modules: frozenset[str]) -> None:
        self.text, self.names = text, Names(modules)
        self.sites: dict[int, Site] = {}
        self.next_number = first_number
        self.targets: dict[ast.AST, str] = {}
        self.path: tuple[str, ...] = ()
        self.function = "<module>"
        self.in_class = False
        self.statement: Span | None = None

    def visit(self, node: ast.AST) -> Any:
        """Expressions are wrapped here; statements go to their own method."""
        if isinstance(node, ast.stmt):
            self.statement = self.text.span(node) if placed(node) else None
        if isinstance(node, ast.expr):
            return self.expression(node)
        return super().visit(node)

    # Statements: what is not visited (annotations, decorators, targets) stays untouched.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        return self._definition(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        return self._definition(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> list[ast.stmt]:
        outside = self.path, self.in_class
        self.path, self.in_class = (*self.path, node.name), True
        node.body = self.block(node.body)
        self.path, self.in_class = outside
        return unslotted(node)

    def _definition(self, node: Definition) -> Definition:
        self.generic_visit(node.args)
        outside = self.path, self.function, self.names, self.in_class
        if self.in_class:
            self.names = self.names.inside(node)
        self.path, self.in_class = (*self.path, node.name), False
        self.function = ".".join(self.path)
        node.body = self.block(node.body)
        self.path, self.function, self.names, self.in_class = outside
        return node

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """The statements of a body, rewritten; an augmented assignment becomes two."""
        done: list[ast.stmt] = []
        for statement in body:
            result = self.visit(statement)
            done.extend(result if isinstance(result, list) else [result])
        return done

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.Raise:
        return node

    def visit_TypeAlias(self, node: ast.stmt) -> ast.stmt:
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        node.body = self.block(node.body)
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.match_case:
        if node.guard is not None:
            self.statement = self.text.between(node.pattern, node.guard)
            node.guard = self.expression(node.guard)
        node.body = self.block(node.body)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        if node.value is not None:
            self._bind(node.target, node.value)
            node.value = self.expression(node.value)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        self._bind(node.targets[0], node.value)
        node.value = self.expression(node.value)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AugAssign | list[ast.stmt]:
        """`h += d` reports h before, d, and h after, the last as the whole statement."""
        if not is_rereadable(node.target):
            node.value = self.expression(node.value)
            return node
        number = self._site(node, self._text(node.target))
        before, operand = self.expression(_loaded(node.target)), self.expression(node.value)
        node.value = _call(operand, AUG, _call(operand, BEG), number, before, operand)
        return [node, ast.copy_location(_rereading(node, number), node)]

    # Expressions

    def expression(self, node: ast.expr) -> ast.expr:
        """The expression with its parts watched and, if it can hold numbers, itself."""
        if not placed(node) or is_quiet(node, self.names):
            return node
        if isinstance(node, ast.NamedExpr):
            self._bind(node.target, node.value)
        if is_transparent(node):
            return self._inside(node)
        number = self._site(node, self.targets.get(node))
        inner = self._inside(node)
        return _call(inner, REC, _call(inner, BEG), number, inner)

    def _inside(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Subscript):
            if isinstance(node.value, ast.Attribute) and node.value.attr in STACKING:
                node.slice = self._stacked(node.slice)
            node.value = self.expression(node.value)
            return node  # any other index stays: it picks, it adds no number
        if isinstance(node, ast.Call):
            node.func = self._callee(node.func)
            node.args = [self.expression(a) for a in node.args]
            for keyword in node.keywords:
                keyword.value = self.expression(keyword.value)
            return node
        self.generic_visit(node)
        return node

    def _stacked(self, index: ast.expr) -> ast.expr:
        """The arrays in `np.c_[x, r * h]`."""
        if isinstance(index, ast.Slice):
            return index
        if not isinstance(index, ast.Tuple):
            return self.expression(index)
        index.elts = [self._stacked(e) for e in index.elts]
        return index

    def _callee(self, node: ast.expr) -> ast.expr:
        """What is called is not watched, but `a.T` in `a.T.dot(b)` is."""
        if isinstance(node, ast.Name) or is_quiet(node, self.names):
            return node
        return self._inside(node)

    # Sites

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        """Remember the name that a value goes to; `r, z = a, b` element by element too."""
        self.targets[value] = self._text(target)
        sequence = ast.Tuple | ast.List
        if not isinstance(target, sequence) or not isinstance(value, sequence):
            return
        starred = any(isinstance(e, ast.Starred) for e in (*target.elts, *value.elts))
        if not starred and len(target.elts) == len(value.elts):
            for one, its in zip(target.elts, value.elts, strict=True):
                self._bind(one, its)

    def _text(self, node: ast.AST) -> str:
        return self.text.segment(self.text.span(node)) if placed(node) else ""

    def _site(self, node: ast.AST, target: str | None) -> int:
        number, span = self.next_number, self.text.span(node)
        self.next_number += 1
        self.sites[number] = Site(
            number=number,
            span=span,
            text=self.text.segment(span),
            kind=type(node).__name__,
            function=self.function,
            statement=self.statement or span,
            target=target,
            call=dotted(node.func) if isinstance(node, ast.Call) else None,
        )
        return number


def _loaded(target: ast.expr) -> ast.expr:
    """The expression that reads what an assignment's target writes."""
    reading = copy.deepcopy(target)
    if isinstance(reading, ast.Name | ast.Attribute | ast.Subscript):
        reading.ctx = ast.Load()
    return reading


def _rereading(node: ast.AugAssign, number: int) -> ast.stmt:
    """The statement that reports what an augmented assignment has left in its target."""
    value = _call(node, REC, _call(node, LAST, number), number, _loaded(node.target))
    if isinstance(node.target, ast.Name):
        return ast.Assign([copy.deepcopy(node.target)], value)
    return ast.Expr(value)  # storing into an attribute or a slice twice could have an effect


def _call(place: ast.AST, name: str, *arguments: ast.expr | int) -> ast.Call:
    """A call that stands where `place` does, so that tracebacks point where they did."""
    where = {a: getattr(place, a) for a in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    given = [ast.Constant(a, **where) if isinstance(a, int) else a for a in arguments]
    return ast.Call(ast.Name(name, ast.Load(), **where), given, [], **where)
