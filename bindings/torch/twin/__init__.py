"""Lushan's networks in PyTorch: the same experiment, the same weights, the same numbers.

    experiment = twin.read_experiment(text)
    network = twin.Network(experiment["model"], inputs, experiment["train"]["loss"], target)
    network.load(twin.read_safetensors(file_bytes).tensors)
    trainer = twin.Trainer(network, experiment["train"])
    trainer.step(x, target)

A parameter is called as in the page, dense_1/weight, and stored (inputs, units): y = x W + b.
"""

from .experiment import read_experiment
from .losses import LOSSES, Target
from .network import ACTIVATIONS, BLOCKS, INITIALIZERS, Network
from .safetensors import Safetensors, read_safetensors, write_safetensors
from .training import OPTIMIZERS, SCHEDULES, Trainer

__all__ = [
    "ACTIVATIONS", "BLOCKS", "INITIALIZERS", "LOSSES", "OPTIMIZERS", "SCHEDULES", "Network",
    "Safetensors", "Target", "Trainer", "read_experiment", "read_safetensors", "write_safetensors",
]
