"""A recurrent layer that writes while it looks at what an encoder has read."""

import torch
from torch import nn

from .basic import INITIALIZERS
from .flow import Behind, Spec
from .recurrent import BLOCKS as RECURRENT


class RecurrentDecoder(nn.Module):
    """(T, B, I) -> (T, B, units); the encoder's output is (S, B, E).

    context: "none", the encoder speaks through its last state alone; "every", that state is an
    input of every step; otherwise attention, tanh(W [state, context]) after Luong et al. 2015,
    which with input feeding stands beside the next step's input.
    """

    def __init__(self, spec, context, *, cell, units, layers, dropout, initial, context_,
                 input_feeding, initializer):
        super().__init__()
        if input_feeding and (context_ in ("none", "every") or layers > 1):
            raise ValueError("input_feeding needs attention and a single layer.")
        self.context, self.units, self.input_feeding = context_, units, input_feeding
        memory = context.memory.shape[-1]
        inputs = spec.shape[-1] + (memory if context_ == "every" else 0)
        inputs += units if input_feeding else 0
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
        if self.input_feeding:
            return self.step_by_step(x, flow)
        nodes = {}
        if self.context == "every":
            nodes["context"] = flow.states[-1][0].expand(len(x), -1, -1)
            x = torch.cat([x, nodes["context"]], 2)
        found = self.recurrent(x, flow)
        nodes |= {f"recurrent/{name}": value for name, value in found.items()}
        states = found["value"]
        if self.context in ("none", "every"):
            return {**nodes, "value": states.clone()}
        nodes |= self.scores(states, flow.memory, self.keys(flow.memory))
        nodes["weights"] = self.weights(nodes["scores"], flow)
        nodes["context"] = torch.einsum("bts,sbe->tbe", nodes["weights"][:, 0], flow.memory)
        both = torch.cat([states, nodes["context"]], 2)
        return {**nodes, "value": torch.tanh(both @ self.weight_output)}

    def step_by_step(self, x, flow):
        layer = self.recurrent.layer_1.forwards
        keys = self.keys(flow.memory)
        h, c = layer.first(x, flow)
        attended = x.new_zeros(x.shape[1], self.units)
        steps = []
        for t, x_t in enumerate(x):
            mask = None if flow.mask is None else flow.mask[t][:, None]
            projected = layer.project(torch.cat([x_t, attended], 1))
            h, c, gates, extra = layer.step(projected, h, c, mask)
            cell = Behind([h, gates] + [c if layer.EXTRA == "cell" else extra] * bool(layer.EXTRA))
            found = self.scores(h[None], flow.memory, keys)
            scores = found["scores"]
            weights = self.weights(scores, flow)
            context = torch.einsum("bs,sbe->be", weights[:, 0, 0], flow.memory)
            attended = torch.tanh(torch.cat([h, context], 1) @ self.weight_output)
            query = Behind([found["query"]] if "query" in found else [])
            steps.append((projected, cell, h, query, scores, weights, context, attended))
        projected, cells, states, queries, scores, weights, contexts, values = (
            list(part) for part in zip(*steps))
        of_layer = {"projected": projected, "cells": cells, "state": states}
        return {**keys, **{f"recurrent/layer_1/forwards/{k}": node for k, node in of_layer.items()},
                **({"query": queries} if queries[0] else {}), "scores": torch.cat(scores, 2),
                "weights": torch.cat(weights, 2), "context": contexts, "attended": values,
                "value": torch.stack(values)}

    def keys(self, memory):
        """What queries are compared with, where it is not the encoder's output itself."""
        compared = self.context in ("additive", "general")
        return {"keys": memory @ self.weight_keys} if compared else {}

    def scores(self, states, memory, keys):
        """(B, 1, T, S), and what they were made of."""
        if self.context == "additive":
            query = states @ self.weight_query
            pairs = torch.tanh(query[:, None] + keys["keys"][None])  # (T, S, B, A)
            scores = (pairs @ self.weight_score).permute(2, 0, 1)
            return {"query": query, **keys, "scores": scores[:, None]}
        scores = torch.einsum("tbh,sbh->bts", states, keys.get("keys", memory))
        if self.context == "scaled_dot":
            scores = scores / states.shape[-1] ** 0.5
        return {**keys, "scores": scores[:, None]}

    def weights(self, scores, flow):
        if flow.memory_mask is not None:
            scores = scores.masked_fill(flow.memory_mask.T[:, None, None] == 0, -torch.inf)
        return scores.softmax(-1)


def recurrent_decoder(spec, build, *, cell="gru", units=32, layers=1, dropout=0.0,
                      initial="encoder", context="additive", input_feeding=False,
                      initializer="xavier_uniform"):
    return RecurrentDecoder(spec, build, cell=cell, units=units, layers=layers, dropout=dropout,
                            initial=initial, context_=context, input_feeding=input_feeding,
                            initializer=initializer)


BLOCKS = {"recurrent_decoder": recurrent_decoder}
