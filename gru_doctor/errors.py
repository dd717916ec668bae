"""What the user must fix: one line each, with a hint; nothing here is a verdict."""

from __future__ import annotations


class Trouble(Exception):
    """Something stops the examination; `kind` goes into the report, `hint` says what to do next,
    `printed` is the last that the user's code had printed by then."""

    kind = "trouble"
    printed = ""

    def __init__(self, message: str, hint: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


class UsageTrouble(Trouble):
    """The command line asks for something that does not exist."""

    kind = "usage"


class FileTrouble(Trouble):
    """The path is missing, unreadable, or not Python."""

    kind = "file"


class SyntaxTrouble(Trouble):
    """The file is not valid Python 3."""

    kind = "syntax"


class NoTarget(Trouble):
    """The file holds no recurrent cell or layer."""

    kind = "no-target"


class ImportTrouble(Trouble):
    """The file's own top-level code raised."""

    kind = "import"


class ConstructTrouble(Trouble):
    """No way was found to build the object or to call it."""

    kind = "construct"


class CallTrouble(Trouble):
    """The user's code raised while it was being examined."""

    kind = "call"


class TimeTrouble(Trouble):
    """The user's code did not come back within the time limit."""

    kind = "timeout"


class WorkerTrouble(Trouble):
    """The process that runs the user's code ended or answered nonsense."""

    kind = "worker"


class NotExamined(Trouble):
    """A stage without which no verdict can be earned could not run."""

    kind = "not-examined"


class InternalTrouble(Trouble):
    """A mistake of gru-doctor's own."""

    kind = "internal"


KINDS = {cls.kind: cls for cls in Trouble.__subclasses__()}
