from __future__ import annotations

import json
import subprocess
import sys
import types

import pytest
from typer.testing import CliRunner

import gru_doctor
from gru_doctor.cli import app
from gru_doctor.errors import FileTrouble
from gru_doctor.records import CHECKS, Options, Report, Result, Target
from gru_doctor.verdicts import Interrupted
from gru_doctor.walk import Task

HEALTHY = Report("0.1.0", 0, (Result(Target("a.py", "GRU"), "healthy"),))
FAULTY = Report("0.1.0", 0, (Result(Target("a.py", "GRU"), "faulty"),))


class Doctor(types.ModuleType):
    """Stands where gru_doctor.doctor stands: keeps what it was asked, answers what it was told."""

    def __init__(self) -> None:
        super().__init__("gru_doctor.doctor")
        self.answer: Report | BaseException = HEALTHY

    def examine_tasks(self, asked, options, progress):
        self.asked, self.options = asked, options
        progress("gates", None)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def doctor(monkeypatch):
    double = Doctor()
    monkeypatch.setitem(sys.modules, "gru_doctor.doctor", double)
    return double


def run(*words):
    return CliRunner().invoke(app, words)


def test_options_reach_the_examination_whole(doctor):
    run(
        *("check", "a.py", "b.py:GRU", "--seed", "5", "--input-size", "4", "--hidden-size", "9"),
        *("--expect", "PyTorch", "--timeout", "2.5", "--in-process", "--run-file"),
        *("--skip", "memorization,properties"),
    )
    assert doctor.asked == [Task("a.py"), Task("b.py", "GRU")]
    assert doctor.options == Options(
        seed=5,
        input_size=4,
        hidden_size=9,
        checks=("trust", "gates", "gradient", "sequence"),
        timeout=2.5,
        in_process=True,
        expect="pytorch",
        run_file=True,
    )


def test_the_defaults_are_those_of_the_record(doctor):
    run("check", "a.py")
    assert doctor.options == Options()


def test_checks_run_in_their_own_order(doctor):
    run("check", "a.py", "--checks", "gradient, gates")
    assert doctor.options.checks == ("gates", "gradient")


@pytest.mark.parametrize(("report", "code"), [(HEALTHY, 0), (FAULTY, 1), (Report("", 0, ()), 2)])
def test_the_exit_code_is_the_verdict(doctor, report, code):
    doctor.answer = report
    assert run("check", "a.py").exit_code == code


def test_the_report_is_alone_on_stdout(doctor):
    result = run("check", "a.py", "--format", "json", "-v")
    assert json.loads(result.stdout)["results"][0]["verdict"] == "healthy"
    assert "gates" in result.stderr


def test_color_on_demand_only(doctor):
    assert "\x1b[" not in run("check", "a.py").stdout
    assert "\x1b[" in run("check", "a.py", "--color", "always").stdout


def test_trouble_is_a_message_and_a_hint(doctor):
    doctor.answer = FileTrouble("no such file: a.py", "check the path", 3)
    result = run("check", "a.py")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "gru-doctor: line 3: no such file: a.py\nhint: check the path\n"


def test_ctrl_c_is_130_and_no_traceback(doctor):
    doctor.answer = KeyboardInterrupt()
    result = run("check", "a.py")
    assert (result.exit_code, result.stderr) == (130, "gru-doctor: stopped\n")


def test_ctrl_c_leaves_what_was_finished(doctor):
    doctor.answer = Interrupted(FAULTY)
    result = run("check", "a.py", "b.py", "--format", "json")
    assert (result.exit_code, result.stderr) == (
        130,
        "gru-doctor: stopped; the report is on the 1 target finished by then\n",
    )
    assert [r["target"] for r in json.loads(result.stdout)["results"]] == ["a.py:GRU"]


def test_ctrl_c_before_anything_is_finished_leaves_nothing(doctor):
    doctor.answer = Interrupted(Report("0.1.0", 0, ()))
    result = run("check", "a.py")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "gru-doctor: stopped\n")


def test_init_writes_and_tells(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text("def step(x, h, W): return x\n")
    result = run("init", "a.py:step")
    assert result.exit_code == 0
    assert result.stdout.endswith("# written to a_doctor.py; now run: gru-doctor check a.py\n")
    assert run("init", "a.py:step").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "a.py", "--format", "nonsense"),
        ("check", "a.py", "--checks", "nonsense"),
        ("check", "a.py", "--skip", ",".join(CHECKS)),
        ("check", "a.py", "--expect", "nonsense"),
        ("check", "a.py", "--seed", "-1"),
        ("check", "a.py", "--hidden-size", "0"),
        ("explain", "GRU999"),
        ("init", "-"),
        ("init", "no.such.module:Name"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_2_with_a_message(doctor, words):
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_version():
    assert run("--version").stdout == f"gru-doctor {gru_doctor.__version__}\n"


def test_explain_and_faults_read_the_same_catalogue(monkeypatch):
    entry = gru_doctor.faults.Entry("GRU900", "made-up", "nothing", {"Fix": "do it"})
    monkeypatch.setattr("gru_doctor.commands.explain.catalogue", lambda: (entry,))
    assert run("faults").stdout == "GRU900  made-up  nothing\n"
    assert run("explain", "made-up").stdout == "GRU900 made-up: nothing\n\nFix\ndo it\n"


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["faults"], ["--version"]])
def test_nothing_heavy_is_imported_to_answer(words):
    code = (
        "import sys\nfrom gru_doctor.cli import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'numpy', 'torch', 'hypothesis', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_module_runs_as_the_command():
    words = [sys.executable, "-m", "gru_doctor", "check", "--seed", "x", "a.py"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 2
    assert "gru-doctor check --help" in done.stderr
