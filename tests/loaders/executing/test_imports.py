"""The user's file and its siblings are recorded, what is installed is not."""

import importlib
import inspect
import pickle
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from gru_doctor.loaders.executing.imports import release, run_module
from gru_doctor.loaders.recording.tape import Tape


@pytest.fixture(autouse=True)
def released():
    release()  # what another test loaded last is no part of this one's beginning
    modules, path, finders = set(sys.modules), [*sys.path], [*sys.meta_path]
    yield
    release()
    assert sys.path == path and sys.meta_path == finders
    for name in ("__gru_user__", "numba"):
        sys.modules.pop(name, None)
    new = {n.split(".")[0] for n in set(sys.modules) - modules}
    assert not new & {"gates", "mypkg", "cellar", "deep"}


def write(folder, **files):
    for name, text in files.items():
        path = folder / (name.replace("__slash__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


def load(folder, stem, tape, **kwargs):
    path = folder / f"{stem}.py"
    return run_module(path.read_text(encoding="utf-8"), str(path), tape, folder, **kwargs)


GATES = "import numpy as np\ndef sigmoid(a):\n    return 1 / (1 + np.exp(-a))\n"
CELL = """
    from gates import sigmoid
    def step(x, h):
        return sigmoid(x + h)
"""


def test_siblings_are_recorded_into_one_set_of_sites(tmp_path):
    write(tmp_path, gates=GATES, cell=CELL)
    tape = Tape()
    user = load(tmp_path, "cell", tape)
    with tape.recording() as moments:
        out = user.step(np.ones(2), np.zeros(2))
    texts = [tape.sites[m.site].text for m in moments]
    assert texts == [
        "x", "h", "x + h", "a", "-a", "np.exp(-a)", "1 + np.exp(-a)", "1 / (1 + np.exp(-a))",
        "sigmoid(x + h)",
    ]  # fmt: skip
    np.testing.assert_array_equal(moments[-1].value, out)
    assert sorted(tape.sites) == list(range(len(tape.sites)))
    assert {tape.sites[m.site].span.file for m in moments} == {
        str(tmp_path / "cell.py"), str(tmp_path / "gates.py"),
    }  # fmt: skip


def test_without_a_tape_nothing_is_rewritten(tmp_path):
    write(tmp_path, gates=GATES, cell=CELL)
    user = load(tmp_path, "cell", None)
    assert user.step(0.0, 0.0) == 0.5
    assert not [n for n in dir(user) + dir(sys.modules["gates"]) if n.startswith("__gru")]


def test_files_outside_the_root_run_as_they_are(tmp_path, monkeypatch):
    root, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    write(root, cell="import cellar\nimport statistics\ndef f(a): return cellar.g(a)\n")
    write(elsewhere, cellar="def g(a): return a + a\n")
    monkeypatch.syspath_prepend(str(elsewhere))
    tape = Tape()
    user = load(root, "cell", tape)
    with tape.recording() as moments:
        assert user.f(2) == 4
    assert [tape.sites[m.site].text for m in moments] == ["a", "cellar.g(a)"]
    del sys.modules["cellar"]


def test_installed_packages_within_the_root_run_as_they_are(tmp_path, monkeypatch):
    library = tmp_path / "venv" / "site-packages"
    write(library, cellar="def g(a): return a + a\n")
    write(tmp_path, cell="import cellar\ndef f(a): return cellar.g(a)\n")
    monkeypatch.syspath_prepend(str(library))
    tape = Tape()
    user = load(tmp_path, "cell", tape)
    with tape.recording() as moments:
        user.f(2)
    assert len(moments) == 2
    del sys.modules["cellar"]


@pytest.mark.parametrize("init", [True, False])
def test_relative_imports_of_a_package(tmp_path, init):
    package = tmp_path / "mypkg"
    write(package, gates=GATES, cell=CELL.replace("from gates", "from .gates"))
    if init:
        write(package, __init__="BIAS = 1 + 1\n")
    tape = Tape()
    path = package / "cell.py"
    user = run_module(path.read_text(), str(path), tape, tmp_path)
    with tape.recording() as moments:
        assert user.step(0.0, 0.0) == 0.5
    assert "np.exp(-a)" in {tape.sites[m.site].text for m in moments}


def test_imports_inside_functions_still_work(tmp_path):
    write(tmp_path, gates=GATES, cell="def f(a):\n    import gates\n    return gates.sigmoid(a)\n")
    tape = Tape()
    user = load(tmp_path, "cell", tape)
    with tape.recording() as moments:
        assert user.f(0.0) == 0.5
    assert "1 + np.exp(-a)" in {tape.sites[m.site].text for m in moments}


def test_the_next_file_sees_its_own_siblings(tmp_path):
    for number in (1, 2):
        write(tmp_path / str(number), gates=f"K = {number}\n", cell="from gates import K\n")
    assert [load(tmp_path / n, "cell", Tape()).K for n in "12"] == [1, 2]


def test_a_recorded_and_a_plain_run_agree(tmp_path):
    write(tmp_path, gates=GATES, cell=CELL)
    tape = Tape()
    recorded, plain = load(tmp_path, "cell", tape), load(tmp_path, "cell", None)
    x, h = np.random.default_rng(0).normal(size=(2, 5))
    with tape.recording():
        assert recorded.step(x, h).tobytes() == plain.step(x, h).tobytes()


def test_a_file_too_deep_to_rewrite_runs_unrecorded(tmp_path):
    deep = "x = 1\ny = " + " + ".join(["x"] * 700) + "\n"
    write(tmp_path, deep=deep, cell="from deep import y\nz = y + 1\n")
    tape = Tape()
    assert load(tmp_path, "cell", tape).z == 701
    assert [note for note in tape.notes if "deep.py runs unrecorded" in note] == tape.notes != []
    assert load(tmp_path, "deep", tape).y == 700


def test_errors_come_through_and_leave_nothing_behind(tmp_path):
    write(tmp_path, cell="import gates\nraise SystemExit(3)\n", gates="")
    with pytest.raises(SystemExit):
        load(tmp_path, "cell", Tape())
    assert "__gru_user__" not in sys.modules and "gates" not in sys.modules
    write(tmp_path, broken="def f(:\n")
    with pytest.raises(SyntaxError) as caught:
        load(tmp_path, "broken", Tape())
    assert caught.value.lineno == 1
    write(tmp_path, lonely="import gone_forever\n")
    with pytest.raises(ModuleNotFoundError):
        load(tmp_path, "lonely", Tape())


def test_a_tree_runs_in_place_of_the_file(tmp_path):
    import ast

    write(tmp_path, cell="a = 2\nraise SystemExit\nb = a + 1\n")
    tree = ast.parse((tmp_path / "cell.py").read_text())
    del tree.body[1]
    for tape in (Tape(), None):
        assert load(tmp_path, "cell", tape, tree=tree).b == 3


def test_the_module_is_like_any_other(tmp_path):
    source = """
        from __future__ import annotations
        from dataclasses import dataclass
        import typing
        @dataclass
        class Sizes:
            n: int = 2
        here = (__name__, __file__, __package__)
        main = __name__ == "__main__"
    """
    write(tmp_path, cell=source)
    user = load(tmp_path, "cell", Tape(), name="someone")
    assert user.here == ("someone", str(tmp_path / "cell.py"), "") and not user.main
    assert pickle.loads(pickle.dumps(user.Sizes(4))) == user.Sizes(4)
    assert inspect.getsource(user.Sizes).startswith("@dataclass")
    del sys.modules["someone"]


def test_no_compiled_files_are_left_beside_the_siblings(tmp_path):
    write(tmp_path, gates=GATES, cell=CELL)
    load(tmp_path, "cell", Tape())
    assert not list(tmp_path.rglob("*.pyc"))


COMPILED = """
    import numba
    from numba import njit, jit
    @njit
    def f(a): return a + 1
    @njit(cache=True)
    def g(a): return a + 2
    @jit("f8(f8)")
    def h(a): return a + 3
"""


@pytest.mark.parametrize("present", [True, False])
def test_compilers_are_the_identity_while_loaded(tmp_path, monkeypatch, present):
    own, library = tmp_path / "own", tmp_path / "library"
    write(own, cell=COMPILED)
    write(library, numba="def jit(*a, **k): raise TypeError('compiled')\nnjit = jit\n")
    monkeypatch.syspath_prepend(str(library))
    if present:
        importlib.import_module("numba")
    tape = Tape()
    user = load(own, "cell", tape)
    with tape.recording() as moments:
        assert (user.f(1), user.g(1), user.h(1)) == (2, 3, 4)
    assert len(moments) == 6
    release()
    with pytest.raises(TypeError, match="compiled"):
        sys.modules["numba"].njit(len)


SCRIPTED = """
    import torch
    from torch import jit
    class Cell(jit.ScriptModule):
        def __init__(self):
            super().__init__()
            self.w = torch.nn.Parameter(torch.ones(2))
        @jit.script_method
        def forward(self, x):
            return gate(x * self.w)
    @torch.jit.script
    def gate(a):
        return torch.sigmoid(a)
    @torch.compile(fullgraph=True)
    def fused(a):
        return gate(a) * 2
    cell = torch.compile(Cell())
"""


def test_torch_script_and_compile_are_the_identity(tmp_path):
    torch = pytest.importorskip("torch")
    originals = torch.jit.script, torch.compile, torch.jit.ScriptModule
    write(tmp_path, cell=SCRIPTED)
    tape = Tape()
    user = load(tmp_path, "cell", tape)
    with tape.recording() as moments:
        out = user.cell(torch.zeros(2)) + user.fused(torch.zeros(2))
    assert out.tolist() == [1.5, 1.5]
    texts = [tape.sites[m.site].text for m in moments]
    assert texts.count("torch.sigmoid(a)") == 2 and "x * self.w" in texts
    release()
    assert (torch.jit.script, torch.compile, torch.jit.ScriptModule) == originals


def test_a_module_that_was_handed_out_is_found_and_recorded_like_a_sibling(tmp_path):
    (tmp_path / "given").mkdir()
    (tmp_path / "work").mkdir()
    (tmp_path / "given" / "gates.py").write_text("def twice(x):\n    return x * 2\n")
    source, file = "from gates import twice\n", str(tmp_path / "work" / "a.py")
    tape = Tape()
    module = run_module(source, file, tape, tmp_path / "work", folders=(str(tmp_path / "given"),))
    assert module.twice(3) == 6
    assert {Path(site.span.file).name for site in tape.sites.values()} == {"gates.py"}
    release()
    with pytest.raises(ModuleNotFoundError):
        run_module(source, file, None, tmp_path / "work")
