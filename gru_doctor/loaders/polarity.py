"""Whether a mask is 1 on real steps or on padding: as its own words say; where these do not, and only
its name speaks of padding, as the code takes it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import Literal

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.caller import Caller
from gru_doctor.loaders.entries import code_of
from gru_doctor.loaders.probing import probe, whole
from gru_doctor.loaders.signature import definition
from gru_doctor.loaders.source import lines_of

NOTE = "its mask is 1 on padding"
SPEAKS_OF_PADDING = re.compile(r"pad|fill|ended|finished|done|missing|invalid|ignore|blank", re.I)
REACH = 160
PADDED = r"(?:pad\w*|fill\w*|no\b|not\b|nothing|missing|absent|beyond|past|after|invalid|ended|ignored?)"
REAL = r"(?:real|valid|present|actual|observed|true\b|inside|live|tokens?|words?|data|frames?|samples?)"
ON, OFF = r"(?:True|1(?:\.0?)?|ones?)", r"(?:False|0(?:\.0?)?|zeros?)"
LITTLE = r"(?:for|on|at|in|where|if|is|are|the|a|of|there|step|steps|means?|marks?)"
BETWEEN = rf"(?![\w.])[^.,;\n\w]*(?:{LITTLE}\W+){{0,4}}"


def told(words: str, name: str) -> Literal["real", "padding", ""]:
    """What a text says of a mask: `m: 1 on real steps`, `pad is True where there is no input`."""
    for match in re.finditer(rf"\b{re.escape(name)}\b", words):
        near = words[match.end() : match.end() + REACH]
        if _says(near, PADDED, REAL):
            return "padding"
        if _says(near, REAL, PADDED):
            return "real"
    return ""


def _says(words: str, on: str, off: str) -> bool:
    """Whether a text says that 1 means the one, or 0 the other."""
    return bool(re.search(rf"(?<![\w.])(?:{ON}{BETWEEN}{on}|{OFF}{BETWEEN}{off})", words, re.I))


def turned_mask(caller: Caller) -> Caller:
    """The caller with its mask turned round where 1 means padding."""
    plan = caller.plan
    if plan.mask_axes in (None, "lengths"):
        return caller
    name = next(n for n, role in plan.roles if role == "mask")
    turned = caller.again(replace(plan, mask_pads=True), caller.inject)
    said = told(_words(caller), name)
    if said or not SPEAKS_OF_PADDING.search(name):
        return turned if said == "padding" else caller
    return turned if _moves(turned) and not _moves(caller) else caller


def _words(caller: Caller) -> str:
    """The docstrings and comments of the entry and its class."""
    built = caller.built
    nodes = (definition(built.tree, type(built.thing).__name__), code_of(built, caller.plan.entry))
    lines = lines_of(getattr(built.module, "__file__", None) or "")
    found = []
    for node in (n for n in nodes if isinstance(n, ast.ClassDef | ast.FunctionDef)):
        found.append(ast.get_docstring(node) or "")
        body = lines[node.lineno - 1 : node.end_lineno]
        found += [line.partition("#")[2] for line in body if "#" in line]
    return "\n".join(found)


def _moves(caller: Caller) -> bool:
    """Whether the inputs matter where all steps are real."""
    call = probe(caller.built)
    try:
        first, other = (whole(caller.run(c)) for c in (call, replace(call, xs=call.xs * 0.5)))
    except Trouble:
        return False
    return not np.array_equal(first, other)
