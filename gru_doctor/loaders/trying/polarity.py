"""Whether a mask is 1 on real steps or on padding: as its own words say; where these do not, and only
its name speaks of padding, as the code takes it. And whether it cuts the state before its own step, as
the masks of episodes do, rather than after it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import Literal

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.entries import code_of
from gru_doctor.loaders.calling.probing import probe, shifted, whole
from gru_doctor.loaders.text.signature import definition
from gru_doctor.loaders.text.source import lines_of

NOTE = "its mask is 1 on padding"
CUTS = "its mask cuts the state before its own step, as where an episode begins"
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


def arranged_mask(caller: Caller) -> Caller:
    """The caller with its mask turned round where 1 means padding, and handed over a step later where it
    cuts the state before a step: then the state restarts after a step that is masked."""
    if caller.plan.mask_axes in (None, "lengths"):
        return caller
    caller = _turned(caller)
    late = caller.again(replace(caller.plan, mask_late=True), caller.inject)
    return late if _cuts(caller) else caller


def notes_on(caller: Caller) -> list[str]:
    """What was found out about the mask."""
    return [NOTE] * caller.plan.mask_pads + [CUTS] * caller.plan.mask_late


def _turned(caller: Caller) -> Caller:
    name = next(n for n, role in caller.plan.roles if role == "mask")
    turned = caller.again(replace(caller.plan, mask_pads=True), caller.inject)
    said = told(_words(caller), name)
    if said or not SPEAKS_OF_PADDING.search(name):
        return turned if said == "padding" else caller
    return turned if _remembers(turned) and not _remembers(caller) else caller


def _cuts(caller: Caller) -> bool:
    """Whether a masked step takes its own input and nothing of those before it."""
    call = probe(caller.built)
    middle = len(call.xs) // 2
    mask = np.ones(call.xs.shape[:2])
    mask[middle] = 0.0
    masked = replace(call, mask=mask)
    if caller.plan.level == "cell" or caller.plan.outputs is None or not _remembers(caller):
        return False
    try:
        base, own, before = (
            whole(caller.run(c)) for c in (masked, shifted(masked, middle), shifted(masked, middle - 1))
        )
    except Trouble:
        return False
    same = base.shape == own.shape == before.shape
    return same and bool((own[middle] != base[middle]).all() and (before[middle:] == base[middle:]).all())


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


def _remembers(caller: Caller) -> bool:
    """Whether, where all steps are real, the first input matters at the last."""
    call = probe(caller.built)
    try:
        first, other = (whole(caller.run(c)) for c in (call, shifted(call, 0)))
    except Trouble:
        return False
    late = -1 if caller.plan.level == "layer" and caller.plan.outputs is not None else slice(None)
    return first.shape == other.shape and not np.array_equal(first[late], other[late])
