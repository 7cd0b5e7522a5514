"""From tokens to sequences, and from sequences to vectors."""

import torch
import torch.nn.functional as F
from torch import nn

from .basic import INITIALIZERS
from .flow import Spec
from .recurrent import pool


class Embedding(nn.Module):
    """Each token's row of a table: (T, B) -> (T, B, dim)"""

    def __init__(self, spec, context, *, dim=32, initializer="normal", scale=False):
        super().__init__()
        self.spec = Spec("sequence", (spec.shape[0], dim))
        self.weight = nn.Parameter(torch.empty(context.vocabulary, dim))
        self.factor = dim**0.5 if scale else 1.0
        with torch.no_grad():
            INITIALIZERS[initializer](self.weight, dim, dim)

    def forward(self, x, flow):
        flow.mask = (x != 0).to(self.weight.dtype)
        flow.embedding = self.weight
        return {"mask": flow.mask, "value": self.factor * F.embedding(x.long(), self.weight)}


class OneHot(nn.Module):
    """1 in the token's column: (T, B) -> (T, B, V)"""

    def __init__(self, spec, context):
        super().__init__()
        self.vocabulary = context.vocabulary
        self.spec = Spec("sequence", (spec.shape[0], self.vocabulary))

    def forward(self, x, flow):
        flow.mask = (x != 0).to(x.dtype)
        return {"mask": flow.mask, "value": F.one_hot(x.long(), self.vocabulary).to(x.dtype)}


class PoolSequence(nn.Module):
    """The last step that counts, or mean or maximum over those that do: (T, B, D) -> (B, D)"""

    def __init__(self, spec, context, *, method="mean"):
        super().__init__()
        self.method = method
        self.spec = Spec("vector", spec.shape[1:])

    def forward(self, x, flow):
        mask, flow.mask = flow.mask, None
        return {"value": pool(x, mask, self.method)}


BLOCKS = {"embedding": Embedding, "one_hot": OneHot, "pool_sequence": PoolSequence}
