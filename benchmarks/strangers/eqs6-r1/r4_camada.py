"""Mini-framework de camadas (estilo Keras), so com NumPy. Trabalho da disciplina de redes neurais."""
import numpy as np


class Camada:
    def __init__(self):
        self.pesos = {}
        self.construida = False

    def adiciona_peso(self, nome, forma, inicio="glorot"):
        if inicio == "zeros":
            valor = np.zeros(forma)
        else:
            limite = np.sqrt(6.0 / sum(forma))
            valor = np.random.uniform(-limite, limite, forma)
        self.pesos[nome] = valor
        setattr(self, nome, valor)
        return valor

    def constroi(self, forma_entrada):
        raise NotImplementedError

    def chama(self, entrada):
        raise NotImplementedError

    def __call__(self, entrada):
        if not self.construida:
            self.constroi(entrada.shape)
            self.construida = True
        return self.chama(entrada)


class GRUCamada(Camada):
    """Entrada (lote, tempo, atributos) -> saida (lote, tempo, unidades)."""

    def __init__(self, unidades, entrada_dim):
        super().__init__()
        self.unidades = unidades
        self.constroi((None, None, entrada_dim))
        self.construida = True

    def constroi(self, forma_entrada):
        d, n = forma_entrada[-1], self.unidades
        for porta in ("esquece", "atualiza", "novo"):
            self.adiciona_peso("W_" + porta, (d, n))
            self.adiciona_peso("R_" + porta, (n, n))
            self.adiciona_peso("b_" + porta, (n,), "zeros")

    @staticmethod
    def _sig(a):
        return 0.5 * (np.tanh(0.5 * a) + 1.0)

    def _passo(self, x, e):
        esq = self._sig(x @ self.W_esquece + e @ self.R_esquece + self.b_esquece)
        atu = self._sig(x @ self.W_atualiza + e @ self.R_atualiza + self.b_atualiza)
        novo = np.tanh(x @ self.W_novo + (esq * e) @ self.R_novo + self.b_novo)
        return novo - atu * (novo - e)

    def chama(self, entrada):
        lote, tempo, _ = entrada.shape
        estado = np.zeros((lote, self.unidades))
        saidas = np.zeros((lote, tempo, self.unidades))
        for t in range(tempo):
            estado = saidas[:, t] = self._passo(entrada[:, t], estado)
        return saidas
