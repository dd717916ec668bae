import abc


class Module(abc.ABC):
    def __init__(self):
        self._params = {}

    def register(self, name, value):
        self._params[name] = value

    def __getattr__(self, name):
        params = self.__dict__.get("_params", {})
        if name in params:
            return params[name]
        raise AttributeError(name)

    @abc.abstractmethod
    def forward(self, *args):
        ...

    def __call__(self, *args):
        return self.forward(*args)
