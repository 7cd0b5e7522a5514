"""Blocks, and the network they are stacked into.

A block's forward returns its nodes by name, the last of them being what the next block takes; the
network's returns all of them, {"dense_1/activation": ...}.
"""

import torch
import torch.nn.functional as F
from torch import nn

from .kinds import make

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
}


class Dense(nn.Module):
    """y = activation(x W + b): (B, inputs) -> (B, units)"""

    def __init__(self, shape, *, units=8, activation="tanh", initializer="xavier_uniform",
                 bias=True, initial_bias=0.0):
        super().__init__()
        (inputs,) = shape
        self.shape = (units,)
        self.weight = nn.Parameter(torch.empty(inputs, units))
        self.bias = nn.Parameter(torch.full((units,), float(initial_bias))) if bias else None
        self.activation = ACTIVATIONS[activation]
        with torch.no_grad():
            INITIALIZERS[initializer](self.weight, inputs, units)

    def forward(self, x):
        linear = x @ self.weight
        if self.bias is not None:
            linear = linear + self.bias
        return {"linear": linear, "activation": self.activation(linear)}


class Output(Dense):
    """The head: a dense layer whose units follow from task and loss."""

    def __init__(self, shape, units, *, activation="linear", initializer="xavier_uniform",
                 bias=True, initial_bias=0.0):
        super().__init__(shape, units=units, activation=activation, initializer=initializer,
                         bias=bias, initial_bias=initial_bias)


class Activation(nn.Module):
    """y = function(x), element by element"""

    def __init__(self, shape, *, function="relu"):
        super().__init__()
        self.shape = shape
        self.function = ACTIVATIONS[function]

    def forward(self, x):
        return {"value": self.function(x)}


class Dropout(nn.Module):
    """In training, x or 0; what is left is scaled up to keep the mean."""

    def __init__(self, shape, *, rate=0.2):
        super().__init__()
        self.shape = shape
        self.rate = rate

    def forward(self, x):
        return {"value": F.dropout(x, self.rate, self.training)}


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

    def __init__(self, shape, *, x1=True, x2=True, x1_squared=False, x2_squared=False, x1_x2=False,
                 sin_x1=False, sin_x2=False):
        super().__init__()
        on = (x1, x2, x1_squared, x2_squared, x1_x2, sin_x1, sin_x2)
        self.columns = [f for f, wanted in zip(self.COLUMNS.values(), on) if wanted]
        self.shape = (len(self.columns),)

    def forward(self, x):
        return {"value": torch.stack([column(x) for column in self.columns], 1)}


class Flatten(nn.Module):
    """image (B, channels, height, width) -> vector (B, pixels)"""

    def __init__(self, shape):
        super().__init__()
        self.shape = (torch.Size(shape).numel(),)

    def forward(self, x):
        return {"value": x.flatten(1)}


BLOCKS = {
    "features": Features,
    "dense": Dense,
    "activation": Activation,
    "dropout": Dropout,
    "flatten": Flatten,
}


class Network(nn.Module):
    """The model of an experiment: for inputs of a shape, without the batch, so many outputs (see
    Loss.width), and a loss."""

    def __init__(self, model, shape, outputs, loss):
        super().__init__()
        self.loss = loss
        shape = tuple(shape)
        count = {}
        for layer in model["layers"]:
            kind = layer["kind"]
            count[kind] = count.get(kind, 0) + 1
            block = make(BLOCKS, layer, shape)
            self.add_module(f"{kind}_{count[kind]}", block)
            shape = block.shape
        self.add_module("output", Output(shape, outputs, **model["output"]))

    def forward(self, x, target=None):
        """Every node by name; with a target also loss/example (B) and loss/value, their mean."""
        nodes = {"input": x}
        for name, block in self.named_children():
            for node, value in block(x).items():
                nodes[f"{name}/{node}"] = x = value
        if target is not None:
            nodes["loss/example"] = self.loss.each(x, target)
            nodes["loss/value"] = nodes["loss/example"].mean().reshape(1)
        return nodes

    def tensors(self):
        """Parameters by the engine's names."""
        return {name.replace(".", "/"): p for name, p in self.named_parameters()}

    def arrays(self):
        """The parameters' values, for write_safetensors."""
        return {name: p.detach().float().numpy().copy() for name, p in self.tensors().items()}

    def weights(self):
        """The parameters that L1, L2 and decay act on."""
        return [p for name, p in self.named_parameters() if name.endswith(".weight")]

    def load(self, tensors):
        """Takes parameters by the engine's names; others are an error."""
        mine = self.tensors()
        if mine.keys() != tensors.keys():
            raise ValueError(f"The parameters are {', '.join(mine)}, not {', '.join(tensors)}.")
        with torch.no_grad():
            for name, parameter in mine.items():
                values = torch.as_tensor(tensors[name])
                if values.shape != parameter.shape:
                    raise ValueError(f"{name} is {tuple(parameter.shape)}, not {values.shape}.")
                parameter.copy_(values)
