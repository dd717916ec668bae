"""`gru-doctor learn`: the user's cell beside the reference GRU, an LSTM and a tanh RNN on one task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from math import isfinite
from pathlib import Path

import numpy as np

from gru_doctor.checks.learning.curves import Losses, steps
from gru_doctor.checks.learning.exercises import EXERCISES
from gru_doctor.checks.learning.learners import Lent, Own, by_row, told
from gru_doctor.checks.learning.learners import asked as call_for
from gru_doctor.checks.learning.lessons import Lesson, Rival, initial, own_start, same_start
from gru_doctor.checks.learning.others import OTHERS, shapes_of
from gru_doctor.checks.learning.tasks import Task
from gru_doctor.checks.learning.training import Model
from gru_doctor.errors import FileTrouble, NotExamined, UsageTrouble
from gru_doctor.examining.inner import inner_cell
from gru_doctor.examining.stages import Progress
from gru_doctor.records import Arrays, Options
from gru_doctor.subject import Subject
from gru_doctor.walk import single
from gru_doctor.worker.client import opened

YOURS, REFERENCE = "yours", "reference"
BATCH = 32
ROWS = 8
RATE = 0.01


@dataclass(frozen=True)
class Course:
    """What is to be learned: the task by name, steps of training, and steps to remember over."""

    task: str = "recall"
    steps: int = 500
    delay: int = 5
    until_learned: bool = False


@dataclass(frozen=True)
class Learned:
    """The losses before each step, by learner; `skipped` tells who could not be trained, and why."""

    task: Task
    curves: Mapping[str, Losses]
    skipped: Mapping[str, str] = field(default_factory=dict)

    def steps(self, name: str) -> int | None:
        """The steps a learner took to the threshold, None where it did not reach it."""
        return steps(self.curves.get(name, ()), self.task)

    @property
    def ratio(self) -> float | None:
        """The user's steps to the reference's."""
        yours, reference = self.steps(YOURS), self.steps(REFERENCE)
        return None if yours is None or reference is None else yours / max(reference, 1)


def learn(word: str, course: Course, options: Options, progress: Progress) -> Learned:
    """Train the object that PATH[:NAME] says, and the three beside it, from one seed."""
    if course.task not in EXERCISES:
        raise UsageTrouble(f"no task is called {course.task!r}", f"one of: {', '.join(EXERCISES)}")
    target = single(word)
    progress(f"loading {target}", None)
    with opened(target, options) as subject:
        return _taught(subject, course, options, progress)


def _taught(subject: Subject, course: Course, options: Options, progress: Progress) -> Learned:
    size, hidden = subject.card.input_size, subject.card.hidden_size
    rival = _rival(subject, options)
    task = _task(subject, course)
    lesson = Lesson(task, options.seed, RATE)
    learners: dict[str, tuple[Model, Arrays]] = {}
    skipped = {}
    if subject.card.gradient is None and rival[1] is None:
        skipped[YOURS] = "it has no backward, and no reference reads its weights"
    else:
        learners[YOURS] = _yours(subject, *rival, seed=options.seed)
    learners[REFERENCE] = (rival[0].model, rival[0].weights)
    for name, (model, _) in OTHERS.items():
        generator = np.random.default_rng([options.seed, 3])
        learners[name] = (model, initial(shapes_of(name, size, hidden), hidden, generator))
    curves: dict[str, Losses] = {}
    for name, (model, weights) in learners.items():
        curve = _watched(lesson.curve(model, weights, hidden), name, course, progress)
        curves[name] = tuple(_ending(curve, task, course.until_learned))
    return Learned(task, curves, skipped)


def _rival(subject: Subject, options: Options) -> tuple[Rival, Arrays | None]:
    """The reference and, where it reads the user's arrays, the weights that both start from."""
    inner = inner_cell(subject, options)
    explained = inner.around(inner.explained)
    if not explained.explained:
        return own_start(subject.card, options.seed), None
    identity = explained.identity
    rival = same_start(subject.card, identity.reading, identity.convention, options.seed)
    return rival, rival.weights


def _yours(subject: Subject, rival: Rival, shared: Arrays | None, *, seed: int) -> tuple[Model, Arrays]:
    own: Model = Own(subject)
    if shared is not None:
        return own if subject.card.gradient else Lent(own, rival.model), shared
    shapes = {p.name: p.shape for p in subject.card.parameters}
    return own, initial(shapes, subject.card.hidden_size, np.random.default_rng(seed))


def _task(subject: Subject, course: Course) -> Task:
    """The task in a size that the code can take."""
    size, make = subject.card.input_size, EXERCISES[course.task]
    if size < 2:
        raise NotExamined("an input of one channel cannot carry a token and its mark")
    trial = make(size, 2, course.delay)
    run = subject.run(call_for(subject, next(trial.batches(np.random.default_rng(0))).xs))
    told(run, 2)
    return make(size, ROWS if by_row(subject, run) else BATCH, course.delay)


def _watched(curve: Iterator[float], name: str, course: Course, progress: Progress) -> Iterator[float]:
    for k, loss in enumerate(islice(curve, course.steps)):
        progress(name, k / course.steps)
        yield loss
        if not isfinite(loss):
            return


def _ending(curve: Iterator[float], task: Task, until_learned: bool) -> Iterator[float]:
    for loss in curve:
        yield loss
        if until_learned and loss <= task.learned:
            return


def table(learned: Learned, course: Course, draw: Callable[[Mapping[str, Losses]], list[str]]) -> str:
    """The curves, and the steps each took, as text."""
    task = learned.task
    rows = [
        f"{course.task}, delay {course.delay}: chance {task.chance:.3f}, learned at {task.learned:.3f}",
        "",
    ]
    rows += [f"  {line}" for line in draw(learned.curves)]
    rows += ["", *(f"  {name:<10} {_told(learned, name)}" for name in learned.curves)]
    rows += [f"  {name:<10} skipped: {why}" for name, why in learned.skipped.items()]
    if learned.ratio is not None:
        rows.append(f"  steps of yours to the reference's: {learned.ratio:.2f}")
    if learned.steps(REFERENCE) is None:
        rows.append("  not decided: the reference itself does not learn it in this many steps")
    return "\n".join(rows) + "\n"


def _told(learned: Learned, name: str) -> str:
    count, curve = learned.steps(name), learned.curves[name]
    if count is not None:
        return f"learned in {count} steps"
    return f"not learned in {len(curve)} steps, the loss is {curve[-1]:.3f}"


def save(learned: Learned, path: str) -> None:
    """The curves as CSV, every digit kept: step, then a column a learner."""
    names = list(learned.curves)
    longest = max(map(len, learned.curves.values()), default=0)
    lines = [",".join(["step", *names])]
    for k in range(longest):
        cells = [repr(c[k]) if k < len(c) else "" for c in learned.curves.values()]
        lines.append(",".join([str(k), *cells]))
    try:
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise FileTrouble(f"{path}: {error.strerror}", "name a file that can be written") from error
