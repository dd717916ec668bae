"""Hard-coded GPUs become the CPU, with a note; a switch is no fault."""

import ast

from gru_doctor.loaders.executing.devices import on_cpu


def test_a_hard_coded_device_is_noted_with_its_line() -> None:
    tree, notes = on_cpu(ast.parse("a = 1\nd = torch.device('cuda:0')\nx = x.cuda()"))
    assert "'cpu'" in ast.unparse(tree)
    assert [n.split("; ")[0][-1] for n in notes] == ["2", "3"]


def test_a_switch_between_devices_is_no_note() -> None:
    text = "d = torch.device('cuda' if torch.cuda.is_available() else 'cpu')"
    assert on_cpu(ast.parse(text))[1] == []
