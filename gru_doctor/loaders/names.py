"""What the field's names usually mean. Only ever a first guess: shapes and numbers decide."""

from __future__ import annotations

import re
from typing import Literal

Role = Literal[
    "x", "h", "c", "mask", "lengths", "weights", "array", "input_size", "hidden_size", "output_size",
    "batch", "steps", "layers", "config", "flag", "generator", "number", "prefix", "unknown",
]  # fmt: skip

SIZES: tuple[tuple[Role, str], ...] = (
    ("input_size", r"n?_?in|in_?(put)?_?(size|dim|dims|features|units|channels|shape|ch)?|"
     r"(n|num|nb|dim|size|d|len)_?(of_)?(in|input|inputs|features|feats|x|i)|input_?(size|dim|dims|n|units|width|len|length)|"
     r"(emb|embed|embedding|word|token|feature|x|i|vocab|data)_?(size|dim|dims|d|n|len)|d|nx|ni|n_vocab|vocab|x_?dim|i|n_x|in_?d|idim"),
    ("hidden_size", r"(n|num|nb|dim|size|d|len)_?(of_)?(h|hid|hidden|hiddens|units|unit|state|cells|cell|neurons|rec|recurrent|proj|memory)|"
     r"(h|hid|hidden|hiddens|state|cell|rnn|gru|mem|memory|rec|recurrent|model|out|latent|unit)_?(size|dim|dims|d|n|units|features|num|len|width|nodes|layer_size|shape|channels)|"
     r"units?|hidden|hid|h|n_?h|nhid|dim_proj|proj_dim|size|dim|width|nodes|neurons|k|hdim|d_?model|cells?|num_cells|nb_?units"),
    ("output_size", r"n?_?out|(n|num|nb|dim|size|d)_?(out|output|outputs|classes|y|o|labels|class)|"
     r"(out|output|y|target|class)_?(size|dim|dims|units|features)|o|ny|n_y|classes"),
    ("batch", r"b|n|(batch|mb|minibatch|n|num)_?(size|samples|batch|sz|n)?|batch"),
    ("steps", r"t|(seq|sequence|time|max|n|num|bptt)_?(len|length|steps|timesteps|size|t|truncate|steps?)|timesteps?|steps|maxlen|bptt"),
    ("layers", r"(n|num|nb)_?layers?|layers|depth|stack"),
)  # fmt: skip
PATTERNS = tuple((role, re.compile(f"^_?(?:{p})_?$", re.I)) for role, p in SIZES)

INPUT = re.compile(
    r"^_?(x\w*|\w*_x|inp\w*|in_?|input\w*|data|seq\w*|emb\w*|state_below|features?|tokens?|u_?t?|batch\w*|signal|word\w*|i_?t?|obs\w*|frames?|samples?)$",
    re.I,
)
STATE = re.compile(
    r"^_?(h\w*|\w*_h|\w*hidden\w*|\w*state\w*|s|s_?prev|s_?t\w*|prev\w*|carry|memory|mem|last|old\w*|last_\w+|initial\w*|init_\w+|h0|hx|m|m_prev|y_prev)$",
    re.I,
)
CELL = re.compile(r"^_?(c|c_?prev|c_?tm1|cell|cell_?state|c_?0|c0|cx)$", re.I)
MASK = re.compile(r"^_?(m|m_|m_t|mask\w*|\w*mask|padding\w*|valid)$", re.I)
LENGTHS = re.compile(r"^_?(len|lens|lengths?|seq_?len\w*|x_?lens?|\w*_lengths?)$", re.I)
CONFIG = re.compile(r"^_?(opts?|options?|cfg|conf|config\w*|args|hp|hps|hparams?|params_?cfg|settings|hyper\w*|model_options|spec)$", re.I)
WEIGHTS = re.compile(r"^_?(p|params?|tparams|parameters|weights|wts|theta|ws|model|vars?|variables|state_dict|net|gates|W_?dict)$", re.I)
GENERATOR = re.compile(r"^_?(rng|random|random_state|generator|key|numpy_rng|np_rng|prng)$", re.I)
SEED = re.compile(r"^_?seed$", re.I)
PREFIX = re.compile(r"^_?(prefix|name|scope|pp)$", re.I)
ARRAY = re.compile(
    r"^_?([wuvrbkc]\w{0,4}|[wub]_?\w*|\w*(weight|kernel|bias|matrix)\w*|\w+_[wub]|theta_\w+|param_\w+)$", re.I
)
FLAG = re.compile(r"^_?(is_)?(train\w*|dropout\w*|training|bidirectional|return_\w+|stateful|use_\w+|verbose|debug|reuse|inference|eval|test|deterministic)$", re.I)


LETTERS = re.compile(r"^_?([WUVR]\w{0,4}|[bw]|[wubr]_?[a-z]{1,2}\d?|b_\w{1,4})$")


def size_role(name: str) -> Role:
    """The role of a constructor argument that may be a number."""
    for role, pattern in PATTERNS:
        if pattern.match(name):
            return role
    return "unknown"


def constructor_role(name: str) -> Role:
    """The role of a constructor argument."""
    if LETTERS.match(name):
        return "array"
    if CONFIG.match(name):
        return "config"
    if GENERATOR.match(name):
        return "generator"
    if FLAG.match(name):
        return "flag"
    if WEIGHTS.match(name):
        return "weights"
    size = size_role(name)
    if size != "unknown":
        return size
    return "array" if ARRAY.match(name) else "unknown"


def call_role(name: str) -> Role:
    """The role of an argument of a step or a forward pass."""
    for role, pattern in (
        ("mask", MASK), ("lengths", LENGTHS), ("flag", FLAG), ("weights", WEIGHTS), ("config", CONFIG),
        ("generator", GENERATOR), ("prefix", PREFIX), ("c", CELL), ("x", INPUT), ("h", STATE), ("array", ARRAY),
    ):  # fmt: skip
        if pattern.match(name):
            return role  # type: ignore[return-value]
    return "unknown"


def array_kind(name: str) -> Literal["input", "recurrent", "bias", "joint"]:
    """What an array argument usually holds: `Wx`, `U_r`, `bias`, `W` …"""
    low = name.lower().strip("_")
    if low.startswith(("b", "c_", "bias")) or "bias" in low or low.endswith("_b"):
        return "bias"
    if low.startswith(("u", "r_", "wh", "w_h", "v", "w_rec")) or re.search(r"hh|hid|rec|_h$|h$|w_?h", low) and not re.search(r"^w_?x|x_?h$|^wxh|ih", low):
        return "recurrent"
    return "input"
