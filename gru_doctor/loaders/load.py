"""From a target to a Subject: run what it needs of the file, build it, find how to call it."""

from __future__ import annotations

import ast
from contextlib import suppress
from dataclasses import replace
from typing import cast

import numpy as np

from gru_doctor.errors import ConstructTrouble, ImportTrouble
from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.building.choices import Workshop
from gru_doctor.loaders.building.construct import Built
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.entries import beyond
from gru_doctor.loaders.calling.results import returns
from gru_doctor.loaders.cards import card_of
from gru_doctor.loaders.discover import candidates
from gru_doctor.loaders.executing.running import (
    Running,
    coded_entries,
    fixes_sizes,
    mixes_precision,
    run,
    run_on_tokens,
)
from gru_doctor.loaders.frameworks import Differentiable
from gru_doctor.loaders.gradients import backward
from gru_doctor.loaders.gradients.autograd import Autograd
from gru_doctor.loaders.gradients.handwritten import HandWritten
from gru_doctor.loaders.gradients.pullback import handed_back
from gru_doctor.loaders.gradients.readied import readied
from gru_doctor.loaders.gradients.targets import from_target
from gru_doctor.loaders.loaded import Differentiator, Loaded
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.text.signature import definition
from gru_doctor.loaders.text.source import Source
from gru_doctor.loaders.tokens.caller import TokenCaller
from gru_doctor.loaders.tokens.fit import TOLD, WORDS, forward_only, token_caller
from gru_doctor.loaders.tokens.joined import Apart, from_methods
from gru_doctor.loaders.tokens.loss import from_loss
from gru_doctor.loaders.trying.blanks import blanked
from gru_doctor.loaders.trying.fit import Fit
from gru_doctor.loaders.trying.fitting import best_of, headed, likely, square, thorough, worded
from gru_doctor.loaders.trying.halves import halves, in_halves
from gru_doctor.loaders.trying.injection import from_learned, injected
from gru_doctor.loaders.trying.parts import Part, composed, held, inside, ready_made, single
from gru_doctor.loaders.trying.polarity import arranged_mask, notes_on
from gru_doctor.loaders.trying.roles import parameters
from gru_doctor.loaders.turned import NOTE, Turned, reads_from_the_end, says_so
from gru_doctor.records import Options, Target
from gru_doctor.subject import UNSEEN

DOUBLED = "it mixes float32 with what it is given: float32 is read as float64 throughout"


def load(target: Target, options: Options) -> Loaded:
    """Load one target; raises Trouble that says what was tried and why it failed."""
    try:
        return _first_way(target, options)
    except ConstructTrouble:
        if options.double or not mixes_precision(target):
            raise
        with suppress(ConstructTrouble):
            subject = _first_way(target, replace(options, double=True))
            subject.card = replace(subject.card, notes=(*subject.card.notes, DOUBLED))
            return subject
        raise


def _first_way(target: Target, options: Options) -> Loaded:
    entries = () if options.run_file else coded_entries(target)
    if entries:
        with suppress(ConstructTrouble, ImportTrouble):
            return _over_tokens(target, options, entries)
    if fixes_sizes(target) and not options.run_file:
        with suppress(ConstructTrouble, ImportTrouble):
            return _loaded(target, options, small=True)
    return _loaded(target, options, small=False)


def _loaded(target: Target, options: Options, small: bool) -> Loaded:
    asked = Sizes(options.input_size, options.hidden_size)
    ran = run(target, options, asked if small else None)
    sizes = (asked, Sizes(asked.h, asked.h))
    shop = Workshop(
        ran.module, ran.tree, sizes, np.random.default_rng(options.seed), options.layers, cells_of(ran.tree)
    )
    search = Search(level=options.level)
    found = best_of(likely(shop), target, search)
    if found is None and options.level != "cell":
        found = headed(shop, target, ran.tape)
    found = found or best_of(square(shop), target, search)
    both = in_halves(shop, target.name) if found is None and options.level != "cell" else None
    if both is not None:
        return _in_halves(target, both, ran, options.part)
    if found is None or (found[1].doubt and found[0].cut is None):
        found = best_of(thorough(shop), target, search, found)
    built, fit = found or worded(shop, target, ran.advice, search)
    if options.layers > 1 or composed(built, shop.cells):
        return _composed(shop, target, built, fit, ran, options.part)
    return _subject(target, built, fit, ran)


def _over_tokens(target: Target, options: Options, entries: tuple[str, ...]) -> Loaded:
    """What takes tokens and codes them itself, on a small vocabulary."""
    sizes = Sizes(WORDS, options.hidden_size)
    ran = run_on_tokens(target, options, sizes)
    shop = Workshop(ran.module, ran.tree, (sizes,), np.random.default_rng(options.seed))
    found = token_caller(shop, target.name, entries, ran.tape)
    slots = forward_only(found, parameters(found))
    caller = injected(found, ran.tape)
    differentiator = _of_loss(caller, slots) or _automatic(caller, slots)
    notes = [*caller.built.notes, *ran.notes, *ran.tape.notes, TOLD]
    card = card_of(target, caller, slots, differentiator, notes)
    return Loaded(card, caller, slots, ran.tape, differentiator)


def _of_loss(caller: Caller, slots: list[Slot]) -> Differentiator | None:
    """A gradient by hand, written inside the loss or beside it."""
    if not isinstance(caller, TokenCaller):
        return None
    return from_loss(caller, slots) or from_methods(caller, slots)


def _composed(shop: Workshop, target: Target, built: Built, fit: Fit, ran: Running, alone: int) -> Loaded:
    """A stack or a bidirectional layer, with its layers one by one, or the one `alone` of them, counted
    from 1; it starts from its own state."""
    kept = tuple((n, role) for n, role in fit.plan.roles if role != "h" or built.start is not None)
    whole = replace(fit.plan, roles=kept, state="none")
    caller = Caller(built, returns(built, whole) or whole)  # one state a layer may come back now
    slots = parameters(caller)
    ready = ready_made(built, slots)
    parts = ready or inside(built, held(built.thing, shop.cells), slots)
    parts = parts or single(shop, target.name, built.sizes, slots)
    if len(parts) < 2:
        raise ConstructTrouble(f"{target.name}: its layers cannot be called one by one")
    notes = [*built.notes, *ran.notes, *ran.tape.notes]
    if alone:
        return _one_of(parts[alone - 1], target, ran, notes)
    differentiator = _differentiator(caller, slots)
    card = card_of(target, caller, slots, differentiator, notes)
    card = replace(card, parts=len(parts), ready="made" if ready else "")
    return Loaded(card, caller, slots, ran.tape, differentiator, parts)


def _in_halves(target: Target, both: Caller, ran: Running, alone: int) -> Loaded:
    """Both directions in one object, or one of them, counted from 1."""
    slots = parameters(both)
    parts = halves(both, slots)
    if not parts:
        raise ConstructTrouble(f"{target.name}: its two directions cannot be told apart")
    notes = [*both.built.notes, *ran.notes, *ran.tape.notes]
    if alone:
        part = parts[alone - 1]
        caller = injected(part.caller, ran.tape)
        follower = _automatic(caller, part.own)
        return Loaded(
            card_of(target, caller, part.own, follower, notes), caller, part.own, ran.tape, follower
        )
    differentiator = _automatic(both, slots)
    card = card_of(target, both, slots, differentiator, notes)
    card = replace(card, parts=len(parts), ready="halves")
    return Loaded(card, both, slots, ran.tape, differentiator, parts)


def _one_of(part: Part, target: Target, ran: Running, notes: list[str]) -> Loaded:
    """A layer of a whole, by itself."""
    differentiator = _differentiator(part.caller, part.own)
    card = card_of(target, part.caller, part.own, differentiator, notes)
    return Loaded(card, part.caller, part.own, ran.tape, differentiator)


def _subject(target: Target, built: Built, fit: Fit, ran: Running) -> Loaded:
    notes = [*built.notes, *ran.notes, *ran.tape.notes]
    caller = arranged_mask(Caller(built, fit.plan))
    notes += notes_on(caller)
    if fit.plan.level == "cell":
        notes += [f"{e} {UNSEEN}" for e in beyond(built, fit.plan.entry)]
    caller, padding = blanked(caller)
    notes += padding
    slots = parameters(caller)
    caller, slots, learned = from_learned(injected(caller, ran.tape), ran.tape, slots)
    notes += learned
    differentiator = _differentiator(caller, slots)
    if isinstance(differentiator, HandWritten):
        differentiator = from_target(differentiator, ran.tape) or Apart()
    if isinstance(differentiator, HandWritten):
        caller, differentiator = readied(differentiator.caller, differentiator)
        slots = differentiator.slots
    if says_so(definition(ran.tree, target.name)) and reads_from_the_end(caller):
        card = card_of(target, caller, slots, differentiator, [*notes, NOTE])
        return Turned(card, caller, slots, ran.tape, differentiator)
    card = card_of(target, caller, slots, differentiator, notes)
    return Loaded(card, caller, slots, ran.tape, differentiator)


def _differentiator(caller: Caller, slots: list[Slot]) -> Differentiator | None:
    hand = handed_back(caller) or backward.found(caller)
    if hand is not None:
        return HandWritten(caller, hand, slots)
    return _automatic(caller, slots)


def _automatic(caller: Caller, slots: list[Slot]) -> Autograd | None:
    framework = caller.built.framework
    return Autograd(caller, cast(Differentiable, framework), slots) if framework.AUTOGRAD else None


def cells_of(tree: ast.Module) -> frozenset[str]:
    """The classes of a file that may be cells or layers by their text."""
    return frozenset(c.name for c in candidates(Source("", "", tree)))
