"""Normalization over an example's own numbers. The variance is the biased one; eps stands within the
root."""

import torch
from torch import nn


def undecayed(values):
    """A parameter that L1, L2 and decay leave alone."""
    parameter = nn.Parameter(values)
    parameter.decays = False
    return parameter


class LayerNorm(nn.Module):
    """Mean 0 and variance 1 over the last extent, or over a whole image."""

    def __init__(self, spec, context, *, eps=1e-5):
        super().__init__()
        self.spec, self.eps = spec, eps
        shape = spec.shape if spec.kind == "image" else spec.shape[-1:]
        self.weight = undecayed(torch.ones(shape))
        self.bias = nn.Parameter(torch.zeros(shape))

    def forward(self, x, flow):
        # F.layer_norm leaves rounding of a single number, where its distance to itself is zero
        over = tuple(range(-self.weight.dim(), 0))
        centered = x - x.mean(over, keepdim=True)
        variance = centered.pow(2).mean(over, keepdim=True)
        return {"value": self.weight * centered * (variance + self.eps).rsqrt() + self.bias}


class RmsNorm(nn.Module):
    """Mean square 1 over the last extent."""

    def __init__(self, spec, context, *, eps=1e-5):
        super().__init__()
        self.spec, self.eps = spec, eps
        self.weight = undecayed(torch.ones(spec.shape[-1]))

    def forward(self, x, flow):
        return {"value": self.weight * x * (x.pow(2).mean(-1, keepdim=True) + self.eps).rsqrt()}


BLOCKS = {"layer_norm": LayerNorm, "rms_norm": RmsNorm}
