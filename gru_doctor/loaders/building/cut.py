"""Where the states of a model stand in its run that returns only what an output layer makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.recording.tape import Tape

if TYPE_CHECKING:
    from gru_doctor.loaders.building.construct import Built

NOTE = "it returns what is made of its states: these were read at line {}, an output layer was not examined"


@dataclass(frozen=True)
class Picked:
    """What is made of the states along their axis of time, as what comes of them shows: one is taken, the
    `step`-th, or where that is None, they are turned round."""

    axis: int
    step: int | None

    def of(self, states: Any) -> Any:
        """The one, or all of them from the last to the first."""
        if isinstance(states, list):
            return states[::-1] if self.step is None else states[self.step]
        turned = list(range(states.shape[self.axis]))[::-1]
        return states[(*[slice(None)] * self.axis, turned if self.step is None else self.step)]


@dataclass(frozen=True)
class Cut:
    """The expression whose value is read in place of what is returned; of every step where `each`."""

    tape: Tape
    site: int
    each: bool
    picked: Picked | None = None

    @property
    def note(self) -> str:
        """What is to be said of it."""
        return NOTE.format(self.tape.sites[self.site].span.line)

    @contextmanager
    def keeping(self, steps: int, put: list[Any] | None = None) -> Iterator[list[Any]]:
        """The values that come by, in the place of which others may be put."""
        found: list[Any] = []

        def kept(value: Any) -> Any:
            found.append(value)
            return value if put is None else put[len(found) - 1]

        with self.tape.patching({(self.site, k): kept for k in range(steps if self.each else 1)}):
            yield found

    def read(self, found: list[Any]) -> Any:
        """The states among what came by."""
        if not found:
            raise CallTrouble("the run did not come by its states")
        states = found if self.each else found[0]
        return states if self.picked is None else self.picked.of(states)


def kept_of(built: Built, steps: int) -> AbstractContextManager[list[Any]]:
    """What comes by at the cut of an object while it runs; nothing where it has none."""
    return nullcontext([]) if built.cut is None else built.cut.keeping(steps)
