"""When a law says nothing about a cell: the reason in a few words, empty where it applies."""

from __future__ import annotations

from gru_doctor.trials import Cell

BOUNDED = ("tanh", "sigmoid", "hard_sigmoid")


def never(cell: Cell) -> str:
    """It always applies."""
    return ""


def no_equations(cell: Cell) -> str:
    """A law of the gates needs to know which array is whose."""
    return "" if cell.identity is not None else "no equations are known for it"


def not_all_read(cell: Cell) -> str:
    """A law of the gates needs to know every array that may belong to the units."""
    return no_equations(cell) or ("it has arrays that no gate reads" if cell.unread else "")


def unbounded(cell: Cell) -> str:
    """Only what is blended from bounded values stays bounded."""
    if cell.identity is None:
        return no_equations(cell)
    convention = cell.identity.convention
    bounded = convention.candidate_activation in BOUNDED and convention.variant is None
    return "" if bounded else "its candidate has no bounds"


def not_in_parts(cell: Cell) -> str:
    """Going on from a state needs a layer that can be given one."""
    card = cell.subject.card
    if card.level == "cell":
        return "a cell has no time of its own"
    if card.parts:
        return "it is made of layers, some of which may run backward"
    return "" if card.takes_state else "it cannot be given a state"


def no_sequence(cell: Cell) -> str:
    """A law on the outputs needs outputs, in the order of the inputs."""
    card = cell.subject.card
    if card.parts:
        return "it is made of layers, some of which may run backward"
    return "" if card.returns_sequence else "it returns no sequence"


def no_mask(cell: Cell) -> str:
    """A law on padding needs a mask that holds the state."""
    if not cell.subject.card.takes_mask:
        return "it takes no mask"
    return "its mask acts on h(t−1): trailing steps are not held" if cell.restarts else ""


def no_default(cell: Cell) -> str:
    """A law on the default state needs one, and a way to give another."""
    if not cell.subject.card.takes_state:
        return "it cannot be given a state"
    return "it must be given a state" if cell.subject.card.level == "cell" else ""


def no_reset(cell: Cell) -> str:
    """A law on a reset needs something to forget, and a method that does."""
    if not cell.stateful:
        return "no state is left on it"
    return "" if cell.subject.card.forgets else "it has no method that forgets its state"
