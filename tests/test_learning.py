"""`learn`: four learners from one seed, the same to the bit each time."""

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from gru_doctor.cli import app
from gru_doctor.errors import UsageTrouble
from gru_doctor.learning import REFERENCE, YOURS, Course, Learned, learn, save, table
from gru_doctor.records import Options

OPTIONS = Options(in_process=True, hidden_size=6, input_size=4)
CELL = "fixtures/healthy/numpy_cell.py"


def quiet(message, share):
    pass


def taught(path=CELL, **changed):
    return learn(path, replace(Course(steps=4, delay=2), **changed), OPTIONS, quiet)


@pytest.mark.parametrize("task", ["recall", "copy", "adding"])
def test_a_right_cell_learns_as_the_reference_does(task):
    learned = taught(task=task)
    assert list(learned.curves) == [YOURS, REFERENCE, "LSTM", "tanh RNN"]
    assert learned.curves[YOURS] == pytest.approx(learned.curves[REFERENCE], rel=1e-9)


def test_the_file_is_the_same_each_time(tmp_path):
    for name in ("a", "b"):
        save(taught(), str(tmp_path / name))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_text().splitlines()[0] == "step,yours,reference,LSTM,tanh RNN"


def test_nothing_is_decided_where_the_reference_fails():
    learned = taught()
    assert learned.steps(REFERENCE) is None
    assert "not decided" in table(learned, Course(steps=4), lambda curves: [])


def test_the_ratio_is_told_where_both_learn():
    learned = taught()
    both = Learned(learned.task, {YOURS: (1.0, 0.9, 0.01), REFERENCE: (1.0, 0.01)})
    assert both.ratio == 2.0
    assert "2.00" in table(both, Course(), lambda curves: [])


def test_an_unknown_task_is_told():
    with pytest.raises(UsageTrouble, match="juggling"):
        taught(task="juggling")


def test_the_command_says_what_it_needs():
    done = CliRunner().invoke(app, ["learn", CELL, "--task", "juggling"])
    assert done.exit_code == 2
