import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter

BATCH_SIZE = 64
INPUT_DIM = 28
HIDDEN_DIM = 128
N_CLASSES = 10

device = torch.device('cuda')
writer = SummaryWriter('runs/mnist_rows')


class MyGRU(nn.Module):
    """Reads an image row by row."""

    def __init__(self):
        super().__init__()
        self.x2h = nn.Linear(INPUT_DIM, 3 * HIDDEN_DIM)
        self.h2h = nn.Linear(HIDDEN_DIM, 3 * HIDDEN_DIM)

    def forward(self, images):
        hidden = torch.zeros(images.shape[0], HIDDEN_DIM, device=device)
        for t in range(images.shape[1]):
            gx = self.x2h(images[:, t, :])
            gh = self.h2h(hidden)
            xr, xz, xn = torch.split(gx, HIDDEN_DIM, dim=1)
            hr, hz, hn = torch.split(gh, HIDDEN_DIM, dim=1)
            r = torch.sigmoid(xr + hr)
            z = torch.sigmoid(xz + hz)
            n = torch.tanh(xn + r * hn)
            hidden = (1 - z) * n + z * hidden
        return hidden


model = MyGRU().to(device)
readout = nn.Linear(HIDDEN_DIM, N_CLASSES).to(device)
opt = torch.optim.Adam([*model.parameters(), *readout.parameters()])

if __name__ == '__main__':
    from torchvision import datasets, transforms
    data = datasets.MNIST('data', download=True, transform=transforms.ToTensor())
    for step, (img, y) in enumerate(torch.utils.data.DataLoader(data, BATCH_SIZE)):
        loss = nn.functional.cross_entropy(readout(model(img[:, 0].to(device))), y.to(device))
        opt.zero_grad(); loss.backward(); opt.step()
        writer.add_scalar('loss', loss.item(), step)
