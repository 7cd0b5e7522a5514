"""Lushan's networks in PyTorch: the same experiment, the same weights, the same numbers.

    experiment = twin.read_experiment(text)
    loss = twin.make_loss(experiment["train"]["loss"])
    target = twin.Target("classes", 3)
    spec = twin.Spec("vector", (2,))
    network = twin.Network(experiment["model"], spec, loss.width(target), loss)
    network.load(twin.read_safetensors(file_bytes).tensors)
    trainer = twin.Trainer(network, experiment["train"])
    trainer.step(x, loss.encode(classes, 3))

A parameter is called as in the page, dense_1/weight, and stored (inputs, units): y = x W + b.
"""

from .blocks import (
    ACTIVATIONS, BLOCKS, INITIALIZERS, Spec, gradient_of, tensors_of, value_of,
)
from .dropout import Masks
from .experiment import read_experiment
from .losses import LOSSES, Target, make_loss
from .network import Network
from .safetensors import Safetensors, read_safetensors, write_safetensors
from .training import OPTIMIZERS, SCHEDULES, Trainer

__all__ = [
    "ACTIVATIONS", "BLOCKS", "INITIALIZERS", "LOSSES", "Masks", "OPTIMIZERS", "SCHEDULES",
    "Network", "Safetensors", "Spec", "Target", "Trainer", "gradient_of", "make_loss",
    "read_experiment", "read_safetensors", "tensors_of", "value_of", "write_safetensors",
]
