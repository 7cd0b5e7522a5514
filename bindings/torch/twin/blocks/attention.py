"""Positions, attention and the layers of Transformers: x (T, B, D) -> (T, B, D)."""

import torch
from torch import nn

from .basic import ACTIVATIONS, INITIALIZERS
from .norms import LayerNorm, RmsNorm


# --- positions ----------------------------------------------------------------------------------
def sinusoids(rows, columns, base):
    """Sines and cosines in turn, lengths from 2 pi to 2 pi base (Vaswani et al. 2017)."""
    place = torch.arange(rows, dtype=torch.float64)[:, None]
    column = torch.arange(columns, dtype=torch.float64)
    angle = place * base ** (-(column // 2 * 2) / columns)
    return torch.where(column % 2 == 0, angle.sin(), angle.cos())


def sines(rows, columns, base):
    """A sine of its own length in every column."""
    place = torch.arange(rows, dtype=torch.float64)[:, None]
    column = torch.arange(columns, dtype=torch.float64)
    return (place * base ** (-column / columns)).sin()


def distance_slopes(heads):
    """How much each head of ALiBi minds distance (Press et al. 2022)."""
    lower = 2 ** (heads.bit_length() - 1)
    return torch.tensor(
        [2 ** (-8 * (h + 1) / lower) if h < lower else 2 ** (-4 * (2 * (h - lower) + 1) / lower)
         for h in range(heads)], dtype=torch.float64)


def rotate(x, table, heads):
    """Turns neighbouring pairs of each head's columns by the step's angles (Su et al. 2021)."""
    a, b = x.unflatten(2, (heads, -1, 2)).unbind(-1)
    s, c = table[:len(x), None, None, 0::2], table[:len(x), None, None, 1::2]
    return torch.stack([a * c - b * s, a * s + b * c], -1).flatten(2)


class Position(nn.Module):
    """x + scale times the table's row of each step"""

    def __init__(self, spec, context, *, method="sinusoidal", base=10000.0, scale=1.0,
                 max_length=64):
        super().__init__()
        self.spec, self.method, self.base, self.scale = spec, method, base, scale
        size = (max_length, spec.shape[-1])
        if method == "learned":
            self.table = nn.Parameter(0.02 * torch.randn(size))
        elif method == "random":
            self.register_buffer("table", 0.5**0.5 * torch.randn(size))

    def forward(self, x, flow):
        if self.method == "none":
            return {"value": x.clone()}
        table = self.table if self.method in ("learned", "random") else {
            "sinusoidal": sinusoids, "sine_only": sines,
        }[self.method](len(x), x.shape[2], self.base).to(x)
        return {"table": table, "value": x + self.scale * table[:len(x), None]}


# --- attention ----------------------------------------------------------------------------------
class Projection(nn.Module):
    """y = x W + b"""

    def __init__(self, inputs, units, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, units))
        self.bias = nn.Parameter(torch.zeros(units)) if bias else None
        with torch.no_grad():
            INITIALIZERS["xavier_uniform"](self.weight, inputs, units)

    def forward(self, x):
        y = x @ self.weight
        return y if self.bias is None else y + self.bias


class MultiHeadAttention(nn.Module):
    """softmax(q k^T / sqrt(D/H)) v, head by head, over the sequence itself or the encoder's."""

    def __init__(self, spec, context, *, heads=8, source="self", causal=False, scaled=True,
                 position="none", base=10000.0, bias=True, dropout=0.0, heads_off=0):
        super().__init__()
        width = spec.shape[-1]
        seen = width if source == "self" else context.memory.shape[-1]
        self.spec, self.source, self.heads = spec, source, heads
        self.causal, self.position, self.base = causal, position, base
        self.scale = (width // heads) ** -0.5 if scaled else 1.0
        self.dropout, self.heads_off = dropout, heads_off
        self.q = Projection(width, width, bias)
        self.k = Projection(seen, width, bias)
        self.v = Projection(seen, width, bias)
        self.output = Projection(width, width, bias)

    def forward(self, x, flow):
        source, mask = ((x, flow.mask) if self.source == "self"
                        else (flow.memory, flow.memory_mask))
        q, k, v = self.q(x), self.k(source), self.v(source)
        nodes = {"q": q, "k": k, "v": v}
        bias = 0
        if self.position == "rope":
            table = sinusoids(len(x), x.shape[2] // self.heads, self.base).to(x)
            q, k = rotate(q, table, self.heads), rotate(k, table, self.heads)
            nodes |= {"table": table, "q_rotated": q, "k_rotated": k}
        elif self.position == "alibi":
            nodes["table"] = slopes = distance_slopes(self.heads).to(x)
            place = torch.arange(len(x))
            bias = -slopes[:, None, None] * (place[:, None] - place).abs()

        q, k, v = (t.unflatten(2, (self.heads, -1)).permute(1, 2, 0, 3) for t in (q, k, v))
        scores = self.scale * (q @ k.transpose(2, 3)) + bias
        weights = scores.masked_fill(~self.visible(scores, mask), -torch.inf).softmax(3)
        context = flow.drop(weights, self.dropout, self, "weights") @ v
        on = [float(self.heads_off >> head & 1 == 0) for head in range(self.heads)]
        context = context * torch.tensor(on).to(x)[:, None, None]
        context = context.permute(2, 0, 1, 3).flatten(2)
        return nodes | {"scores": scores, "weights": weights, "context": context,
                        "output": self.output(context)}

    def visible(self, scores, mask):
        """Which keys each query may see, (B or 1, 1, T, S)."""
        see = torch.ones_like(scores[:1, :1], dtype=torch.bool)
        if self.causal:
            see = see.tril()
        return see if mask is None else see & (mask.T != 0)[:, None, None]


class FeedForward(nn.Module):
    """f(x W + b) W' + b', at every step; gated, (f(x G + c) * (x W + b)) W' + b'"""

    def __init__(self, spec, context, *, hidden=256, activation="relu", gated=False, dropout=0.0):
        super().__init__()
        width = spec.shape[-1]
        self.spec, self.dropout = spec, dropout
        self.activation = ACTIVATIONS[activation]
        self.gate = Projection(width, hidden) if gated else None
        self.hidden = Projection(width, hidden)
        self.output = Projection(hidden, width)

    def forward(self, x, flow):
        hidden = self.hidden(x)
        if self.gate is None:
            y = self.activation(hidden)
            nodes = {"hidden": hidden, "activation": y}
        else:
            gate = self.gate(x)
            opened = self.activation(gate)
            y = opened * hidden
            nodes = {"gate": gate, "activation": opened, "hidden": hidden, "product": y}
        if self.dropout is not None:  # a layer of a Transformer has none in here
            nodes["dropout"] = y = flow.drop(y, self.dropout, self, "dropout")
        return nodes | {"output": self.output(y)}


# --- layers of Transformers ---------------------------------------------------------------------
NORMS = {"layer_norm": LayerNorm, "rms_norm": RmsNorm}


class TransformerLayer(nn.Module):
    """Sub-layers by name, Add & Norm around each."""

    def __init__(self, spec, context, sublayers, *, dropout, norm, placement, residual):
        super().__init__()
        self.spec, self.dropout, self.residual = spec, dropout, residual
        self.pre = placement == "pre"
        self.sublayers = list(sublayers)
        for number, (name, module) in enumerate(sublayers.items(), 1):
            self.add_module(name, module)
            if norm != "none":
                self.add_module(f"norm_{number}", NORMS[norm](spec, context))

    def forward(self, x, flow):
        nodes = {}

        def norm(number, x):
            module = getattr(self, f"norm_{number}", None)
            if module is not None:
                nodes[f"norm_{number}/value"] = x = module(x, flow)["value"]
            return x

        for number, name in enumerate(self.sublayers, 1):
            y = norm(number, x) if self.pre else x
            for node, y in getattr(self, name)(y, flow).items():
                nodes[f"{name}/{node}"] = y
            added = f"add_{number}" if self.residual else f"dropout_{number}"
            y = flow.drop(y, self.dropout, self, added)
            nodes[added] = y = x + y if self.residual else y
            x = y if self.pre else norm(number, y)
        return nodes


class EncoderLayer(TransformerLayer):
    """Self-attention, then feed-forward; causal, a layer of a decoder-only Transformer."""

    def __init__(self, spec, context, *, heads=8, hidden=256, activation="relu", gated=False,
                 dropout=0.0, norm="layer_norm", placement="post", residual=True, position="none",
                 scaled=True, heads_off=0, causal=False):
        super().__init__(spec, context, {
            "self_attention": MultiHeadAttention(
                spec, context, heads=heads, causal=causal, scaled=scaled, position=position,
                dropout=dropout, heads_off=heads_off),
            "feed_forward": FeedForward(
                spec, context, hidden=hidden, activation=activation, gated=gated, dropout=None),
        }, dropout=dropout, norm=norm, placement=placement, residual=residual)


class DecoderLayer(TransformerLayer):
    """Causal self-attention, attention over the encoder's output, then feed-forward."""

    def __init__(self, spec, context, *, heads=8, hidden=256, activation="relu", gated=False,
                 dropout=0.0, norm="layer_norm", placement="post", residual=True, position="none",
                 scaled=True, heads_off=0, cross_heads_off=0):
        super().__init__(spec, context, {
            "self_attention": MultiHeadAttention(
                spec, context, heads=heads, causal=True, scaled=scaled, position=position,
                dropout=dropout, heads_off=heads_off),
            "cross_attention": MultiHeadAttention(
                spec, context, heads=heads, source="cross", scaled=scaled, dropout=dropout,
                heads_off=cross_heads_off),
            "feed_forward": FeedForward(
                spec, context, hidden=hidden, activation=activation, gated=gated, dropout=None),
        }, dropout=dropout, norm=norm, placement=placement, residual=residual)


BLOCKS = {
    "position": Position,
    "multi_head_attention": MultiHeadAttention,
    "feed_forward": FeedForward,
    "encoder_layer": EncoderLayer,
    "decoder_layer": DecoderLayer,
}
