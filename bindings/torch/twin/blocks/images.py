"""Convolution and pooling of images (B, C, H, W), and batch norm."""

import torch
import torch.nn.functional as F
from torch import nn

from .basic import ACTIVATIONS, INITIALIZERS
from .flow import Spec
from .norms import undecayed


def positions(spec, channels, kernel, stride, padding, dilation=1):
    """What a sliding window leaves."""
    side = [(n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1 for n in spec.shape[1:]]
    return Spec("image", (channels, *side))


class Conv2d(nn.Module):
    """(B, C, H, W) -> (B, channels, OH, OW)"""

    def __init__(self, spec, context, *, channels=8, kernel=3, stride=1, padding=1, dilation=1,
                 groups=1, activation="relu", initializer="he_uniform", bias=True):
        super().__init__()
        self.spec = positions(spec, channels, kernel, stride, padding, dilation)
        inputs = spec.shape[0] // groups
        self.weight = nn.Parameter(torch.empty(channels, inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(channels)) if bias else None
        self.window = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        self.activation = ACTIVATIONS[activation]
        with torch.no_grad():
            INITIALIZERS[initializer](self.weight, inputs * kernel**2,
                                      channels // groups * kernel**2)

    def forward(self, x, flow):
        linear = F.conv2d(x, self.weight, self.bias, **self.window)
        return {"linear": linear, "activation": self.activation(linear)}


class Pool2d(nn.Module):
    def __init__(self, pool, spec, kernel, stride, padding):
        super().__init__()
        self.spec = positions(spec, spec.shape[0], kernel, stride, padding)
        self.pool = lambda x: pool(x, kernel, stride, padding)

    def forward(self, x, flow):
        return {"value": self.pool(x)}


def max_pool2d(spec, context, *, kernel=2, stride=2, padding=0):
    return Pool2d(F.max_pool2d, spec, kernel, stride, padding)


def avg_pool2d(spec, context, *, kernel=2, stride=2, padding=0):
    return Pool2d(F.avg_pool2d, spec, kernel, stride, padding)


class GlobalPool(nn.Module):
    """(B, C, H, W) -> (B, C)"""

    def __init__(self, spec, context, *, method="mean"):
        super().__init__()
        self.spec = Spec("vector", spec.shape[:1])
        self.method = method

    def forward(self, x, flow):
        # of equal maxima the first takes the gradient, where amax would share it out
        return {"value": x.mean((2, 3)) if self.method == "mean"
                else F.adaptive_max_pool2d(x, 1).flatten(1)}


class BatchNorm(nn.Module):
    """Each channel by the batch in training, by running statistics otherwise. The running variance
    is the unbiased one, as PyTorch keeps it, and momentum the part that each batch renews."""

    def __init__(self, spec, context, *, momentum=0.1, eps=1e-5):
        super().__init__()
        self.spec, self.momentum, self.eps = spec, momentum, eps
        channels = spec.shape[0]
        self.weight = undecayed(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_variance", torch.ones(channels))

    def forward(self, x, flow):
        return {"value": F.batch_norm(x, self.running_mean, self.running_variance, self.weight,
                                      self.bias, self.training, self.momentum, self.eps)}


BLOCKS = {"conv2d": Conv2d, "max_pool2d": max_pool2d, "avg_pool2d": avg_pool2d,
          "global_pool": GlobalPool, "batch_norm": BatchNorm}
