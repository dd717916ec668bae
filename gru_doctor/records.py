"""The frozen records that pass between stages; no behaviour beyond small derived facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Arrays = Mapping[str, Array]
else:  # the names are imported and used in aliases at run time, where numpy may not be needed
    Array, Arrays = Any, Mapping[str, Any]
SCHEMA = "gru-doctor/1"
Update = Literal["keeps", "writes"]
Reset = Literal["before", "after"]
Biases = Literal["0", "1", "2", "input+candidate"]
Orientation = Literal["x @ W", "W @ x"]
Severity = Literal["error", "warning", "info"]
Status = Literal["pass", "fail", "skipped"]
Verdict = Literal["healthy", "faulty", "error"]
Kind = Literal["gru", "lstm", "rnn", "variant", "other"]
Level = Literal["cell", "layer"]
Map = tuple[tuple[float, ...], ...]  # the rows of a picture of numbers
CHECKS = ("trust", "gates", "gradient", "sequence", "memorization", "properties")


@dataclass(frozen=True)
class Options:
    """What the person asked for; travels whole through every stage."""

    seed: int = 0
    input_size: int = 3
    hidden_size: int = 7
    batch: int = 2
    steps: int = 4
    checks: tuple[str, ...] = CHECKS
    timeout: float = 60.0
    in_process: bool = False
    memory: int = 4096  # MiB
    verbose: bool = False
    expect: str | None = None  # a name of conventions.py
    run_file: bool = False
    layers: int = 1  # how many an object is built with that asks for a number of layers
    level: Level | None = None  # what alone is asked for: the step of a layer, say
    part: int = 0  # which alone is asked for of what is made of layers, from 1
    double: bool = False  # read float32 as float64
    folders: tuple[str, ...] = ()  # of modules handed out with an assignment
    adapters: str | None = None  # the folder of adapters that do not stand beside their files


@dataclass(frozen=True)
class Target:
    """A file and, where known, the name of an object in it; `text` is the source from standard input."""

    path: str
    name: str
    line: int | None = None
    text: str | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.name}"


@dataclass(frozen=True)
class Span:
    """A stretch of the user's file; lines and columns count from 1, the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Site:
    """An expression that the recorder watches: bound to `target`, inside `statement` and `function`."""

    number: int
    span: Span
    text: str
    kind: str
    function: str
    statement: Span
    target: str | None = None
    call: str | None = None


@dataclass(frozen=True)
class Moment:
    """One recorded value: record i of a trace covers the records [begin, i), its operands."""

    site: int
    begin: int
    value: Array | None
    followed: bool = False  # by autograd


@dataclass(frozen=True)
class Trace:
    """Everything one recorded call computed, in the order in which it was computed."""

    sites: Mapping[int, Site]
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Parameter:
    """A stored array that the user's code reads: its name in the user's words, and its shape."""

    name: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Card:
    """What loading found out about the object, before any number was compared."""

    name: str
    framework: str
    level: Level
    input_size: int
    hidden_size: int
    parameters: tuple[Parameter, ...]
    takes_state: bool
    takes_mask: bool
    returns_sequence: bool
    gradient: Literal["backward", "autograd"] | None
    dtype: str = "float64"
    kind: Kind = "gru"
    line: int | None = None
    notes: tuple[str, ...] = ()
    parts: int = 0  # how many layers it is made of, where they can be called one by one
    ready: str = ""  # why these are no targets of their own: ready "made", or "halves" of one object
    depth: bool = False  # whether it is built with any number of layers
    forgets: str = ""  # the method that resets a state kept on the object, where there is one
    lost: str = ""  # what does not come back of a batch
    first: str = ""  # what its own first weights are, where nothing is learned from them


@dataclass(frozen=True)
class Convention:
    """Which published GRU it is, None where the numbers cannot tell; `follows` and `closest` name others."""

    gate_order: tuple[str, ...] | None = None
    update: Update | None = "keeps"
    reset: Reset | None = "before"
    biases: Biases | None = "1"
    gate_activation: str = "sigmoid"
    candidate_activation: str = "tanh"
    orientation: Orientation | None = None
    variant: str | None = None
    closest: str | None = None
    follows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What one check measured: `parts` named errors, `series` curves, `maps` errors entry by entry."""

    name: str
    status: Status
    max_error: float | None = None
    tolerance: float | None = None
    seconds: float = 0.0
    detail: str = ""
    parts: Mapping[str, float | None] = field(default_factory=dict)
    series: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    maps: Mapping[str, Map] = field(default_factory=dict)


@dataclass(frozen=True)
class Related:
    """A second place that belongs to a finding."""

    file: str
    line: int
    message: str


@dataclass(frozen=True)
class Proof:
    """The numbers behind a finding: the error as it stands, and once the fault is repaired."""

    error: float | None = None
    error_if_repaired: float | None = None
    example: str | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where it stands, why we are sure, and what would make it right."""

    code: str
    name: str
    severity: Severity
    gate: str | None
    message: str
    span: Span | None = None
    source: tuple[str, ...] = ()
    parameter: str | None = None
    expected: str | None = None
    actual: str | None = None
    remedy: str | None = None
    evidence: Proof = Proof()
    related: tuple[Related, ...] = ()
    also: tuple[str, ...] = ()
    block: str | None = None
    factor: float | None = None
    notebook_cell: int | None = None
    silenced: str | None = None  # why it does not count against the run, if it does not


@dataclass(frozen=True)
class Problem:
    """Why a target could not be examined."""

    kind: str
    message: str
    hint: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Result:
    """The whole examination of one target."""

    target: Target
    verdict: Verdict
    card: Card | None = None
    convention: Convention | None = None
    checks: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: Problem | None = None
    notes: tuple[str, ...] = ()
    reproduce: str = ""


@dataclass(frozen=True)
class Report:
    """One run of the tool over any number of targets."""

    version: str
    seed: int
    results: Sequence[Result]
    passed_over: int = 0  # files of a folder in which nothing can be a target
