import torch
import torch.nn.functional as F
import pytorch_lightning as pl
from torch import nn, Tensor
from torchmetrics import Accuracy
from typing import Optional, Tuple


class GatedCell(nn.Module):
    """One recurrent step. The two gates share one projection, the candidate has its own."""

    def __init__(self, in_features: int, hidden: int):
        super().__init__()
        self.gates = nn.Linear(in_features + hidden, 2 * hidden)
        self.cand = nn.Linear(in_features + hidden, hidden)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        update, reset = self.gates(torch.cat([x, h], dim=-1)).sigmoid().chunk(2, dim=-1)
        proposal = self.cand(torch.cat([x, reset * h], dim=-1)).sigmoid()
        return torch.lerp(h, proposal, update)


class LitClassifier(pl.LightningModule):
    def __init__(self, in_features: int = 8, hidden: int = 32, classes: int = 4, lr: float = 1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.cell = GatedCell(in_features, hidden)
        self.head = nn.Linear(hidden, classes)
        self.acc = Accuracy(task="multiclass", num_classes=classes)

    def forward(self, x: Tensor, h: Optional[Tensor] = None) -> Tensor:
        h = x.new_zeros(x.size(0), self.hparams.hidden) if h is None else h
        for t in range(x.size(1)):
            h = self.cell(x[:, t], h)
        return self.head(h)

    def training_step(self, batch: Tuple[Tensor, Tensor], batch_idx: int) -> Tensor:
        x, y = batch
        logits = self(x)
        self.log("acc", self.acc(logits, y))
        return F.cross_entropy(logits, y)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)


if __name__ == "__main__":
    pl.Trainer(max_epochs=3).fit(LitClassifier())
