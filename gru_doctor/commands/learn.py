"""`learn`: a longer look at whether it learns, beside other cells of the same size."""

from __future__ import annotations

from typing import Annotated

import typer

from gru_doctor import terminal
from gru_doctor.commands.edge import edge
from gru_doctor.commands.options import Seed, Verbose
from gru_doctor.records import Options

PATIENCE = 3600.0  # seconds for a target


def learn(
    path: Annotated[str, typer.Argument(metavar="PATH[:NAME]", help="What is to be trained.")],
    task: Annotated[str, typer.Option(metavar="NAME", help="recall, copy or adding.")] = "recall",
    steps: Annotated[int, typer.Option(min=1, metavar="N", help="Steps of training.")] = 500,
    delay: Annotated[int, typer.Option(min=1, metavar="N", help="Steps to remember over.")] = 5,
    hidden: Annotated[int, typer.Option(min=1, metavar="N", help="Hidden units.")] = 16,
    inputs: Annotated[int, typer.Option("--input-size", min=2, metavar="N", help="Channels.")] = 6,
    seed: Seed = Options.seed,
    csv: Annotated[str, typer.Option(metavar="FILE", help="Write the losses of every step there.")] = "",
    verbose: Verbose = False,
) -> None:
    """Train it beside the reference GRU, an LSTM and a tanh RNN of the same size."""
    with edge():
        from gru_doctor import learning
        from gru_doctor.reports.chart import chart

        course = learning.Course(task, steps, delay)
        options = Options(seed=seed, hidden_size=hidden, input_size=inputs, verbose=verbose, timeout=PATIENCE)
        with terminal.progress(verbose) as progress:
            learned = learning.learn(path, course, options, progress)
        if csv:
            learning.save(learned, csv)
        terminal.write(learning.table(learned, course, lambda c: chart(c, terminal.page_width() - 2)))
