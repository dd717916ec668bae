"""The backward rules as a person writes them, with a blank for each cached value they read.

Written for z that keeps and reset before the product, the commonest form; `AFTER` holds the lines
that read otherwise with reset after the product. m is the product h U_n + c_n there.
"""

from __future__ import annotations

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "difference": "dz = dh' ⊙ ({h} − {n})",
    "dz": "dz = dh' ⊙ ({h} − {n})",
    "dn": "dn = dh' ⊙ (1 − {z})",
    "slope_n": "da_n = dn ⊙ (1 − {n}²)",
    "da_n": "da_n = dn ⊙ (1 − {n}²)",
    "dm": "dm = da_n",
    "do": "do = dm U_nᵀ",
    "dr": "dr = do ⊙ {h}",
    "slope_r": "da_r = dr ⊙ {r} ⊙ (1 − {r})",
    "da_r": "da_r = dr ⊙ {r} ⊙ (1 − {r})",
    "slope_z": "da_z = dz ⊙ {z} ⊙ (1 − {z})",
    "da_z": "da_z = dz ⊙ {z} ⊙ (1 − {z})",
    "dh.direct": "dh += dh' ⊙ {z}",
    "dh.candidate": "dh += do ⊙ {r}",
    "dh.update": "dh += da_z U_zᵀ",
    "dh.reset": "dh += da_r U_rᵀ",
    "dx.update": "dx += da_z W_zᵀ",
    "dx.reset": "dx += da_r W_rᵀ",
    "dx.candidate": "dx += da_n W_nᵀ",
    "dW_z": "dW_z += xᵀ da_z",
    "dW_r": "dW_r += xᵀ da_r",
    "dW_n": "dW_n += xᵀ da_n",
    "dU_z": "dU_z += {h}ᵀ da_z",
    "dU_r": "dU_r += {h}ᵀ da_r",
    "dU_n": "dU_n += {rh}ᵀ dm",
    "db_z": "db_z += Σ da_z",
    "db_r": "db_r += Σ da_r",
    "db_n": "db_n += Σ da_n",
    "dc_z": "dc_z += Σ da_z",
    "dc_r": "dc_r += Σ da_r",
    "dc_n": "dc_n += Σ dm",
}

AFTER: Mapping[str, str] = {
    "dm": "dm = da_n ⊙ {r}",
    "dr": "dr = da_n ⊙ {m}",
    "dh.candidate": "dh += dm U_nᵀ",
    "dU_n": "dU_n += {h}ᵀ dm",
}

SYMBOLS: Mapping[str, str] = {"h": "h", "z": "z", "r": "r", "n": "n", "rh": "(r ⊙ h)", "m": "m"}


def formula(name: str, *, after: bool = False, **read: str) -> str:
    """The line of a rule; `read` puts another value's symbol where one belongs (h="h'")."""
    template = AFTER[name] if after else TEMPLATES[name]
    return template.format(**{**SYMBOLS, **read})


def quantity(name: str) -> str:
    """The left-hand side of a rule's line: what it gives (dz, da_z, dh, dW_n …)."""
    return TEMPLATES[name].split(" ")[0]
