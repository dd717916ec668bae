"""The runtime of rewritten code: keeps a copy of each value, or puts another in its place.

Record i has begun when `begin` records existed, so it covers the records [begin, i): its operands,
bodies of called functions included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import get_ident
from typing import Any

from gru_doctor.loaders.recording.snapshot import is_followed, snapshot
from gru_doctor.records import Array, Moment, Site, Trace

Patches = Mapping[tuple[int, int], Callable[[Any], Any]]
Watch = Callable[[int, Any], None]
Record = tuple[int, int, "Array | None", bool]


@dataclass(frozen=True)
class Limit:
    """Where recording stops: so many records, so many bytes of copies."""

    records: int = 200_000
    size: int = 1 << 27


class Tape:
    """What rewritten modules report to; off until `recording` or `patching` is entered.

    `sites` holds the places of every module that reports here; `notes` what could not be rewritten;
    `truncated` whether the last recording ran into the limit.
    """

    def __init__(self, limit: Limit | None = None) -> None:
        self.limit = limit or Limit()
        self.sites: dict[int, Site] = {}
        self.notes: list[str] = []
        self.truncated = False
        self._records: list[Record] = []
        # Called before every expression, so without a frame of its own.
        self.beg: Callable[[], int] = partial(len, self._records)
        self._on = self._recording = False
        self._watch: Watch | None = None
        self._watched_sites: Set[int] | None = None
        self._asked: Set[int] | None = None
        self._patches: Patches = {}
        self._patched_sites: frozenset[int] = frozenset()
        self._seen: Counter[int] = Counter()
        self._begins: dict[int, int] = {}
        self._thread = 0
        self._size = 0

    def rec(self, begin: int, site: int, value: Any) -> Any:
        """Report the value of an expression, and hand it (or its replacement) through."""
        if not self._on or (self._asked is not None and site not in self._asked):
            return value
        if get_ident() != self._thread:
            return value
        # Copying and replacing may run the user's own code; that must not report.
        self._on = False
        try:
            if site in self._patched_sites:
                value = self._replaced(site, value)
            if self._watch is not None and (self._watched_sites is None or site in self._watched_sites):
                self._watch(site, value)
            if self._recording:
                self._keep(begin, site, value)
        finally:
            self._on = True
        return value

    def aug(self, begin: int, site: int, before: Any, operand: Any) -> Any:
        """Remember where an augmented assignment began; `last` asks once it is done."""
        if self._on and get_ident() == self._thread:
            self._begins[site] = begin
        return operand

    def last(self, site: int) -> int:
        """Where the augmented assignment that has just ended began."""
        return self._begins.get(site, 0)

    @contextmanager
    def recording(self) -> Iterator[list[Moment]]:
        """Record this thread; the list is filled when the block ends."""
        if self._recording:
            raise RuntimeError("the tape is recording already")
        moments: list[Moment] = []
        self._size, self.truncated = 0, False
        self._recording = True
        try:
            with self._switched_on():
                yield moments
        finally:
            self._recording = False
            moments.extend(
                Moment(site, begin, value, followed) for begin, site, value, followed in self._records
            )
            self._records.clear()

    @contextmanager
    def patching(self, patches: Patches) -> Iterator[None]:
        """Replace the value of (site, occurrence) by replacement(value) as it is evaluated.

        Occurrences of a site count from 0 since the innermost block was entered, recording or not;
        what an outer block replaces stays replaced.
        """
        outside = self._patches, self._patched_sites, self._seen
        self._patches = {**self._patches, **patches}
        self._patched_sites = frozenset(site for site, _ in self._patches)
        self._seen = Counter()
        try:
            with self._switched_on():
                yield
        finally:
            self._patches, self._patched_sites, self._seen = outside

    @contextmanager
    def watching(self, watch: Watch, sites: Set[int] | None = None) -> Iterator[None]:
        """Show each value (or those of some sites) to `watch`, which may write into it."""
        outside = self._watch, self._watched_sites
        self._watch, self._watched_sites = watch, sites
        try:
            with self._switched_on():
                yield
        finally:
            self._watch, self._watched_sites = outside

    @property
    def is_recording(self) -> bool:
        """Whether values are being kept."""
        return self._recording

    def trace(self, moments: Sequence[Moment]) -> Trace:
        """The moments of one recording, with the places they refer to."""
        return Trace(dict(self.sites), tuple(moments))

    @contextmanager
    def _switched_on(self) -> Iterator[None]:
        outside = self._on, self._thread, self._begins, self._asked
        self._on, self._thread, self._begins, self._asked = True, get_ident(), {}, self._asked_of()
        try:
            yield
        finally:
            self._on, self._thread, self._begins, self._asked = outside

    def _asked_of(self) -> Set[int] | None:
        """The sites whose values somebody asks for; None for all."""
        if self._recording or (self._watch is not None and self._watched_sites is None):
            return None
        return self._patched_sites | (self._watched_sites or frozenset())

    def _replaced(self, site: int, value: Any) -> Any:
        occurrence = self._seen[site]
        self._seen[site] += 1
        replacement = self._patches.get((site, occurrence))
        return value if replacement is None else replacement(value)

    def _keep(self, begin: int, site: int, value: Any) -> None:
        if self.truncated:
            return
        copy = snapshot(value)
        self._size += 0 if copy is None else copy.nbytes
        if self._size > self.limit.size or len(self._records) >= self.limit.records:
            self.truncated = True
            return
        # A generator may have begun in an earlier recording, which held more records.
        self._records.append((min(begin, len(self._records)), site, copy, is_followed(value)))


def occurrence(moments: Sequence[Moment], index: int) -> int:
    """How many moments before `index` come from its site: the second half of a patch's key."""
    site = moments[index].site
    return sum(moment.site == site for moment in moments[:index])
