"""Does it learn to remember? The user's code and the reference, trained alike on one task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter

import numpy as np

from gru_doctor.checks.learning.curves import PATIENCE, Curves, Losses, gap, steps
from gru_doctor.checks.learning.learners import Lent, Own, asked, by_row, told
from gru_doctor.checks.learning.lessons import Lesson, Rival, initial, own_start, same_start
from gru_doctor.checks.learning.tasks import Recall
from gru_doctor.checks.learning.training import until
from gru_doctor.equations.reading import Reading
from gru_doctor.errors import CallTrouble, NotExamined
from gru_doctor.records import Arrays, Card, Convention, Evidence, Options
from gru_doctor.subject import Run, Subject

NAME = "memorization"
STEPS = 5  # the mark in one of three places, one to three steps before the end
BATCH = 32
ROWS = 8  # where the code takes one sample at a time
LIMIT = 200  # steps of training; the reference needs 20 to 55

DOUBLE = float(np.finfo(np.float64).eps)
# Another order of summation is another draw of the drift, which grows as training goes on.
SLACK = 100

Progress = Callable[[str, float | None], None]


def memorize(
    subject: Subject,
    reading: Reading | None,
    convention: Convention | None,
    options: Options,
    progress: Progress,
) -> Evidence:
    """Train the user's code on `recall` beside the reference; what it raises stands in the detail.

    With a reading and a convention both start from the same weights; without them the reference is
    a plain GRU of the same size, with weights of its own.
    """
    begun = perf_counter()
    try:
        with _restored(subject):
            if reading is None or convention is None:
                evidence = _apart(subject, options.seed, progress)
            else:
                rival = same_start(subject.card, reading, convention, options.seed)
                evidence = _alike(subject, rival, options.seed, progress)
    except CallTrouble as trouble:
        evidence = Evidence(NAME, "fail", detail=f"cannot be trained: {trouble.message}")
    except NotExamined as trouble:
        evidence = Evidence(NAME, "skipped", detail=trouble.message)
    return replace(evidence, seconds=perf_counter() - begun)


@contextmanager
def _restored(subject: Subject) -> Iterator[None]:
    """The subject's weights are put back at the end."""
    before = subject.weights()
    try:
        yield
    finally:
        subject.assign(before)


def _alike(subject: Subject, rival: Rival, seed: int, progress: Progress) -> Evidence:
    """Both from the same weights: where all is right, the two curves are one."""
    card, own = subject.card, Own(subject)
    model = own if card.gradient else Lent(own, rival.model)
    lesson, width = _lesson(subject, rival.weights, seed)
    task = lesson.task
    reference = _taught(lesson, rival)
    curve = _watched(lesson.curve(model, rival.weights, width), len(reference), progress)
    yours = until(curve, task.learned, PATIENCE * len(reference))
    tolerance = _floor(card)
    if not gap(yours, reference) <= tolerance:
        tolerance *= max(1.0, _drift(lesson, rival, reference) / DOUBLE)
    return _evidence(Curves(task, yours, reference, tolerance))


def _apart(subject: Subject, seed: int, progress: Progress) -> Evidence:
    """The user's code from its own weights beside a plain GRU: only the steps are compared."""
    card = subject.card
    if card.gradient is None:
        raise NotExamined("the code has no backward, and no reference reads its weights")
    shapes = {p.name: p.shape for p in card.parameters}
    weights = initial(shapes, card.hidden_size, np.random.default_rng(seed))
    lesson, width = _lesson(subject, weights, seed)
    reference = _taught(lesson, own_start(card, seed))
    curve = _watched(lesson.curve(Own(subject), weights, width), len(reference), progress)
    yours = until(curve, lesson.task.learned, LIMIT)
    return _evidence(Curves(lesson.task, yours, reference, None, "a plain GRU"))


def _lesson(subject: Subject, weights: Arrays, seed: int) -> tuple[Lesson, int]:
    """The task in a size that the code can take, and the width of the state it hands on."""
    size = subject.card.input_size
    if size < 2:
        raise NotExamined("an input of one channel cannot carry a token and its mark")
    subject.assign(weights)
    try:
        single = by_row(subject, _tried(subject, Recall(size, 2, STEPS)))
        task = Recall(size, ROWS if single else BATCH, STEPS)
        state = told(_tried(subject, task), task.batch)
    except CallTrouble as trouble:
        raise NotExamined(f"it cannot take a batch of sequences: {trouble.message}") from trouble
    return Lesson(task, seed), state.shape[1]


def _tried(subject: Subject, task: Recall) -> Run:
    return subject.run(asked(subject, next(task.batches(np.random.default_rng(0))).xs))


def _taught(lesson: Lesson, rival: Rival) -> Losses:
    """The reference's curve; where it does not learn itself, nothing is decided."""
    task, width = lesson.task, rival.model.hidden_size
    curve = until(lesson.curve(rival.model, rival.weights, width), task.learned, LIMIT)
    if steps(curve, task) is None:
        level = f"{curve[-1]:.2f}, chance {task.chance:.2f}"
        raise NotExamined(f"not decided: the reference itself does not learn it ({level})")
    return curve


def _watched(curve: Iterable[float], expected: int, progress: Progress) -> Iterator[float]:
    """The curve, telling how far it is; None once it takes longer than it should."""
    for k, loss in enumerate(curve):
        progress(NAME, k / expected if k < expected else None)
        yield loss


def _floor(card: Card) -> float:
    """How far two equal learners may be apart when rounding does not grow while they train."""
    precision = np.finfo(np.float32).eps if card.dtype == "float32" else DOUBLE
    return SLACK * float(precision)


def _drift(lesson: Lesson, rival: Rival, reference: Losses) -> float:
    """How far rounding takes the reference from itself when every sum runs the other way round."""
    width = rival.model.hidden_size
    turned = until(lesson.turned(rival, width), lesson.task.learned, len(reference))
    return gap(reference, turned)


def _evidence(curves: Curves) -> Evidence:
    return Evidence(
        NAME,
        curves.status,
        max_error=curves.gap,
        tolerance=curves.tolerance,
        detail=curves.detail,
        parts=curves.parts,
        series=curves.series,
    )
