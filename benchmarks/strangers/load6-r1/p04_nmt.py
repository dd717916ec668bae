"""Neural machine translation with additive attention (Bahdanau et al. 2015), own cells."""
import random
import torch
import torch.nn as nn
import torch.nn.functional as F

SOS, EOS, MAX_LEN = 0, 1, 12
config = {"src_vocab": 4000, "tgt_vocab": 3000, "emb": 64, "hid": 128, "teacher": 0.5}


class Cell(nn.Module):
    def __init__(self, emb, hid):
        super().__init__()
        self.zr = nn.Linear(emb + hid, 2 * hid)
        self.n = nn.Linear(emb + hid, hid)

    def forward(self, x, h):
        z, r = torch.sigmoid(self.zr(torch.cat((x, h), dim=1))).chunk(2, dim=1)
        n = torch.tanh(self.n(torch.cat((x, r * h), dim=1)))
        return (1 - z) * h + z * n


class Encoder(nn.Module):
    def __init__(self, vocab, emb, hid):
        super().__init__()
        self.hid = hid
        self.embed = nn.Embedding(vocab, emb)
        self.cell = Cell(emb, hid)

    def forward(self, src):
        # src: (batch, time)
        h = torch.zeros(src.size(0), self.hid, device=src.device)
        outs = []
        for w in self.embed(src).unbind(dim=1):
            h = self.cell(w, h)
            outs.append(h)
        return torch.stack(outs, dim=1), h


class Attention(nn.Module):
    def __init__(self, hid):
        super().__init__()
        self.W = nn.Linear(hid, hid, bias=False)
        self.U = nn.Linear(hid, hid, bias=False)
        self.v = nn.Linear(hid, 1, bias=False)

    def forward(self, query, keys):
        score = self.v(torch.tanh(self.W(query).unsqueeze(1) + self.U(keys))).squeeze(2)
        alpha = F.softmax(score, dim=1)
        return torch.bmm(alpha.unsqueeze(1), keys).squeeze(1), alpha


class Decoder(nn.Module):
    def __init__(self, vocab, emb, hid):
        super().__init__()
        self.embed = nn.Embedding(vocab, emb)
        self.attention = Attention(hid)
        self.cell = Cell(emb + hid, hid)
        self.out = nn.Linear(hid, vocab)

    def forward(self, token, h, enc_outs):
        context, alpha = self.attention(h, enc_outs)
        h = self.cell(torch.cat((self.embed(token), context), dim=1), h)
        return F.log_softmax(self.out(h), dim=1), h, alpha


def train_step(encoder, decoder, opt, src, tgt):
    opt.zero_grad()
    outs, h = encoder(src)
    token = torch.full((src.size(0),), SOS)
    loss = 0
    for t in range(tgt.size(1)):
        logp, h, _ = decoder(token, h, outs)
        loss = loss + F.nll_loss(logp, tgt[:, t])
        token = tgt[:, t] if random.random() < config["teacher"] else logp.argmax(1)
    loss.backward()
    opt.step()
    return loss.item() / tgt.size(1)


if __name__ == "__main__":
    enc = Encoder(config["src_vocab"], config["emb"], config["hid"])
    dec = Decoder(config["tgt_vocab"], config["emb"], config["hid"])
    opt = torch.optim.Adam(list(enc.parameters()) + list(dec.parameters()), 1e-3)
    for i in range(100):
        print(train_step(enc, dec, opt, torch.randint(4000, (16, 9)), torch.randint(3000, (16, 7))))
