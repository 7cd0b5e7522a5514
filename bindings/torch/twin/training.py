"""Optimizers and schedules by the engine's names, and one training step.

They are torch.optim's with its defaults: Adam and AdamW add eps to the root of the corrected second
moment, RMSprop and Adagrad to the plain root, momentum keeps the rate outside the velocity.
"""

import torch
from torch.optim import SGD, Adagrad, Adam, AdamW, RMSprop
from torch.optim import lr_scheduler

from .dropout import Masks
from .kinds import make


def sgd(parameters, *, lr=0.03):
    return SGD(parameters, lr)


def momentum(parameters, *, lr=0.01, momentum=0.9):
    return SGD(parameters, lr, momentum)


def nesterov(parameters, *, lr=0.01, momentum=0.9):
    return SGD(parameters, lr, momentum, nesterov=momentum > 0)  # with 0 PyTorch refuses the word


def rmsprop(parameters, *, lr=0.01, alpha=0.99, eps=1e-8):
    return RMSprop(parameters, lr, alpha, eps)


def adagrad(parameters, *, lr=0.01, eps=1e-10):
    return Adagrad(parameters, lr, eps=eps)


def adam(parameters, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return Adam(parameters, lr, (beta1, beta2), eps)


def adamw(parameters, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return AdamW(parameters, lr, (beta1, beta2), eps, weight_decay)


OPTIMIZERS = {f.__name__: f for f in (sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw)}


def constant(optimizer):
    return lr_scheduler.LambdaLR(optimizer, lambda step: 1.0)


def step(optimizer, *, size=1000, gamma=0.5):
    return lr_scheduler.StepLR(optimizer, size, gamma)


def exponential(optimizer, *, gamma=0.999):
    return lr_scheduler.ExponentialLR(optimizer, gamma)


def cosine(optimizer, *, period=1000, floor=0.0):
    (group,) = optimizer.param_groups
    return lr_scheduler.CosineAnnealingLR(optimizer, period, eta_min=floor * group["lr"])


def linear(optimizer, *, start=1.0, end=0.0, steps=1000):
    return lr_scheduler.LinearLR(optimizer, start, end, steps)


def warmup(optimizer, *, steps=100, start=0.1):
    def factor(step):
        return start + (1 - start) * min(step, steps) / steps

    return lr_scheduler.LambdaLR(optimizer, factor)


def inverse_sqrt(optimizer, *, warmup=100):
    def factor(step):
        s = step + 1
        return min(s**-0.5, s * warmup**-1.5) * warmup**0.5

    return lr_scheduler.LambdaLR(optimizer, factor)


SCHEDULES = {f.__name__: f for f in (
    constant, step, exponential, cosine, linear, warmup, inverse_sqrt)}


# What "train" holds beside its loss, optimizer and schedule. L1, L2 and decay act on weights only.
TRAIN_OPTIONS = {"batch": 32, "l1": 0.0, "l2": 0.0, "decay": 0.0, "clip_norm": 0.0,
                 "teacher_forcing": 1.0}


class Trainer:
    """Takes training steps on a network as the experiment's "train" says.

    `batch` and `teacher_forcing` are for whoever draws the batches: a step takes what it is given.
    With the experiment's seed, dropout drops what it drops in the engine.
    """

    def __init__(self, network, train, seed=None):
        self.network, self.seed, self.steps = network, seed, 0
        self.optimizer = make(OPTIMIZERS, train["optimizer"], network.parameters())
        self.schedule = make(SCHEDULES, train["schedule"], self.optimizer)
        self.l1, self.l2, self.decay = train["l1"], train["l2"], train["decay"]
        self.batch, self.clip_norm = train["batch"], train["clip_norm"]

    @property
    def rate(self):
        """The learning rate of the next step."""
        return self.schedule.get_last_lr()[0]

    @property
    def masks(self):
        """Of the next step."""
        return None if self.seed is None else Masks(self.seed, self.steps)

    def step(self, x, target, said=None):
        """One step on a batch; returns its loss. said: see Network.forward."""
        self.optimizer.zero_grad()
        loss = self.network(x, target, self.masks, said)["loss/value"]
        loss.backward()
        self.update()
        return loss.item()

    def update(self):
        """Changes the parameters by their gradients, which it changes, too."""
        self.steps += 1
        for p in self.network.parameters():  # what the loss does not depend on
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        if self.clip_norm > 0:
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.clip_norm)
        with torch.no_grad():
            for w in self.network.weights():
                w.grad += self.l1 * w.sign() + self.l2 * w
                w *= 1 - self.rate * self.decay  # decoupled: not seen by the optimizer
        self.optimizer.step()
        self.schedule.step()
