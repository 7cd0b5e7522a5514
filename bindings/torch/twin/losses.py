"""Losses: from prediction and target to the loss of each example, (B, W), (B, W) -> (B)."""

from dataclasses import dataclass
from typing import Callable

import torch
import torch.nn.functional as F

from .kinds import make


@dataclass(frozen=True)
class Target:
    """What a task asks for: `count` real values, one of `count` classes, or tokens of `count`."""

    kind: str  # "values", "classes" or "tokens"
    count: int
    length: int = 1  # of an answer in tokens


@dataclass(frozen=True)
class Loss:
    """How examples are judged, and how a class becomes the numbers that are compared.

    coding: "signs", +1 for the class and -1 for the others; "bits", 1 and 0; "index", one column
    with the class's index. Under signs and bits two classes share one column, high for the second.
    """

    each: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    coding: str
    takes_values: bool

    def width(self, target):
        """Outputs that a network needs."""
        if target.kind == "tokens":
            return target.count
        if target.kind == "values":
            if not self.takes_values:
                raise ValueError("This loss compares classes; choose squared, absolute or huber.")
            return target.count
        return 1 if target.count == 2 and self.coding != "index" else target.count

    def encode(self, classes, count):
        """(B) class indices -> (B, 1) or (B, count) as the loss compares them."""
        if self.coding == "index":
            return classes[:, None].float()
        low = -1.0 if self.coding == "signs" else 0.0
        if count == 2:
            return torch.where(classes[:, None] == 1, 1.0, low)
        return torch.where(F.one_hot(classes, count) == 1, 1.0, low)


def squared():
    return Loss(lambda y, t: F.mse_loss(y, t, reduction="none").mean(1), "signs", True)


def half_squared():
    return Loss(lambda y, t: 0.5 * F.mse_loss(y, t, reduction="none").mean(1), "signs", True)


def absolute():
    return Loss(lambda y, t: F.l1_loss(y, t, reduction="none").mean(1), "signs", True)


def huber(*, delta=1.0):
    def each(y, t):
        return F.huber_loss(y, t, reduction="none", delta=delta).mean(1)

    return Loss(each, "signs", True)


def hinge():
    return Loss(lambda y, t: F.relu(1 - t * y).mean(1), "signs", False)


def binary_cross_entropy(*, label_smoothing=0.0):
    def each(logit, t):
        t = t * (1 - label_smoothing) + label_smoothing / 2
        return F.binary_cross_entropy_with_logits(logit, t, reduction="none").mean(1)

    return Loss(each, "bits", False)


def cross_entropy(*, label_smoothing=0.0):
    def each(logits, t):
        return F.cross_entropy(
            logits, t[:, 0].long(), reduction="none", label_smoothing=label_smoothing)

    return Loss(each, "index", False)


LOSSES = {loss.__name__: loss for loss in (
    cross_entropy, binary_cross_entropy, squared, half_squared, absolute, huber, hinge)}


def make_loss(document):
    """The loss of an experiment's train.loss."""
    return make(LOSSES, document)
