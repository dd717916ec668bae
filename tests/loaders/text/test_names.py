"""First guesses from names."""

import pytest

from gru_doctor.loaders.text.names import array_kind, call_role, constructor_role

CONSTRUCTOR = {
    "input_size": "n_in nin D nx in_features emb_dim feat_dim input_sz obs_size channels dim_word",
    "unknown": "belief_dim wide_size",
    "hidden_size": "hidden_size units cells n_hid H nh num_units mem_dim hdim width n_state dec_hid_dim",
    "array": "Wz U_r bz W U b weight_ih",
    "config": "cfg options args hparams",
    "vocabulary": "vocab_size n_words",
    "layers": "num_layers n_layers depth",
    "generator": "rng key",
    "flag": "bidirectional dropout return_sequences is_training",
}
CALL = {
    "x": "x xs inp input inputs X state_below obs x_t tokens",
    "h": "h h0 hidden state states carry prev_h a_prev h_tm1 hx hprev init_states",
    "array": "Wz Uz bz W U b",
    "weights": "params p tparams theta weights",
    "mask": "mask src_mask m_",
    "lengths": "lengths seq_lengths",
    "steps": "n_steps",
    "buffer": "h_new out",
    "c": "c c_prev",
}


@pytest.mark.parametrize(
    ("name", "role"), [(n, role) for role, names in CONSTRUCTOR.items() for n in names.split()]
)
def test_constructor_arguments(name: str, role: str) -> None:
    assert constructor_role(name) == role


@pytest.mark.parametrize(("name", "role"), [(n, role) for role, names in CALL.items() for n in names.split()])
def test_call_arguments(name: str, role: str) -> None:
    assert call_role(name) == role


def test_kinds_of_arrays() -> None:
    kinds = {n: array_kind(n) for n in ("Wx", "Wz", "U_r", "Whh", "weight_ih", "bz", "bias_hh")}
    recurrent = {n for n, kind in kinds.items() if kind == "recurrent"}
    assert recurrent == {"U_r", "Whh"}
    assert {n for n, kind in kinds.items() if kind == "bias"} == {"bz", "bias_hh"}
