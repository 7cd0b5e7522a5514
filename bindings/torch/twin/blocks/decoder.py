"""A recurrent layer that writes while it looks at what an encoder has read."""

import torch
from torch import nn

from .basic import INITIALIZERS
from .flow import Spec
from .recurrent import BLOCKS as RECURRENT


class RecurrentDecoder(nn.Module):
    """(T, B, I) -> (T, B, units); the encoder's output is (S, B, E).

    context: "none", the encoder speaks through its last state alone; "every", that state is an
    input of every step; otherwise attention, tanh(W [state, context]) after Luong et al. 2015.
    """

    def __init__(self, spec, context, *, cell, units, layers, dropout, initial, context_,
                 initializer):
        super().__init__()
        self.context = context_
        memory = context.memory.shape[-1]
        inputs = spec.shape[-1] + (memory if context_ == "every" else 0)
        self.recurrent = RECURRENT[cell](Spec("sequence", (spec.shape[0], inputs)), context,
                                         units=units, layers=layers, dropout=dropout,
                                         initial=initial, initializer=initializer)
        self.spec = Spec("sequence", (spec.shape[0], units))

        def weight(rows, columns):
            values = torch.empty(rows, columns)
            INITIALIZERS[initializer](values, rows, columns)
            return nn.Parameter(values)

        if context_ == "additive":
            self.weight_query = weight(units, units)
            self.weight_score = nn.Parameter(torch.empty(units).uniform_(-1, 1))
        if context_ in ("additive", "general"):
            self.weight_keys = weight(memory, units)
        if context_ not in ("none", "every"):
            self.weight_output = weight(units + memory, units)

    def forward(self, x, flow):
        nodes = {}
        if self.context == "every":
            nodes["context"] = flow.states[-1][0].expand(len(x), -1, -1)
            x = torch.cat([x, nodes["context"]], 2)
        found = self.recurrent(x, flow)
        nodes |= {f"recurrent/{name}": value for name, value in found.items()}
        states = found["value"]
        if self.context in ("none", "every"):
            return {**nodes, "value": states.clone()}
        nodes |= self.scores(states, flow.memory)
        visible = nodes["scores"]
        if flow.memory_mask is not None:
            visible = visible.masked_fill(flow.memory_mask.T[:, None, None] == 0, -torch.inf)
        nodes["weights"] = visible.softmax(-1)
        nodes["context"] = torch.einsum("bts,sbe->tbe", nodes["weights"][:, 0], flow.memory)
        both = torch.cat([states, nodes["context"]], 2)
        return {**nodes, "value": torch.tanh(both @ self.weight_output)}

    def scores(self, states, memory):
        """(B, 1, T, S), and what they were made of."""
        if self.context == "additive":
            query, keys = states @ self.weight_query, memory @ self.weight_keys
            pairs = torch.tanh(query[:, None] + keys[None])  # (T, S, B, A)
            scores = (pairs @ self.weight_score).permute(2, 0, 1)
            return {"query": query, "keys": keys, "scores": scores[:, None]}
        keys = {"keys": memory @ self.weight_keys} if self.context == "general" else {}
        scores = torch.einsum("tbh,sbh->bts", states, keys.get("keys", memory))
        if self.context == "scaled_dot":
            scores = scores / states.shape[-1] ** 0.5
        return {**keys, "scores": scores[:, None]}


def recurrent_decoder(spec, build, *, cell="gru", units=32, layers=1, dropout=0.0,
                      initial="encoder", context="additive", initializer="xavier_uniform"):
    return RecurrentDecoder(spec, build, cell=cell, units=units, layers=layers, dropout=dropout,
                            initial=initial, context_=context, initializer=initializer)


BLOCKS = {"recurrent_decoder": recurrent_decoder}
