"""The one place that runs user code: whatever it raises comes back as a CallTrouble with its line."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from gru_doctor.errors import CallTrouble, Trouble
from gru_doctor.loaders.text.source import STDIN

LONGEST = 500  # of a message: it is kept for every call that is tried
OURS = str(Path(__file__).resolve().parent.parent)


class Stopped(CallTrouble):
    """The user's code asked the interpreter to stop (sys.exit, KeyboardInterrupt), or for more
    memory than there is: no other way of calling it is worth a try."""


def guarded(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """function(*args, **kwargs); anything raised becomes a CallTrouble that names the user's line."""
    try:
        return function(*args, **kwargs)
    except Trouble:
        raise
    except (SystemExit, KeyboardInterrupt) as stop:
        message, hint = f"the code stopped the interpreter: {stop!r}", "let the cell return or raise"
        raise Stopped(message, hint, line_of(stop)) from stop
    except RecursionError as error:
        raise CallTrouble("the code recursed without end", line=line_of(error)) from None
    except BaseException as error:
        if _of_memory(error):
            hint = "make its arrays smaller, or allow more with --memory-limit"
            raise Stopped(f"out of memory: {told(error)}", hint, line_of(error)) from None
        raise CallTrouble(told(error), hint_for(error), line_of(error)) from error


def _of_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or "can't allocate memory" in str(error)


def told(error: BaseException) -> str:
    """The error in one line, as Python prints it."""
    text = str(error)[:LONGEST].strip().splitlines()
    return f"{type(error).__name__}: {text[0]}" if text else type(error).__name__


def line_of(error: BaseException) -> int | None:
    """The innermost line of the user's own code on the traceback."""
    found, trace = None, error.__traceback__
    while trace is not None:
        if _of_user(trace.tb_frame.f_code.co_filename):
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


@cache
def _of_user(filename: str) -> bool:
    foreign = "site-packages" in filename or (filename != STDIN and filename.startswith(("<", OURS)))
    return not foreign and "lib/python" not in filename and not filename.endswith((".pyx", ".pxd"))


def hint_for(error: BaseException) -> str:
    """The next step for the errors people make most."""
    text = str(error)
    if isinstance(error, NameError):
        return "define the name, or import it, before the cell uses it"
    if isinstance(error, ModuleNotFoundError):
        return f"install {error.name!r}, or put the module beside the file"
    if isinstance(error, FileNotFoundError):
        return "the cell should not need a data file; move the reading under if __name__ == '__main__'"
    if "Boolean value of Tensor" in text or "Sigmoid.__init__" in text or "Tanh.__init__" in text:
        return "nn.Sigmoid is a module: write torch.sigmoid(x), or nn.Sigmoid()(x)"
    if isinstance(error, AttributeError) and "numpy" in text:
        return "NumPy has no such function; write it as a function of your own"
    return ""
