"""Reading files and notebooks, and keeping of them what a target needs."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable

import pytest

from gru_doctor.errors import FileTrouble, SyntaxTrouble
from gru_doctor.loaders.text.source import parse, pruned, read

Write = Callable[..., str]


def kept(text: str, name: str) -> str:
    return ast.unparse(pruned(parse("mine.py", text), name))


def test_training_and_corpora_stay_out() -> None:
    text = """
import numpy as np
import missing_plots
data = open('corpus.txt').read()
scale = 0.1
def cell(x, h): return np.tanh(x * scale + h)
for i in range(1000000):
    cell(1, 2)
"""
    left = kept(text, "cell")
    assert "scale" in left and "numpy" in left
    assert "corpus" not in left and "missing_plots" not in left and "range" not in left


@pytest.mark.parametrize("text", ["def f(x, x): pass", "\n\ndef f(h):\n    global h", "def f(): nonlocal a"])
def test_what_only_the_compiler_refuses_is_a_syntax_error(text: str) -> None:
    with pytest.raises(SyntaxTrouble) as raised:
        parse("mine.py", text)
    assert raised.value.line == text.count("\n") + 1


def test_the_initialiser_comes_along_with_what_it_reads() -> None:
    text = "floatX = 'float64'\ndef init_params(n): return floatX\ndef cell(p, x, h): return x"
    assert "floatX = " in kept(text, "cell")


def test_filling_a_dict_of_weights_is_kept() -> None:
    assert "p['W'] = 1" in kept("p = {}\np['W'] = 1\ndef cell(x, h): return p['W']", "cell")


def test_what_stands_under_main_is_left_out() -> None:
    assert "main" not in kept("def cell(x, h): ...\nif __name__ == '__main__':\n    main()", "cell")


def test_a_notebook_is_its_code_cells(write: Write) -> None:
    cells = [
        {"cell_type": "markdown", "source": "# title"},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "!pip install x\n", "a = 1\n"]},
        {"cell_type": "code", "source": "%%bash\nls"},
        {"cell_type": "code", "source": "np.dot?\ndef cell(x, h):\n    return a"},
    ]
    source = read(write(json.dumps({"cells": cells}), "book.ipynb"))
    names = [n.name for n in source.tree.body if isinstance(n, ast.FunctionDef)]
    assert names == ["cell"]
    line = source.text.splitlines().index("def cell(x, h):") + 1
    assert source.cell_of(line) == 4
    assert source.cell_of(3) == 2


def test_a_broken_notebook_is_told(write: Write) -> None:
    with pytest.raises(FileTrouble, match="no notebook"):
        read(write("{}", "book.ipynb"))


def test_python_2_is_recognised(write: Write) -> None:
    with pytest.raises(SyntaxTrouble) as caught:
        read(write("a = 1\nprint 'h'\n"))
    assert caught.value.line == 2
    assert "Python 2" in caught.value.hint


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfe\xfa = 1"])
def test_binary_files_are_told(tmp_path: object, data: bytes) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "x.py"
    path.write_bytes(data)
    with pytest.raises(FileTrouble):
        read(str(path))


def test_a_folder_and_a_missing_file_are_told(tmp_path: object) -> None:
    with pytest.raises(FileTrouble, match="directory"):
        read(str(tmp_path))
    with pytest.raises(FileTrouble, match="no such file"):
        read(f"{tmp_path}/none.py")


def test_an_argument_is_not_the_name_of_the_module() -> None:
    text = "args = parse()\ndef cell(x, h, args):\n    total = x * args.scale\n    return total + h"
    assert "parse" not in kept(text, "cell")


def test_the_parser_comes_along_with_its_options() -> None:
    text = "p = Parser()\np.add_argument('--n')\no = p.parse_args()\ndef cell(x, h):\n    return x * o.n"
    assert "add_argument" in kept(text, "cell")


def test_weights_that_stand_ready_come_along_and_those_that_are_trained_do_not() -> None:
    text = "params = {'W': [1.0]}\nweights = train(params)\ndef cell(p, x, h):\n    return x"
    left = kept(text, "cell")
    assert "params = " in left and "train" not in left


def test_weights_that_cannot_be_made_do_no_harm() -> None:
    tree = pruned(parse("mine.py", "params = [1 / 0]\ndef cell(p, x, h):\n    return x"), "cell")
    held: dict[str, object] = {}
    exec(compile(tree, "mine.py", "exec"), held)
    assert "cell" in held and "params" not in held
