"""What linear models and perceptrons are made of."""

import torch
import torch.nn.functional as F
from torch import nn

from .flow import Spec

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": F.relu,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
    "elu": F.elu,
    "gelu": F.gelu,
    "silu": F.silu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
}

# weight (inputs, units), inputs, units
INITIALIZERS = {
    "zeros": lambda w, i, o: w.zero_(),
    "normal": lambda w, i, o: w.normal_(0, 0.05),
    "uniform": lambda w, i, o: w.uniform_(-0.5, 0.5),
    "xavier_uniform": lambda w, i, o: w.uniform_(-1, 1).mul_((6 / (i + o)) ** 0.5),
    "xavier_normal": lambda w, i, o: w.normal_(0, (2 / (i + o)) ** 0.5),
    "he_uniform": lambda w, i, o: w.uniform_(-1, 1).mul_((6 / i) ** 0.5),
    "he_normal": lambda w, i, o: w.normal_(0, (2 / i) ** 0.5),
    "lecun_uniform": lambda w, i, o: w.uniform_(-1, 1).mul_((3 / i) ** 0.5),
    "lecun_normal": lambda w, i, o: w.normal_(0, (1 / i) ** 0.5),
    "orthogonal": lambda w, i, o: nn.init.orthogonal_(w),
}


class Dense(nn.Module):
    """y = activation(x W + b): (..., inputs) -> (..., units)"""

    def __init__(self, spec, context, *, units=8, activation="tanh",
                 initializer="xavier_uniform", bias=True, initial_bias=0.0):
        super().__init__()
        inputs = spec.shape[-1]
        self.spec = Spec(spec.kind, (*spec.shape[:-1], units))
        self.weight = nn.Parameter(torch.empty(inputs, units))
        self.bias = nn.Parameter(torch.full((units,), float(initial_bias))) if bias else None
        self.activation = ACTIVATIONS[activation]
        with torch.no_grad():
            INITIALIZERS[initializer](self.weight, inputs, units)

    def forward(self, x, flow):
        linear = x @ self.weight
        if self.bias is not None:
            linear = linear + self.bias
        return {"linear": linear, "activation": self.activation(linear)}


class Output(nn.Module):
    """The head: a dense layer whose units follow from task and loss. Tied, its weight is the last
    embedding's table."""

    def __init__(self, spec, context, units, *, activation="linear",
                 initializer="xavier_uniform", bias=True, initial_bias=0.0, tied=False):
        super().__init__()
        inputs = spec.shape[-1]
        self.tied = tied
        if not tied:
            self.weight = nn.Parameter(torch.empty(inputs, units))
            with torch.no_grad():
                INITIALIZERS[initializer](self.weight, inputs, units)
        self.bias = nn.Parameter(torch.full((units,), float(initial_bias))) if bias else None
        self.activation = ACTIVATIONS[activation]

    def forward(self, x, flow):
        linear = x @ (flow.embedding.T if self.tied else self.weight)
        if self.bias is not None:
            linear = linear + self.bias
        return {"linear": linear, "activation": self.activation(linear)}


class Activation(nn.Module):
    """y = function(x), element by element"""

    def __init__(self, spec, context, *, function="relu"):
        super().__init__()
        self.spec = spec
        self.function = ACTIVATIONS[function]

    def forward(self, x, flow):
        return {"value": self.function(x)}


class Dropout(nn.Module):
    """In training, x or 0; what is left is scaled up to keep the mean."""

    def __init__(self, spec, context, *, rate=0.2):
        super().__init__()
        self.spec = spec
        self.rate = rate

    def forward(self, x, flow):
        return {"value": flow.drop(x, self.rate, self, "value")}


class Features(nn.Module):
    """Columns made of one or two inputs: (B, 1 or 2) -> (B, number of columns)"""

    COLUMNS = {
        "x1": lambda x: x[:, 0],
        "x2": lambda x: x[:, 1],
        "x1_squared": lambda x: x[:, 0] ** 2,
        "x2_squared": lambda x: x[:, 1] ** 2,
        "x1_x2": lambda x: x[:, 0] * x[:, 1],
        "sin_x1": lambda x: torch.sin(x[:, 0]),
        "sin_x2": lambda x: torch.sin(x[:, 1]),
    }

    def __init__(self, spec, context, *, x1=True, x2=True, x1_squared=False, x2_squared=False,
                 x1_x2=False, sin_x1=False, sin_x2=False):
        super().__init__()
        on = (x1, x2, x1_squared, x2_squared, x1_x2, sin_x1, sin_x2)
        self.columns = [f for f, wanted in zip(self.COLUMNS.values(), on) if wanted]
        self.spec = Spec("vector", (len(self.columns),))

    def forward(self, x, flow):
        return {"value": torch.stack([column(x) for column in self.columns], 1)}


class Flatten(nn.Module):
    """image (B, channels, height, width) -> vector (B, pixels)"""

    def __init__(self, spec, context):
        super().__init__()
        self.spec = Spec("vector", (torch.Size(spec.shape).numel(),))

    def forward(self, x, flow):
        return {"value": x.flatten(1)}


BLOCKS = {
    "features": Features,
    "dense": Dense,
    "activation": Activation,
    "dropout": Dropout,
    "flatten": Flatten,
}
