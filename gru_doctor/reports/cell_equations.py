"""The four equations of a convention as a person writes them."""

from __future__ import annotations

from gru_doctor.records import Card, Convention

UNTOLD = "cannot be told"


def cell_equations(card: Card, c: Convention) -> dict[str, str]:
    """The equations update, reset, candidate and blend; none for what is no plain GRU."""
    if card.kind != "gru" or c.variant:
        return {}
    return {
        "update": f"z = {_gate(c, 'z')}",
        "reset": f"r = {_gate(c, 'r')}",
        "candidate": _candidate(c),
        "blend": _blend(c),
    }


def _gate(c: Convention, gate: str) -> str:
    second = f" + c_{gate}" if c.biases == "2" else ""
    return f"{_symbol(c.gate_activation)}(x W_{gate} + h U_{gate}{_bias(c, gate)}{second})"


def _candidate(c: Convention) -> str:
    if c.reset is None:
        return UNTOLD
    second = " + c_n" if c.biases in ("2", "input+candidate") else ""
    if c.reset == "before":
        inside = f"x W_n + (r ⊙ h) U_n{_bias(c, 'n')}{second}"
    else:
        product = f"(h U_n{second})" if second else "(h U_n)"
        inside = f"x W_n{_bias(c, 'n')} + r ⊙ {product}"
    return f"n = {_symbol(c.candidate_activation)}({inside})"


def _blend(c: Convention) -> str:
    if c.update is None:
        return UNTOLD
    return "h' = z ⊙ h + (1 − z) ⊙ n" if c.update == "keeps" else "h' = (1 − z) ⊙ h + z ⊙ n"


def _bias(c: Convention, gate: str) -> str:
    return "" if c.biases == "0" else f" + b_{gate}"


def _symbol(activation: str) -> str:
    return {"sigmoid": "σ"}.get(activation, activation)
