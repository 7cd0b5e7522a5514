"""What blocks know of each other: shapes while a network is built, tensors while it runs."""

from dataclasses import dataclass, field

import torch


@dataclass(frozen=True)
class Spec:
    """What flows between blocks, for one example: a vector (D,), an image (channels, height,
    width), tokens (T,) or a sequence (T, D). In a batch of B the last two lie step by step, (T, B)
    and (T, B, D)."""

    kind: str
    shape: tuple


@dataclass
class Context:
    """What a block may use while a network is built."""

    vocabulary: int = 0  # how many tokens there are
    memory: Spec | None = None  # in a decoder: the encoder's output
    states: list = field(default_factory=list)  # widths of the encoder's recurrent layers


@dataclass
class Flow:
    """What a block may use, and leave for later ones, while a network runs."""

    mask: torch.Tensor | None = None  # (T, B), 1 at tokens; missing when nothing was padded
    memory: torch.Tensor | None = None  # (S, B, D), the encoder's output
    memory_mask: torch.Tensor | None = None  # (S, B)
    states: list = field(default_factory=list)  # last states (B, H) of the encoder's layers
    embedding: torch.Tensor | None = None  # (V, D), the last embedding's table
