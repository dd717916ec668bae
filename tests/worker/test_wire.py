"""The wire: what goes in comes out, and nothing but our own frames is taken."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gru_doctor.records import Card, Moment, Options, Parameter, Site, Span, Target, Trace
from gru_doctor.subject import Call, Edit, Gradient, Run
from gru_doctor.worker import wire
from gru_doctor.worker.wire import (
    DTYPES,
    HEADER,
    LIMIT,
    MAGIC,
    PLAIN_LIMIT,
    Malformed,
    TooLarge,
    pack,
    receive,
    send,
)


def repr_of(value):
    return repr(value)[:20]


class Bytes:
    """A stream that holds these bytes and then ends; it hands out a few at a time."""

    def __init__(self, data, most=1 << 20):
        self.data, self.most = data, most

    def recv(self, size, /):
        taken, self.data = self.data[: min(size, self.most)], self.data[min(size, self.most) :]
        return taken

    def sendall(self, data, /):
        self.data += data


def there_and_back(message):
    return receive(Bytes(pack(message)))


def same(a, b):
    if isinstance(a, np.ndarray):
        same_kind = isinstance(b, np.ndarray) and (a.dtype, a.shape) == (b.dtype, b.shape)
        return same_kind and a.tobytes() == np.asarray(b).tobytes()
    if is_dataclass(a):
        return type(a) is type(b) and all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return isinstance(b, tuple) and len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and (a == b or a != a)


ARRAYS = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3))
)
PLAIN = st.none() | st.booleans() | st.integers(-(1 << 60), 1 << 60) | st.floats() | st.text()
VALUES = st.recursive(
    PLAIN | ARRAYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FLOATS = arrays(np.float64, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
WEIGHTS = st.dictionaries(st.text(), FLOATS, max_size=3)
SPANS = st.builds(Span, st.text(), *[st.integers(0, 9999)] * 4)
SITES = st.builds(
    Site, st.integers(0, 99), SPANS, st.text(), st.text(), st.text(), SPANS, st.none() | st.text()
)
RECORDS = (
    st.builds(Run, st.none() | FLOATS, st.none() | FLOATS, st.lists(st.integers(0, 9)).map(tuple))
    | st.builds(Gradient, st.none() | FLOATS, st.none() | FLOATS, WEIGHTS, st.text())
    | st.builds(Edit, st.text(), st.integers(0, 99), st.floats())
    | st.builds(Call, FLOATS, st.none() | FLOATS, st.none() | FLOATS, st.booleans())
    | st.builds(
        Trace,
        st.dictionaries(st.integers(0, 9), SITES, max_size=2),
        st.lists(st.builds(Moment, st.integers(0, 9), st.integers(0, 9), st.none() | FLOATS), max_size=3).map(
            tuple
        ),
    )
    | st.builds(Target, st.text(), st.text(), st.none() | st.integers(0, 99))
    | st.just(Options(seed=3, checks=("gates",)))
)


@given(VALUES)
@example({"a": [np.zeros((0, 3)), np.array(1.5)], "": {"b": np.arange(6).reshape(2, 3).T}})
def test_what_goes_in_comes_out(message):
    assert same(message, there_and_back(message))


@given(st.tuples(st.text(), RECORDS, st.lists(RECORDS, max_size=2)))
def test_records_come_out_as_records(message):
    assert same(message, there_and_back(message))


def test_a_card_comes_out_whole():
    card = Card(
        "GRU", "numpy", "cell", 3, 7, (Parameter("W", (3, 21)),), takes_state=True, takes_mask=False,
        returns_sequence=False, gradient=None, notes=("one", "two"),
    )  # fmt: skip
    assert there_and_back(card) == card


@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_are_copies_in_any_layout(order):
    a = np.asarray(np.arange(12.0).reshape(3, 4), order=order)[:, ::2]
    found = there_and_back(a)
    np.testing.assert_array_equal(found, a)
    assert found.flags.writeable and found.flags.owndata


def test_special_numbers_survive():
    a = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324])
    assert there_and_back(a).tobytes() == a.tobytes()
    assert there_and_back([float("inf"), np.float64(1.5), np.int64(3)]) == (float("inf"), 1.5, 3)


def test_frames_follow_each_other():
    stream = Bytes(b"", most=3)
    for message in ("one", [2.0], {"three": 3}):
        send(stream, message)
    assert [receive(stream) for _ in range(3)] == ["one", (2.0,), {"three": 3}]
    with pytest.raises(EOFError):
        receive(stream)


def test_it_travels_over_a_socket():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send(ours, {"xs": np.arange(1000.0)})
        np.testing.assert_array_equal(receive(theirs)["xs"], np.arange(1000.0))


@pytest.mark.parametrize(
    "message",
    [object(), {1, 2}, b"bytes", 1j, np.array(["text"]), np.array([object()]), Run, lambda: 0],
    ids=lambda m: type(m).__name__,
)
def test_what_is_not_ours_is_not_sent(message):
    with pytest.raises(Malformed):
        pack(message)


def refused(frame):
    """What a frame raises: only these two may come out."""
    try:
        receive(Bytes(frame))
    except (Malformed, EOFError) as error:
        return type(error)
    return None


FRAME = pack(("run", Call(np.arange(6.0).reshape(1, 2, 3), np.ones((2, 7))), {"W": np.zeros((3, 21))}))


@given(st.integers(0, len(FRAME) - 1))
def test_a_frame_cut_short_is_the_end(cut):
    assert refused(FRAME[:cut]) is EOFError


@given(st.lists(st.tuples(st.integers(0, len(FRAME) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_change_of_bytes_raises_anything_else(changes):
    forged = bytearray(FRAME)
    for place, byte in changes:
        forged[place] = byte
    refused(bytes(forged))


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(noise):
    assert refused(noise) in (EOFError, Malformed)


HEADS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["float64", "Call", "Run", "Trace", "object"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["~a", "~r", "~d", "v", "to"]), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


def framed(head, body=b""):
    text = json.dumps(head).encode()
    return HEADER.pack(MAGIC, len(text), len(body)) + text + body


@given(HEADS, st.binary(max_size=16))
@example({"~r": "Run", "v": []}, b"")
@example({"~r": "Run", "v": [1, 2, 3]}, b"")
@example({"~r": "Nobody", "v": []}, b"")
@example({"~r": ["Run"], "v": []}, b"")
@example({"~a": [0, "float64", [3]]}, b"")
@example({"~a": [0, "float64", [-1]]}, b"")
@example({"~a": [0, "float64", ["a"]]}, b"")
@example({"~a": [-8, "float64", [1]]}, b"12345678")
@example({"~a": [1e300, "float64", [1]]}, b"")
@example({"~a": [0, "object", [1]]}, b"12345678")
@example({"~a": [0, "float64", [1 << 62, 4]]}, b"")
@example({"~a": 5}, b"")
@example({"~d": [[1]]}, b"")
@example({"~d": [[[1], 2]]}, b"")
@example({"~d": [[{"~a": [0, "float64", [1]]}, 2]]}, b"12345678")
@example({}, b"")
def test_no_head_raises_anything_else(head, body):
    refused(framed(head, body))


@pytest.mark.parametrize(
    "head",
    [
        {"~r": "Run", "v": []},
        {"~r": "Nobody", "v": []},
        {"~a": [0, "float64", [3]]},
        {"~a": [0, "object", []]},
        {"~a": [0, "float64", [-1]]},
        {"~a": [-8, "float64", [1]]},
        {"~a": [0, "float64", [1 << 62, 4]]},
        {},
    ],
    ids=str,
)
def test_forged_heads_are_refused(head):
    assert refused(framed(head)) is Malformed


def test_a_record_with_fields_of_another_kind_is_refused():
    assert refused(framed({"~r": "Edit", "v": ["W", "0", 1.5]})) is Malformed
    assert refused(framed({"~r": "Edit", "v": ["W", 0, 1.5]})) is None


@pytest.mark.parametrize(
    "header",
    [(b"GRU0", 2, 0), (b"\x80\x04\x95.", 2, 0), (MAGIC, PLAIN_LIMIT + 1, 0), (MAGIC, 2, LIMIT + 1),
     (MAGIC, 0, 1 << 63)],
    ids=["magic", "pickle", "head", "body", "largest"],
)  # fmt: skip
def test_a_forged_header_is_refused_before_anything_is_read(header):
    stream = Bytes(HEADER.pack(*header) + b"{}" + b"rest")
    with pytest.raises(Malformed):
        receive(stream)
    assert stream.data == b"{}rest"


@pytest.mark.parametrize(
    "arrays",
    [
        [[0, "float64", [2]], [0, "float64", [2]]],
        [[8, "float64", [1]]],
        [[0, "float64", [1]], [4, "float64", [1]]],
    ],
    ids=["twice the same bytes", "a gap", "overlapping"],
)
def test_arrays_that_do_not_follow_each_other_are_refused(arrays):
    assert refused(framed([{"~a": a} for a in arrays], bytes(16))) is Malformed


@pytest.mark.parametrize(
    "shape",
    [[1] * 33, [10] * 1_000_000, [True], [1.0], [LIMIT + 1, 0], [0, 1 << 62], "11", {"1": 1}, None],
    ids=repr_of,
)
def test_shapes_that_no_array_of_ours_has_are_refused_at_once(shape):
    began = time.process_time()
    assert refused(framed({"~a": [0, "float64", shape]}, bytes(8))) is Malformed
    assert time.process_time() - began < 1


@pytest.mark.parametrize("dtype", ["object", "complex256", "<U4", "V8", "datetime64[s]", "", None, 3])
def test_other_dtypes_are_refused(dtype):
    assert refused(framed({"~a": [0, dtype, [1]]}, bytes(64))) is Malformed


def test_more_than_a_frame_holds_is_not_sent(monkeypatch):
    monkeypatch.setattr(wire, "LIMIT", 100)
    assert there_and_back(np.zeros(12)).shape == (12,)
    with pytest.raises(TooLarge, match="too large"):
        pack(np.zeros(13))


def test_text_that_is_no_json_and_nesting_without_end_are_refused():
    for head in (b"{", b"\xff\xfe", b"[" * 100_000, b"nul"):
        assert refused(HEADER.pack(MAGIC, len(head), 0) + head) is Malformed
