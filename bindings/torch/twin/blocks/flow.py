"""What blocks know of each other: shapes while a network is built, tensors while it runs."""

from dataclasses import dataclass, field

import torch

from ..dropout import Masks, drop


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


@dataclass
class Flow:
    """What a block may use, and leave for later ones, while a network runs."""

    mask: torch.Tensor | None = None  # (T, B), 1 at tokens; missing when nothing was padded
    memory: torch.Tensor | None = None  # (S, B, D), the encoder's output
    memory_mask: torch.Tensor | None = None  # (S, B)
    states: list = field(default_factory=list)  # last (h, c) of the encoder's recurrent layers
    taken: int = 0  # how many of them a decoder's layers have begun with
    embedding: torch.Tensor | None = None  # (V, D), the last embedding's table
    masks: Masks | None = None  # what the engine drops; PyTorch's random numbers where missing

    def drop(self, x, rate, block, node):
        """Dropout in a block, whose result the engine calls `node`."""
        return drop(x, rate, block.training, self.masks, f"{block.path}/{node}")


# --- nodes --------------------------------------------------------------------------------------
# A node is a tensor, or a list of what a recurrence makes step by step; a step may itself be a list
# of parts beside each other. Either way each has a gradient of its own.

class Behind(list):
    """Parts of a step one behind the other, as rows of the first one's width."""


def tensors_of(node):
    """The tensors a node consists of."""
    if isinstance(node, torch.Tensor):
        return [node]
    return [tensor for part in node for tensor in tensors_of(part)]


def value_of(node):
    """The node as one tensor."""
    return _join(node, lambda tensor: tensor.detach())


def gradient_of(node):
    """Its gradient, zero where none arrived; None when it takes none."""
    if not any(tensor.requires_grad for tensor in tensors_of(node)):
        return None
    return _join(node, lambda x: torch.zeros_like(x) if x.grad is None else x.grad)


def _join(node, read):
    if isinstance(node, torch.Tensor):
        return read(node)
    return torch.stack([_join_step(step, read) for step in node])


def _join_step(step, read):
    if isinstance(step, torch.Tensor):
        return read(step)
    parts = [_join_step(part, read) for part in step]
    if isinstance(step, Behind):
        return torch.cat([part.reshape(-1, parts[0].shape[-1]) for part in parts])
    return torch.cat(parts, 1)
