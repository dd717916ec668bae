"""The published conventions by name, as data. A paper fixes equations only; a framework also packing
and biases, and says how it stores its matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from gru_doctor.errors import UsageTrouble
from gru_doctor.records import Biases, Orientation, Reset, Update

Packing = tuple[str, ...]
"""The arrays of one kind, each as the gates it holds in their order: ("rz", "n")."""

APART: Packing = ("r", "z", "n")

BIASES: Mapping[Biases, str] = {
    "0": "no bias",
    "1": "one bias",
    "2": "two biases",
    "input+candidate": "input and candidate biases",
}


@dataclass(frozen=True)
class Published:
    """One published GRU. What is None or empty is left open by its source.

    `packings` are the ways in which its arrays are stored or documented, the usual one first; `rows`
    tells which rows come first ("xh") where one matrix multiplies input and state side by side.
    """

    name: str
    proper: str
    source: str
    update: Update
    reset: Reset
    biases: Biases | None = None
    packings: tuple[Packing, ...] = ()
    orientation: Orientation | None = None
    rows: str | None = None
    gate_activation: str = "sigmoid"
    candidate_activation: str = "tanh"

    @property
    def order(self) -> str:
        """All three gates as its packed arrays have them, "" where it packs none."""
        usual = self.packings[0] if self.packings else APART
        return "" if usual == APART else "".join(usual)


PUBLISHED: tuple[Published, ...] = (
    Published(
        "pytorch", "PyTorch", "torch.nn.GRU; its equations name the blocks one by one, W_ir to b_hn",
        "keeps", "after", "2", (("rzn",), APART), "W @ x",
    ),
    Published(
        "keras", "Keras", "keras.layers.GRU, reset_after=True",
        "keeps", "after", "2", (("zrn",),), "x @ W",
    ),
    Published(
        "keras-reset-before", "Keras with reset before", "keras.layers.GRU, reset_after=False",
        "keeps", "before", "1", (("zrn",),), "x @ W",
    ),
    Published(
        "tf1", "TensorFlow 1", "tf.nn.rnn_cell.GRUCell: gates/kernel, candidate/kernel",
        "keeps", "before", "1", (("rz", "n"),), "x @ W", "xh",
    ),
    Published(
        "cho2014", "Cho 2014", "Cho et al. 2014, arXiv:1406.1078v3, equations 5 to 8",
        "keeps", "before",
    ),
    Published(
        "chung2014", "Chung 2014", "Chung et al. 2014, arXiv:1412.3555, section 3.2",
        "writes", "before",
    ),
    Published(
        "cudnn", "cuDNN", "cudnnRNNMode_t, CUDNN_GRU: linear layers 0 reset, 1 update, 2 new memory",
        "keeps", "after", "2", (("rzn",),), "W @ x",
    ),
    Published(
        "onnx", "ONNX", "operator GRU, linear_before_reset=0: W[zrh], R[zrh], Wb[zrh], Rb[zrh]",
        "keeps", "before", "2", (("zrn",),), "W @ x",
    ),
    Published(
        "onnx-linear-before-reset", "ONNX with linear_before_reset", "operator GRU, linear_before_reset=1",
        "keeps", "after", "2", (("zrn",),), "W @ x",
    ),
    Published(
        "flax", "Flax", "flax.linen.GRUCell: ir, iz, in with a bias; hr, hz without, hn with one",
        "keeps", "after", "input+candidate", (APART,), "x @ W",
    ),
    Published(
        "flax-nnx", "Flax NNX", "flax.nnx.GRUCell: dense_i with a bias, dense_h without",
        "keeps", "after", "1", (("rzn",),), "x @ W",
    ),
    Published(
        "equinox", "Equinox", "equinox.nn.GRUCell: weight_ih, weight_hh, bias, bias_n",
        "keeps", "after", "input+candidate", (("rzn",),), "W @ x",
    ),
    Published(
        "mlx", "MLX", "mlx.nn.GRU: Wx, Wh, b, bhn",
        "keeps", "after", "input+candidate", (("rzn",),), "W @ x",
    ),
    Published(
        "haiku", "Haiku", "haiku.GRU: w_i, w_h, b in the order z, r, a",
        "writes", "before", "1", (("zrn",),), "x @ W",
    ),
    Published(
        "keras2", "Keras 2 before 2.4", "keras.layers.GRU of 2.0 to 2.3: hard sigmoid, slope 0.2",
        "keeps", "before", "1", (("zrn",),), "x @ W", gate_activation="hard_sigmoid",
    ),
    Published(
        "cho2014-v1", "Cho 2014, first version", "Cho et al. 2014, arXiv:1406.1078v1: r ⊙ (U h)",
        "keeps", "after",
    ),
)  # fmt: skip
"""Where several agree in all that a cell shows, the first is the one it is likened to."""


def published(name: str) -> Published:
    """The convention of this name, in any case; another name is refused with the nearest known one."""
    known = {p.name: p for p in PUBLISHED}
    wanted = name.strip().casefold().replace("_", "-")
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=1, cutoff=0.0)
    told = f"did you mean {near[0]}? known: " if near else "known: "
    raise UsageTrouble(f"no convention is called {name!r}", told + ", ".join(known))


def proper(name: str) -> str:
    """A convention's name as people write it."""
    return next((p.proper for p in PUBLISHED if p.name == name), name)


def in_order(order: str, gates: str) -> bool:
    """Whether an array that packs these gates has them in this order."""
    return "".join(g for g in order if g in gates) == gates


def ranked(order: str) -> Iterator[Published]:
    """All conventions for a cell that packs its gates in this order ("" where they are apart): those
    stored just so first, then papers, then the rest."""
    yield from sorted(PUBLISHED, key=lambda p: 0 if _stored(p, order) else 2 if p.packings else 1)


def _stored(p: Published, order: str) -> bool:
    return p.order == order if order else APART in p.packings
