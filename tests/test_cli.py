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
from gru_doctor.records import CHECKS, Finding, Options, Report, Result, Target
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


def test_the_configuration_is_the_default_and_options_win(doctor, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gru-doctor.toml").write_text('targets = ["b.py"]\nseed = 5\nskip = ["gates"]\npath = "."\n')
    assert run("check").exit_code == 0
    assert doctor.asked == [Task("b.py")]
    assert (doctor.options.seed, "gates" in doctor.options.checks) == (5, False)
    assert doctor.options.folders == (str(tmp_path),)
    run("check", "a.py", "--seed", "6")
    assert (doctor.asked, doctor.options.seed) == ([Task("a.py")], 6)


def test_a_folder_without_a_file_is_never_green(doctor, tmp_path):
    result = run("check", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no Python file or notebook" in result.stderr


def test_files_passed_over_are_counted_and_none_may_be_when_strict(doctor, tmp_path):
    (tmp_path / "a.py").write_text("")
    doctor.answer = Report("0.1.0", 0, (), passed_over=1)
    result = run("check", str(tmp_path))
    assert (result.exit_code, doctor.asked[0].found) == (2, True)
    assert "1 file was passed over" in result.stderr
    run("check", str(tmp_path), "--strict")
    assert doctor.asked[0].found is False


def test_a_baseline_lets_through_what_it_holds(doctor, tmp_path):
    finding = Finding("GRU114", "made-up", "error", None, "")
    doctor.answer = Report("0.1.0", 0, (Result(Target("a.py", "GRU"), "faulty", findings=(finding,)),))
    base = str(tmp_path / "b.json")
    assert run("check", "a.py").exit_code == 1
    written = run("check", "a.py", "--write-baseline", base)
    assert (written.exit_code, "wrote 1 finding" in written.stderr) == (0, True)
    assert run("check", "a.py", "--baseline", base).exit_code == 0
    assert run("check", "a.py", "--fail-on", "never").exit_code == 0
    doctor.answer = HEALTHY
    assert run("check", "a.py", "--baseline", base).exit_code == 0
    assert run("check", "a.py", "--baseline", base, "--strict").exit_code == 1


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


def test_init_writes_for_a_system(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("init", "--ci", "pre-commit").exit_code == 0
    assert (tmp_path / ".pre-commit-config.yaml").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "a.py", "--format", "nonsense"),
        ("check", "a.py", "--output", "json"),
        ("check", "a.py", "--checks", "nonsense"),
        ("check", "a.py", "--skip", ",".join(CHECKS)),
        ("check", "a.py", "--expect", "nonsense"),
        ("check", "a.py", "--seed", "-1"),
        ("check", "a.py", "--hidden-size", "0"),
        ("check", "a.py", "--select", "nonsense"),
        ("check", "a.py", "--path", "nonsense"),
        ("check", "a.py", "--baseline", "nonsense"),
        ("check", "a.py", "--write-baseline", "nonsense/b.json"),
        ("check", "a.py", "--config", "nonsense"),
        ("explain", "GRU999"),
        ("init",),
        ("init", "a.py", "--ci", "github"),
        ("init", "--ci", "nonsense"),
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


def test_schema_is_json():
    assert json.loads(run("schema").stdout)["title"] == "gru-doctor/1"


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
