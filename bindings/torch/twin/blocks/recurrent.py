"""Layers that go through a sequence step by step: x (T, B, I) -> (T, B, H) or (B, H).

Masked steps carry the state on. What a step makes is a node of its own: a list of T tensors, whose
gradients include what comes back through time.
"""

import torch
import torch.nn.functional as F
from torch import nn

from .basic import INITIALIZERS
from .flow import Spec


class Rnn(nn.Module):
    """One layer, one direction: h_t = f(x_t W_ih + b + h_{t-1} W_hh)."""

    GATES = 1
    EXTRA = None

    def __init__(self, inputs, units, o):
        super().__init__()
        wide = self.GATES * units
        self.units, self.o = units, o
        self.weight_ih = nn.Parameter(torch.empty(inputs, wide))
        self.weight_hh = nn.Parameter(torch.empty(units, wide))
        self.bias = nn.Parameter(torch.zeros(wide)) if o["bias"] else None
        with torch.no_grad():
            INITIALIZERS[o["initializer"]](self.weight_ih, inputs, units)
            INITIALIZERS[o["recurrent_initializer"]](self.weight_hh, units, wide)
        self.initial_state = nn.Parameter(torch.zeros(units)) if o["initial"] == "learned" else None

    def first(self, x, flow):
        """The state and the cell before the first step."""
        zeros = x.new_zeros(x.shape[1], self.units)
        if self.o["initial"] == "encoder":
            h, c = flow.states[flow.taken]
            flow.taken += 1
            return h, zeros if c is None else c
        if self.initial_state is not None:
            return self.initial_state.expand_as(zeros), zeros
        return zeros, zeros

    def project(self, x):
        projected = x @ self.weight_ih
        return projected if self.bias is None else projected + self.bias

    def forward(self, x, flow, reverse):
        projected = self.project(x)
        h, c = self.first(x, flow)
        steps = []
        order = range(len(x) - 1, -1, -1) if reverse else range(len(x))
        for t in order:
            mask = None if flow.mask is None else flow.mask[t][:, None]
            h, c, gates, extra = self.step(projected[t], h, c, mask)
            steps.append((h, gates, c if self.EXTRA == "cell" else extra))
        if reverse:
            steps.reverse()
        state, gates, extra = (list(part) for part in zip(*steps))
        nodes = {"projected": projected, "gates": gates, "state": state, "last": h}
        if self.EXTRA:
            nodes[self.EXTRA] = extra
        return nodes, (h, c if self.EXTRA == "cell" else None)

    def step(self, x, h, c, mask):
        pre = x + h @ self.weight_hh
        new = F.relu(pre) if self.o.get("activation") == "relu" else torch.tanh(pre)
        return keep(mask, new, h), c, pre, None


class Lstm(Rnn):
    """Gates in PyTorch's order i, f, g, o, with one bias: b_ih + b_hh."""

    GATES = 4
    EXTRA = "cell"

    def __init__(self, inputs, units, o):
        super().__init__(inputs, units, o)
        self.initial_cell = nn.Parameter(torch.zeros(units)) if o["initial"] == "learned" else None
        if o["bias"] and o["memory"]:  # chrono initialisation: Tallec and Ollivier 2018
            with torch.no_grad():
                forget = torch.empty(units).uniform_(1, max(1, o["memory"] - 1)).log()
                self.bias[:units] = -forget
                self.bias[units:2 * units] = forget
        elif o["bias"] and o["remember"]:
            with torch.no_grad():
                self.bias[units:2 * units] = 1

    def first(self, x, flow):
        h, c = super().first(x, flow)
        return h, c if self.initial_cell is None else self.initial_cell.expand_as(h)

    def step(self, x, h, c, mask):
        i, f, g, o = (x + h @ self.weight_hh).chunk(4, 1)
        gates = torch.cat([i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()], 1)
        gates = gates if mask is None else gates * mask
        i, f, g, o = gates.chunk(4, 1)
        c = keep(mask, f * c + i * g, c)
        return keep(mask, o * torch.tanh(c), h), c, gates, None


class Gru(Rnn):
    """Gates r, z, n; PyTorch's variant: the reset gate scales the state's part of n."""

    GATES = 3
    EXTRA = "reset_input"

    def __init__(self, inputs, units, o):
        super().__init__(inputs, units, o)
        self.bias_hh = nn.Parameter(torch.zeros(3 * units)) if o["bias"] else None

    def step(self, x, h, c, mask):
        state = h @ self.weight_hh
        if self.bias_hh is not None:
            state = state + self.bias_hh
        (xr, xz, xn), (sr, sz, sn) = x.chunk(3, 1), state.chunk(3, 1)
        q = sn if mask is None else sn * mask
        counted = 1 if mask is None else mask
        r, z = torch.sigmoid(xr + sr) * counted, torch.sigmoid(xz + sz) * counted
        n = torch.tanh(xn + r * q) * counted
        return keep(mask, (1 - z) * n + z * h, h), c, [r, z, n], q


def keep(mask, new, before):
    """The new value where the step counts, the one before elsewhere."""
    return new if mask is None else torch.where(mask != 0, new, before)


class Layer(nn.Module):
    def __init__(self, cell, inputs, o):
        super().__init__()
        self.forwards = cell(inputs, o["units"], o)
        self.backwards = cell(inputs, o["units"], o) if o["bidirectional"] else None

    def forward(self, x, flow):
        """Nodes, the states (T, B, H), and what is left after the last step: (h, c)."""
        found, last = self.forwards(x, flow, False)
        nodes = {f"forwards/{name}": value for name, value in found.items()}
        states = torch.stack(found["state"])
        if self.backwards is not None:
            found, back = self.backwards(x, flow, True)
            nodes |= {f"backwards/{name}": value for name, value in found.items()}
            nodes["state"] = states = torch.cat([states, torch.stack(found["state"])], 2)
            last = tuple(None if a is None else torch.cat([a, b], 1) for a, b in zip(last, back))
        return nodes, states, last


class Recurrent(nn.Module):
    """Layers above each other."""

    def __init__(self, cell, spec, context, **o):
        super().__init__()
        self.o = o
        inputs = spec.shape[-1]
        for layer in range(1, o["layers"] + 1):
            self.add_module(f"layer_{layer}", Layer(cell, inputs, o))
            inputs = o["units"] * (2 if o["bidirectional"] else 1)
        every = o["output"] == "all"
        self.spec = (Spec("sequence", (spec.shape[0], inputs)) if every
                     else Spec("vector", (inputs,)))

    def forward(self, x, flow):
        nodes = {}
        for number, layer in enumerate(self.children(), 1):
            if number > 1:
                x = flow.drop(x, self.o["dropout"], layer, "dropout")
                nodes[f"layer_{number}/dropout"] = x
            found, x, last = layer(x, flow)
            nodes |= {f"layer_{number}/{name}": value for name, value in found.items()}
            if flow.memory is None:
                flow.states.append(last)
        nodes["value"] = pool(x, flow.mask, self.o["output"], last[0])
        if self.o["output"] != "all":
            flow.mask = None
        return nodes


def pool(x, mask, method, last=None):
    """(T, B, D) -> (B, D) over the steps that count; all of them for "all"."""
    if method == "all":
        return x.clone()
    if method == "last" and last is not None:
        return last.clone()
    mask = torch.ones(x.shape[:2], dtype=x.dtype) if mask is None else mask
    count = mask.sum(0)
    if method == "last":
        return x[(count.long() - 1).clamp(min=0), torch.arange(x.shape[1])]
    if method == "mean":
        return (x * mask[..., None]).sum(0) / count.clamp(min=1)[:, None]
    return torch.where(mask[..., None] != 0, x, torch.full_like(x, -torch.inf)).max(0).values


def rnn(spec, context, *, units=32, layers=1, bidirectional=False, dropout=0.0, output="all",
        initial="zeros", initializer="xavier_uniform", recurrent_initializer="orthogonal",
        bias=True, activation="tanh"):
    return Recurrent(Rnn, spec, context, units=units, layers=layers, bidirectional=bidirectional,
                     dropout=dropout, output=output, initial=initial, initializer=initializer,
                     recurrent_initializer=recurrent_initializer, bias=bias, activation=activation)


def lstm(spec, context, *, units=32, layers=1, bidirectional=False, dropout=0.0, output="all",
         initial="zeros", initializer="xavier_uniform", recurrent_initializer="orthogonal",
         bias=True, remember=True, memory=0):
    return Recurrent(Lstm, spec, context, units=units, layers=layers, bidirectional=bidirectional,
                     dropout=dropout, output=output, initial=initial, initializer=initializer,
                     recurrent_initializer=recurrent_initializer, bias=bias, remember=remember,
                     memory=memory)


def gru(spec, context, *, units=32, layers=1, bidirectional=False, dropout=0.0, output="all",
        initial="zeros", initializer="xavier_uniform", recurrent_initializer="orthogonal",
        bias=True):
    return Recurrent(Gru, spec, context, units=units, layers=layers, bidirectional=bidirectional,
                     dropout=dropout, output=output, initial=initial, initializer=initializer,
                     recurrent_initializer=recurrent_initializer, bias=bias)


BLOCKS = {"rnn": rnn, "lstm": lstm, "gru": gru}
