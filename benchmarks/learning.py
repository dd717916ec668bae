"""Steps to the threshold on a task, for a user's cell, the reference GRU, an LSTM and a tanh RNN.

    python benchmarks/learning.py [--file PATH] [--task recall] [--delays 5 10 20] [--seeds 5]
                                  [--steps 1500] [--hidden 16] [--broken]

Adam with step size 0.01, batches of 32, six channels. Each learner has so many steps; where the
reference itself misses the threshold the row says `not decided`. `--broken` trains the cells of BROKEN
instead, whose state is not carried, or whose gradient is cut between the steps.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from gru_doctor.learning import REFERENCE, Course, Learned, learn
from gru_doctor.records import Options

FIXTURES = Path(__file__).parent.parent / "fixtures"
FIXTURE = FIXTURES / "healthy" / "numpy_cell.py"
BROKEN = (FIXTURES / "faulty" / "state_not_carried.py", FIXTURES / "faulty" / "detached.py")
INPUTS = 6


def row(learned: Learned, delay: int, seed: int) -> str:
    """One line: the steps of each learner, a dash where it did not learn."""
    told = [f"{name} {learned.steps(name) or '–'}" for name in learned.curves]
    undecided = "" if learned.steps(REFERENCE) is not None else "   not decided"
    return f"delay {delay:2d}  seed {seed}  " + "  ".join(f"{t:<15}" for t in told) + undecided


def rows(path: str, args: argparse.Namespace) -> None:
    """Train what one file holds at every delay from every seed, and print."""
    for delay in args.delays:
        for seed in range(args.seeds):
            options = Options(seed=seed, hidden_size=args.hidden, input_size=INPUTS, timeout=3600.0)
            course = Course(args.task, args.steps, delay, until_learned=True)
            learned = learn(path, course, options, lambda message, share: None)
            print(row(learned, delay, seed), flush=True)


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", default=str(FIXTURE))
    parser.add_argument("--task", default="recall")
    parser.add_argument("--delays", type=int, nargs="+", default=[5, 10, 20])
    parser.add_argument("--broken", action="store_true")
    for name, default in (("seeds", 5), ("steps", 1500), ("hidden", 16)):
        parser.add_argument(f"--{name}", type=int, default=default)
    args = parser.parse_args()
    print(f"{args.task}, H = {args.hidden}, at most {args.steps} steps")
    for path in BROKEN if args.broken else (args.file,):
        print(Path(path).name)
        rows(str(path), args)


if __name__ == "__main__":
    main()
