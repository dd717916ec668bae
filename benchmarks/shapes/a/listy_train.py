# adding problem, stdlib only
import math, random, time

N, H = 2, 6
random.seed(1)
params = {
    'in':  {g: [[random.uniform(-.4, .4) for _ in range(N)] for _ in range(H)] for g in 'zrn'},
    'rec': {g: [[random.uniform(-.4, .4) for _ in range(H)] for _ in range(H)] for g in 'zrn'},
}

def sigma(a):
    return 1 / (1 + math.exp(-a))

def row(m, v):
    s = 0.
    for a, b in zip(m, v):
        s += a * b
    return s

def gru(p, x, h):
    # no biases
    z = [sigma(row(p['in']['z'][i], x) + row(p['rec']['z'][i], h)) for i in range(H)]
    r = [sigma(row(p['in']['r'][i], x) + row(p['rec']['r'][i], h)) for i in range(H)]
    g = [r[i] * h[i] for i in range(H)]
    n = [math.tanh(row(p['in']['n'][i], x) + row(p['rec']['n'][i], g)) for i in range(H)]
    return [h[i] + z[i] * (n[i] - h[i]) for i in range(H)]

start = time.time()
best = 1e9
it = 0
while True:
    it += 1
    h = [0.] * H
    want = 0.
    for t in range(10):
        x = [random.random(), float(random.random() < .2)]
        want += x[0] * x[1]
        h = gru(params, x, h)
    loss = (sum(h) - want) ** 2
    g = random.choice('zrn')
    i, j = random.randrange(H), random.randrange(H)
    old = params['rec'][g][i][j]
    params['rec'][g][i][j] += random.gauss(0, .01)
    if loss < best:
        best = loss
    else:
        params['rec'][g][i][j] = old
    if it % 1000 == 0:
        print(it, best, time.time() - start)
