# ruff: noqa: E501
"""Bad and hostile files with the outcome each must have, written down before any was run.

A case is a file's text or bytes, the exit codes that are right, and a word of the message. Most are
a right GRU with one evil line in it: at import, in the constructor, or in the step.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GRU = """
import {imports}
import numpy as np

def sigmoid(v):
    return 1.0 / (1.0 + np.exp(-v))

class GRU:
    {top}

    def __init__(self, n_in, n_units):
        {init}
        rng = np.random.RandomState(0)
        self.n_units = n_units
        self.W = rng.uniform(-0.3, 0.3, (n_in, 3 * n_units))
        self.U = rng.uniform(-0.3, 0.3, (n_units, 3 * n_units))
        self.b = np.zeros(3 * n_units)

    def forward(self, x, h):
        {step}
        k = self.n_units
        a = x @ self.W + self.b
        z = sigmoid(a[:, :k] + h @ self.U[:, :k])
        r = sigmoid(a[:, k:2 * k] + h @ self.U[:, k:2 * k])
        n = np.tanh(a[:, 2 * k:] + (r * h) @ self.U[:, 2 * k:])
        return {result}
"""
RIGHT = "z * h + (1 - z) * n"
WRONG = "z * h + z * n"

TORCH = """
import torch
import torch.nn as nn

class Cell(nn.Module):
    {top}

    def __init__(self, n_in, n_units):
        super().__init__()
        self.a = nn.Linear(n_in, 3 * n_units)
        self.c = nn.Linear(n_units, 3 * n_units, bias=False)

    def forward(self, x, h):
        az, ar, an = self.a(x).chunk(3, 1)
        wz, wr, wn = self.c.weight.chunk(3, 0)
        z = {sigmoid}(az + h @ wz.T)
        r = {sigmoid}(ar + h @ wr.T)
        n = torch.tanh(an + (r * h) @ wn.T)
        return {result}
"""
NEVER_HEALTHY = (1, 2)


@dataclass(frozen=True)
class Case:
    """One file: how it comes to be, the exit codes that are right, a word the output must hold."""

    name: str
    content: str | bytes | Callable[[Path], None]
    codes: tuple[int, ...]
    word: str = ""


def gru(
    imports: str = "os", top: str = "pass", init: str = "pass", step: str = "pass", result: str = RIGHT
) -> str:
    """A GRU with something in it."""
    return GRU.format(imports=imports, top=top, init=init, step=step, result=result)


def cell(top: str = "pass", sigmoid: str = "torch.sigmoid", result: str = RIGHT) -> str:
    """A torch GRU with something in it."""
    return TORCH.format(top=top, sigmoid=sigmoid, result=result)


def _symlink(path: Path) -> None:
    path.symlink_to(path.with_name("not_there.py"))


def _unreadable(path: Path) -> None:
    path.write_text(gru())
    path.chmod(0)


TEXTS = (
    Case("syntax error", gru().replace("def forward(self, x, h):", "def forward(self, x, h)"), (2,), "line"),
    Case("Python 2", gru(step="print 'step'"), (2,), "2to3"),
    Case("undefined name", gru(result="z * h + (1 - z) * candidate"), (2,), "candidate"),
    Case("missing sibling", gru("my_own_helpers", step="my_own_helpers.log(x)"), (2,), "my_own_helpers"),
    Case("missing package", gru("not_installed_at_all as q", init="q.seed(0)"), (2,), "not_installed_at_all"),
    Case("unused missing import", gru("not_installed_at_all"), (0,)),
    Case("missing data file", gru(top="TEXT = open('corpus.txt').read()"), (2,), "corpus.txt"),
    Case("nn.Sigmoid(x)", cell(sigmoid="nn.Sigmoid"), (2,), "torch.sigmoid"),
    Case("np.sigmoid", gru().replace("1.0 / (1.0 + np.exp(-v))", "np.sigmoid(v)"), (2,), "sigmoid"),
    Case("no GRU", "import math\n\ndef area(r):\n    return math.pi * r * r\n", (2,), "no GRU"),
    Case("empty file", "", (2,), "no GRU"),
    Case("two GRUs, both right", gru() + gru().replace("class GRU", "class Other"), (0,), "2 targets"),
    Case("two GRUs, one wrong", gru() + gru(result=WRONG).replace("class GRU", "class Other"), (1,), "1 healthy"),
    Case("binary garbage", bytes(range(256)) * 64, (2,), "text"),
    Case("NUL bytes", gru().encode() + b"\0\0", (2,), "text"),
    Case("50 MB", gru().encode() + b"# long\n" * (50 << 20 >> 3), (2,), "MB"),
    Case("a directory", lambda path: path.mkdir(), (2,), "directory"),
    Case("a broken symlink", _symlink, (2,), "no such file"),
    Case("no such file", lambda path: None, (2,), "no such file"),
    Case("a pipe", lambda path: os.mkfifo(path), (2,), "file"),
    Case("no permission", _unreadable, (2,), "permission"),
    Case("not UTF-8", gru().encode() + "# café".encode("latin-1"), (2,), "UTF-8"),
    Case("deep parentheses", gru(step="y = " + "(" * 5000 + "1" + ")" * 5000), (2,), "parenthes"),
    Case("deep sum", gru(step="y = " + "+".join(["1"] * 20000)), (0, 2)),
    Case("a parameter twice", gru().replace("def forward(self, x, h):", "def forward(self, x, h, h):"), (2,), "duplicate argument"),
    Case("terminal codes in the text", gru(result="z * h + z * (n if 'ESC[2J' else n)").replace("ESC", chr(27)), (1,)),
    Case("deep attributes", gru(step="y = x" + ".T" * 3000), (0, 2)),
)  # fmt: skip

ENDINGS = (
    Case("huge constructor", gru(init="self.table = np.ones((200000, 200000))"), (2,), "memory"),
    Case("30 GB asked for", gru(step="spare = np.ones(30 << 27)"), (2,), "memory"),
    Case("memory in small pieces", gru(step="hold = [bytearray(1 << 20) for _ in range(40000)]"), (2,), "memory"),
    Case("input()", gru(init="self.word = input('name: ') + str(int(input('units: ')))"), (2,)),
    Case("reads stdin", gru("sys", init="sys.stdin.read()"), (0,)),
    Case("sys.exit", gru("sys", step="sys.exit(0)"), (2,), "stopped"),
    Case("os._exit", gru(step="os._exit(0)"), (2,), "exit code 0"),
    Case("os.abort", gru(step="os.abort()"), (2,), "SIGABRT"),
    Case("segfault", gru("ctypes", step="ctypes.string_at(0)"), (2,), "SIGSEGV"),
    Case("raises BaseException", gru(step="raise BaseException('no')"), (2,), "no"),
    Case("raises KeyboardInterrupt", gru(step="raise KeyboardInterrupt"), (2,), "stopped"),
    Case("message with terminal codes", gru(step="raise ValueError(chr(27) + '[2J' + 'x' * 10**6)"), (2,), "ValueError"),
    Case("endless loop", gru(step="\n        while True: pass"), (2,), "did not finish"),
    Case("endless loop at import", gru(top="\n    while True: pass"), (2,), "did not finish"),
    Case("sleeps for ever", gru("time", init="time.sleep(10**6)"), (2,), "did not finish"),
    Case("endless recursion", gru(step="return self.forward(x, h)"), (2,), "recurs"),
    Case("recursion without limit", gru("sys", step="sys.setrecursionlimit(10**9); return self.forward(x, h)"), (2,)),
    Case("terminal codes in a name", gru(init="setattr(self, chr(27) + '[2J', np.ones(3))"), (0, 1, 2)),
    Case("one big embedding", gru(init="self.E = np.zeros((200000, 300))", step="h = h + self.E[0, 0]"), (0, 2)),
    Case("kills its server's group", gru("os, signal", step="os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)"), (2,)),
    Case("stops itself", gru("os, signal", step="os.kill(os.getpid(), signal.SIGSTOP)"), (2,), "did not finish"),
    Case("forks without end", gru("os, signal", step="\n        for _ in range(200): os.fork() or signal.pause()"), NEVER_HEALTHY),
    Case("kills its parent", gru("os, signal", step="os.kill(os.getppid(), signal.SIGKILL)"), (2,)),
)  # fmt: skip

LEFT = (
    Case("a fork that stays", gru("os, time", top="KID = os.fork() or time.sleep(10**6)"), (0,)),
    Case("a fork that leaves its session", gru("os, time", top="KID = os.fork() or (os.setsid(), os.fork(), time.sleep(10**6))"), (0,)),
    Case("a fork that answers too", gru(init="os.fork()"), (0, 2)),
    Case("a subprocess", gru("subprocess", top="KID = subprocess.Popen(['sleep', '100000'], start_new_session=True)"), (0,)),
    Case("a fork, then os._exit", gru("os, time", step="os.fork() or time.sleep(10**6); os._exit(3)"), (2,), "exit code 3"),
    Case("a thread left running", gru("threading, time", top="T = threading.Thread(target=time.sleep, args=(10**6,)).start()"), (0,)),
    Case("exits late", gru("atexit, time", top="T = atexit.register(time.sleep, 10**6)"), (0,)),
    Case("signals ignored", gru("signal", top="T = [signal.signal(s, signal.SIG_IGN) for s in (1, 2, 15)]"), (0,)),
    Case("an alarm", gru("signal", top="T = signal.signal(14, lambda *a: 1 / 0), signal.setitimer(0, 0.01, 0.01)"), (0, 2)),
    Case("100 MB printed", gru("sys", top="T = [sys.stdout.write('x' * 99 + chr(10)) for _ in range(10**6)][:0]"), (0,)),
    Case("prints at every step", gru(step="print('step', x.shape, h)"), (0,)),
    Case("stdout closed", gru("sys", top="T = sys.stdout.close(), sys.stderr.close()"), (0,)),
    Case("low descriptors closed", gru(top="T = os.closerange(0, 256)"), (0,)),
    Case("all descriptors closed", gru(top="T = os.closerange(0, 1 << 20)"), (2,)),
    Case("all descriptors used", gru(top="T = [os.dup(0) for _ in range(200)]"), (0,)),
    Case("changes the folder", gru(init="os.chdir('/')"), (0,)),
)  # fmt: skip

FORGED = (
    Case("forged report", gru("json, os", result=WRONG, top="T = print(json.dumps({'results': [{'verdict': 'healthy'}]}))"), (1,)),
    Case("forged report, then _exit", gru("json, os", step="os.write(1, b'healthy: all passed'); os._exit(0)"), (2,), "exit code 0"),
    Case("forged frames", gru("os", result=WRONG, top="""
    for fd in range(3, 5000):
        try: os.write(fd, b'GRU1' + bytes(7) + b'\\x0e' + bytes(8) + b'{"~d":[[1,1]]}')
        except OSError: pass"""), NEVER_HEALTHY),
    Case("garbage on the wire", gru("os", top="""
    for fd in range(3, 5000):
        try: os.write(fd, b'x' * 100)
        except OSError: pass"""), (2,), "makes no sense"),
    Case("deep frames", gru("os", top="""
    body = b'[' * 100000
    for fd in range(3, 5000):
        try: os.write(fd, b'GRU1' + len(body).to_bytes(8, 'big') + bytes(8) + body)
        except OSError: pass"""), (2,), "makes no sense"),
    Case("np.tanh patched", gru(top="np.tanh = lambda v: v"), NEVER_HEALTHY),
    Case("np.allclose patched", gru(top="np.allclose = np.array_equal = lambda *a, **k: True", result=WRONG), NEVER_HEALTHY),
    Case("np.zeros patched", gru(top="np.zeros = lambda *a, **k: None"), NEVER_HEALTHY),
    Case("torch patched", cell(top="torch.sigmoid = torch.tanh"), NEVER_HEALTHY),
    Case("json patched", gru("json", top="json.dumps = json.loads = lambda *a, **k: '{}'", result=WRONG), (1,)),
    Case("json encoder patched", gru("json", top="json.JSONEncoder.encode = lambda *a: '{}'", result=WRONG), NEVER_HEALTHY),
    Case("socket patched", gru("socket", top="socket.socket = None", result=WRONG), (1,)),
    Case("struct patched", gru("struct", top="struct.Struct = struct.pack = None", result=WRONG), (1,)),
    Case("os.read and os.write patched", gru("os", top="os.read = os.write = None", result=WRONG), (1,)),
    Case("builtins patched", gru("builtins", top="builtins.isinstance = lambda *a: True", result=WRONG), NEVER_HEALTHY),
    Case("sys.settrace patched", gru("sys", top="sys.settrace = None"), (0,)),
    Case("a trace that raises", gru("sys", top="sys.settrace(lambda *a: 1 / 0)"), (0, 2)),
    Case("faults patched", gru("gru_doctor.faults as F", top="F.find = F.catalogue = None", result=WRONG), (1,)),
    Case("an LSTM, it says", gru("gru_doctor.loaders.load as L", top="L.kind_of = lambda *a: 'lstm'", result=WRONG), NEVER_HEALTHY),
    Case("pickle on the wire", gru("os", top="""
    for fd in range(3, 5000):
        try: os.write(fd, b"cos\\nsystem\\n(S'touch pwned'\\ntR." + b" " * 100)
        except OSError: pass"""), (2,), "makes no sense"),
    Case("huge frame announced", gru("os", top="""
    for fd in range(3, 5000):
        try: os.write(fd, b'GRU1' + b'\\xff' * 16 + b'{}' * 50)
        except OSError: pass"""), (2,), "makes no sense"),
    Case("sys.modules emptied", gru("sys", top="sys.modules.clear()"), NEVER_HEALTHY),
    Case("the loader patched", gru("gru_doctor.loaders.load as L", top="L.kind_of = lambda *a: 'other'", result=WRONG), NEVER_HEALTHY),
)  # fmt: skip

NUMBERS = (
    Case("NaN", gru(result="(z * h + (1 - z) * n) * np.nan"), NEVER_HEALTHY),
    Case("one NaN", gru(step="h = h.copy(); h[0, 0] = np.nan"), NEVER_HEALTHY),
    Case("infinite", gru(result="(z * h + (1 - z) * n) / 0.0"), NEVER_HEALTHY),
    Case("complex", gru(result="z * h + (1 - z) * n + 1j"), NEVER_HEALTHY),
    Case("object array", gru(result="(z * h + (1 - z) * n).astype(object)"), (0, 1, 2)),
    Case("ragged", gru(result="[list(row[:i + 1]) for i, row in enumerate(z * h + (1 - z) * n)]"), (2,)),
    Case("empty output", gru(result="np.zeros((0, 0))"), (2,)),
    Case("returns None", gru(result="None"), (2,)),
    Case("returns a string", gru(result="'healthy'"), (2,)),
    Case("an output that grows", gru(result="np.concatenate([z * h + (1 - z) * n, h], axis=1)"), (2,)),
    Case("another shape at each call", gru("itertools", top="calls = itertools.count(1)", result="np.resize(z * h + (1 - z) * n, (2, next(self.calls)))"), (2,)),
    Case("another number at each call", gru(result="z * h + (1 - z) * n + 1e-3 * np.random.rand()"), (1,)),
    Case("has every attribute", gru(top="def __getattr__(self, name): return self.__dict__.get(name, self.forward)"), (0, 1, 2)),
    Case("fewer rows than given", gru(result="(z * h + (1 - z) * n)[:1]"), (0, 1, 2)),
    Case("nested ever deeper", gru(result="__import__('functools').reduce(lambda a, _: [a], range(3000), z * h + (1 - z) * n)"), (2,)),
    Case("a generator", gru(result="iter([z * h + (1 - z) * n])"), (2,)),
    Case("integers", gru(result="(z * h + (1 - z) * n).astype(int)"), NEVER_HEALTHY),
)  # fmt: skip

CASES = (*TEXTS, *ENDINGS, *LEFT, *FORGED, *NUMBERS)
