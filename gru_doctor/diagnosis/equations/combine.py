"""All ways to alter up to two equations that reproduce one experiment, found without trying all pairs.

Every alteration is evaluated once, by itself; what two of them give together is put together from that,
for an equation shows by what it reads whether another alteration touches it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gru_doctor.checks.identifying.convention import error
from gru_doctor.diagnosis.equations.tried import Choice, Rows, Tried
from gru_doctor.equations.gru import EQUATIONS

Row = tuple[Choice, ...]
Met = Iterator[tuple[int, int]]


def singles(tried: Tried) -> Iterator[Row]:
    """Each alteration alone that gives the user's numbers."""
    choices = tried.choices if tried.bench.several else _likely(tried)
    likely = {id(altered) for _, altered in choices}
    for choice in tried.choices:
        if id(choice[1]) in likely and _fits(tried, choice):
            yield (choice,)


def _likely(tried: Tried) -> Iterator[Choice]:
    """The alterations that may give the user's numbers; those of a gate and the blend all may."""
    gates = tried.gates
    made = (
        (gates.update, tried.blended(gates.update.values, gates.right["n"])),
        (gates.reset, tried.blended(gates.right["z"], gates.led["n"])),
        (gates.candidate, tried.blended(gates.right["z"], gates.candidate.values)),
        (tried.blend, tried.blend.values),
    )
    for stack, out in made:
        yield from (stack.choices[k] for k in tried.gives(out))
    for choice, under in gates.joint:
        if "blend" in choice[1].equations or tried.gives(tried.blended(under["z"][None], under["n"])):
            yield choice


def _fits(tried: Tried, choice: Choice) -> bool:
    bench = tried.bench
    try:
        off = error(bench.reading, tried.convention, bench.probe, {**EQUATIONS, **choice[1].equations})
    except (KeyError, RecursionError, ValueError):
        return False  # a block that the file does not have; two that read each other
    return off <= bench.limit


def pairs(tried: Tried) -> Iterator[Row]:
    """Two alterations of different equations that together give the user's numbers, in the order of the
    later one. Where one hides the other, that one alone gives the numbers, and they are no pair. Over
    several steps none are sought."""
    if tried.bench.several:
        return
    found = [(1, 0, j, i) for i, j in _update_and_reset(tried)]
    found += [(2, 0, k, i) for i, k in _update_and_candidate(tried)]
    found += [(2, 1, k, j) for j, k in _reset_and_candidate(tried)]
    found += [(3, first, b, i) for first, i, b in _with_blend(tried)]
    stacks = (tried.gates.update, tried.gates.reset, tried.gates.candidate, tried.blend)
    for later, sooner, k, i in sorted(found, key=lambda f: (f[0], f[2], f[1], f[3])):
        yield stacks[sooner].choices[i], stacks[later].choices[k]


def _update_and_reset(tried: Tried) -> Met:
    gates = tried.gates
    zs, rs = gates.update, gates.reset
    plain, steady = zs.blind("rn"), rs.blind("z")
    for i, j in tried.crossing(zs.values[plain], gates.led["n"][steady]):
        yield plain[i], steady[j]
    led = {k: v[steady] for k, v in gates.led.items()}
    beside, after = gates.rows(led), gates.rows({"z": zs.values[plain]})
    for i in zs.asking("rn"):
        z = beside.under(zs.choices[i][1].equations["update"])
        yield from ((i, steady[j]) for j in tried.gives(tried.blended(z, led["n"])))
    for j in rs.asking("z"):
        r = after.under(rs.choices[j][1].equations["reset"])
        n = gates.rows({"r": r}).under(EQUATIONS["candidate"])
        yield from ((plain[i], j) for i in tried.gives(tried.blended(zs.values[plain], n)))


def _update_and_candidate(tried: Tried) -> Met:
    gates = tried.gates
    zs, ns = gates.update, gates.candidate
    plain, steady = zs.blind("n"), ns.blind("z")
    for i, k in tried.crossing(zs.values[plain], ns.values[steady]):
        yield plain[i], steady[k]
    beside, after = gates.rows({"n": ns.values[steady]}), gates.rows({"z": zs.values[plain]})
    for i in zs.asking("n"):
        z = beside.under(zs.choices[i][1].equations["update"])
        yield from ((i, steady[k]) for k in tried.gives(tried.blended(z, ns.values[steady])))
    for k in ns.asking("z"):
        n = after.under(ns.choices[k][1].equations["candidate"])
        yield from ((plain[i], k) for i in tried.gives(tried.blended(zs.values[plain], n)))


def _reset_and_candidate(tried: Tried) -> Met:
    both, ns = tried.gates.fed
    yield from (both[m] for m in tried.gives(tried.blended(tried.gates.right["z"], ns)))


def _with_blend(tried: Tried) -> Iterator[tuple[int, int, int]]:
    """Another equation by its number, its alteration, and the alteration of the blend."""
    gates = tried.gates
    changed = ({"z": gates.update.values}, gates.led, {"n": gates.candidate.values})
    counts = (len(next(iter(values.values()))) for values in changed)
    owners = [(first, i) for first, count in enumerate(counts) for i in range(count)]
    flat = [gates.rows(values).gates for values in changed]
    rows = Rows(tried.bench, tried.convention, {k: np.concatenate([f[k] for f in flat]) for k in "zrn"})
    for b, (_, altered) in enumerate(tried.blend.choices):
        out = rows.under(altered.equations["blend"])
        yield from ((*owners[m], b) for m in tried.gives(out))
