import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Meteo(nn.Module):
    """Lot trie ou non ; renvoie l'etat de la derniere heure reelle."""

    def __init__(self, capteurs, etats):
        super().__init__()
        self.recurrent = nn.GRU(capteurs, etats)

    def forward(self, releves, lengths):
        # releves : (temps, lot, capteurs)
        paquet = pack_padded_sequence(releves, lengths.cpu(), enforce_sorted=False)
        sortie, fin = self.recurrent(paquet)
        sortie, _ = pad_packed_sequence(sortie, total_length=releves.size(0))
        return sortie, fin[-1]
