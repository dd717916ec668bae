import torch
from torch import nn


class Zelle(nn.Module):
    def __init__(self, eingabe, breite):
        super().__init__()
        self.eingabe_tore = nn.Linear(eingabe, 2 * breite)
        self.zustand_tore = nn.Linear(breite, 2 * breite, bias=False)
        self.eingabe_neu = nn.Linear(eingabe, breite)
        self.zustand_neu = nn.Linear(breite, breite, bias=False)

    def forward(self, wort, zustand):
        tore = torch.sigmoid(self.eingabe_tore(wort) + self.zustand_tore(zustand))
        behalten, vergessen = tore.chunk(2, dim=-1)
        neu = torch.tanh(self.eingabe_neu(wort) + self.zustand_neu(vergessen * zustand))
        return behalten * zustand + (1 - behalten) * neu


class Leser(nn.Module):
    """Liest Saetze (stapel, zeit, eingabe); laengen gibt die wahre Laenge jedes Satzes an."""

    def __init__(self, eingabe, breite):
        super().__init__()
        self.zelle = Zelle(eingabe, breite)
        self.breite = breite

    def forward(self, saetze, laengen):
        n, zeit, _ = saetze.shape
        zustand = saetze.new_zeros(n, self.breite)
        alle = []
        for t in range(zeit):
            naechster = self.zelle(saetze[:, t], zustand)
            aktiv = (t <= laengen).to(saetze.dtype).unsqueeze(1)
            zustand = aktiv * naechster + (1 - aktiv) * zustand
            alle.append(zustand)
        return torch.stack(alle, 1), zustand
