import dataclasses
import torch


@dataclasses.dataclass
class Shape:
    features: int
    hidden_size: int
    num_layers: int = 2


class Floor(torch.nn.Module):
    def __init__(self, below, size):
        super().__init__()
        self.gates = torch.nn.Linear(below + size, 2 * size)
        self.memory_x = torch.nn.Linear(below, size)
        self.memory_h = torch.nn.Linear(size, size)

    def forward(self, x, h):
        reset, write = self.gates(torch.cat((h, x), 1)).sigmoid().chunk(2, 1)
        proposal = (self.memory_x(x) + reset * self.memory_h(h)).tanh()
        return h + write * (proposal - h)


class Tower(torch.nn.Module):
    """Floors on top of each other; one floor runs over the whole sequence before the next one starts."""

    def __init__(self, shape: Shape):
        super().__init__()
        widths = [shape.features] + [shape.hidden_size] * shape.num_layers
        self.floors = torch.nn.ModuleList(Floor(a, b) for a, b in zip(widths, widths[1:]))
        self.size = shape.hidden_size

    def forward(self, x):
        """(batch, time, features) -> top states (batch, time, hidden), last states (layers, batch, hidden)"""
        lasts = []
        current = x
        for floor in self.floors:
            h = x.new_zeros(x.shape[0], self.size)
            states = []
            for t in range(x.shape[1]):
                h = floor(current[:, t], h)
                states.append(h)
            current = torch.stack(states, 1)
            lasts.append(h)
        return current, torch.stack(lasts)
