"""What the field's names usually mean. Only ever a first guess: shapes and numbers decide."""

from __future__ import annotations

import re
from typing import Literal

Role = Literal[
    "x", "h", "c", "mask", "lengths", "buffer", "weights", "array", "input_size", "hidden_size",
    "output_size", "vocabulary", "batch", "steps", "layers", "config", "flag", "generator", "prefix",
    "unknown",
]  # fmt: skip

BACK = (
    r"back|bprop|bptt|r(ue|ü)ck|retro|arri[eè]re|atr[aá]s|indietro|wstecz|terug|obratn|nazad|zp[eě]t|"
    r"fanxiang|gyaku"
)
"""What a pass backward is called, in several languages."""

_VOCABULARY = r"(n|num|nb)_?(words|tokens?|chars|symbols|embeddings)|ntoks?|dict_size|voc(_?size)?"
_COUNT = r"(n|num|nb|dim|size|d|len|no|width)_?(of_)?"
_EXTENT = r"_?(size|sizes|dim|dims|d|n|len|width|units|features|feats|num|channels|ch|shape|sz|length)"
_INPUT_SIZE = (
    rf"{_COUNT}(in|inp|inputs?|features?|feats?|x|i|words?_?dim|emb|embd|embed|embeddings?|below|eingabe)",
    rf"(in|inp|inputs?|emb|embd|embed|embedding|word|token|feature|feat|x|i|obs|data|char){_EXTENT}",
    r"n_?in|nin|in|inp|inputs?|d|nx|ni|x_?dim|n_x|idim|dim_?(word|emb|in|x)|channels|features|emb",
    r"eingabe",
)
_HIDDEN_SIZE = (
    rf"{_COUNT}(h|hid|hidden|hiddens|units?|states?|cells?|neurons|rec|recurrent|proj|memory|mem|a)",
    rf"(h|hid|hidden|hiddens|state|cell|rnn|gru|mem|memory|rec|recurrent|model|latent|unit){_EXTENT}",
    r"units?|hiddens?|cells|states?|hid|h|nhid|n_?hid(den)?|nh|proj_dim|size|dim|width|nodes|neurons|k|hdim",
    r"d_?model|(dec|enc|gru|rnn|decoder|encoder)_?(hid\w*|units?)|hidden_?layer_?size|verborgen|m|q",
)
_OUTPUT_SIZE = (
    rf"{_COUNT}(out|output|outputs|classes|y|o|labels|class|tags|categories|targets|actions)|n_?out|nout|n_?y|ny|o|classes",
    rf"(out|output|outputs|y|target|class){_EXTENT}|outputs?",
)
SIZES: tuple[tuple[Role, tuple[str, ...]], ...] = (
    ("vocabulary", (r"\w*vocab\w*", _VOCABULARY)),
    ("input_size", _INPUT_SIZE),
    ("output_size", _OUTPUT_SIZE),
    ("layers", (r"(n|num|nb)_?layers?|layers|depth|stack|num_?directions",)),
    ("hidden_size", _HIDDEN_SIZE),
    ("batch", (r"b|bs|bsz|n|(batch|mb|minibatch|num)_?(size|samples|sz|n)?|n_samples|samples",)),
    ("steps", (r"t|(seq|sequence|time|max|n|num|bptt)_?(len|length|steps?|timesteps|t|truncate)",
               r"timesteps?|steps|maxlen|bptt")),
)  # fmt: skip
PATTERNS = tuple((role, re.compile(f"^_?(?:{'|'.join(p)})_?$", re.I)) for role, p in SIZES)


def _pattern(*parts: str, flags: int = re.I) -> re.Pattern[str]:
    return re.compile(f"^_?(?:{'|'.join(parts)})$", flags)


INPUT = _pattern(
    r"x\w*|\w*_x|inp\w*|in_?|input\w*|data|seq\w*|emb\w*|state_below|below|feat(ure)?s?|vectors?|tokens?|u_?t?",
    r"signal|word\w*|ids|indices|i_?t?|obs\w*|frames?|samples?|e|token_ids|sentences?|batch\w*",
)
STATE = _pattern(
    r"h\w*|\w*_h|\w*hidden\w*|\w*states?\w*|s|s_?prev|s_?t\w*|prev\w*|\w*_(prev|tm1|t_1|old|last)",
    r"carry|memory|mem|last|old\w*|last_\w+|initial\w*|init_\w+|h0|hx|m_prev|y_prev|a0|s0|\w+prev",
)
BUFFER = _pattern(r"h_?(new|next|out|dst)|out_h|out|dst|result|new_h|next_h|new_state|h_t_out")
CELL = _pattern(r"c|c_?prev|c_?tm1|cell|cell_?state|c_?0|c0|cx|c_old|old_c")
MASK = _pattern(r"m|m_|m_t|mask\w*|\w*mask|padding\w*|valid|att(n|ention)?(_?(scores?|weights?|t))?")
LENGTHS = _pattern(r"len|lens|lengths?|seq_?len\w*|x_?lens?|\w*_(lens?|lengths?)|sizes")
STEPS = _pattern(r"n_?steps|steps|num_?steps|n_?timesteps|time_?steps|seq_len|seq_length|t_max")
CONFIG = _pattern(
    r"opts?|options?|cfg|conf|config\w*|args|hp|hps|hparams?|params_?cfg|settings|hyper\w*",
    r"model_options|spec|flags|opt",
)
WEIGHTS = _pattern(
    r"p|params?|tparams|parameters|weights|wts|theta|ws|model|vars?|variables|state_dict|net|gates",
    r"w_?dict|weights_?dict|parameter_dict",
)
GENERATOR = _pattern(r"rng|random|random_state|generator|key|numpy_rng|np_rng|prng|rand")
PREFIX = _pattern(r"prefix|name|scope|pp")
ARRAY = _pattern(
    r"[wuvrbkc]\w{0,4}|[wub]_?\w*|\w*(weight|kernel|bias|matrix)\w*|\w+_[wub]|theta_\w+|param_\w+"
)
EXTENT = _pattern(r"\w+_(dims?|sizes?|width|units|len|length|count|features|channels|neurons|cells|nodes)")
FLAG = _pattern(
    r"(is_)?(train\w*|dropout\w*|training|bidirectional|return_\w+|stateful|use_\w+|verbose|debug)",
    r"(is_)?(reuse|inference|eval|test|deterministic|bi|p_?drop\w*|drop_?prob\w*|go_backwards)",
)
LETTERS = re.compile(r"^_?(?:[WUVR]\w{0,4}|B|[bw]|[wub]_?[zrhnucfioxa]{1,2}\d?|b_\w{1,4})$")


def size_role(name: str) -> Role:
    """The role of a constructor argument that may be a number."""
    return next((role for role, pattern in PATTERNS if pattern.match(name)), "unknown")


def constructor_role(name: str) -> Role:
    """The role of a constructor argument."""
    if GENERATOR.match(name):
        return "generator"
    if LETTERS.match(name):
        return "array"
    for role, pattern in _FIRST:
        if pattern.match(name):
            return role
    size = size_role(name)
    if size != "unknown":
        return size
    return "array" if ARRAY.match(name) and not EXTENT.match(name) else "unknown"


def call_role(name: str) -> Role:
    """The role of an argument of a step or a forward pass."""
    if LETTERS.match(name):
        return "array"
    return next((role for role, pattern in _CALL if pattern.match(name)), "unknown")


_FIRST: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("config", CONFIG), ("flag", FLAG), ("weights", WEIGHTS), ("prefix", PREFIX),
)  # fmt: skip
_CALL: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("mask", MASK), ("steps", STEPS), ("lengths", LENGTHS), ("flag", FLAG), ("buffer", BUFFER),
    ("weights", WEIGHTS), ("config", CONFIG), ("generator", GENERATOR), ("prefix", PREFIX),
    ("c", CELL), ("x", INPUT), ("h", STATE), ("array", ARRAY),
)  # fmt: skip

RECURRENT = re.compile(r"^(u|r_|wh|w_h|v|w_rec|r$)|hh|hid|rec|_h$|h$")


def array_kind(name: str) -> Literal["input", "recurrent", "bias"]:
    """What an array argument usually holds: `Wx`, `U_r`, `bias` …"""
    low = name.lower().strip("_")
    if low.startswith(("b", "c_", "bias")) or "bias" in low or low.endswith("_b"):
        return "bias"
    if not RECURRENT.search(low):
        return "input"
    joined = re.search(r"^w_?x|x_?h$|^wxh|ih", low)
    return "input" if joined else "recurrent"
