"""The network that blocks are stacked into: one column of layers, or an encoder and a decoder."""

import torch
from torch import nn

from .blocks import BLOCKS, Context, Flow, Output, Spec
from .kinds import make

PAD, BEGIN = 0, 1  # of every vocabulary


class Column(nn.Module):
    """Blocks one behind the other, each under its kind and number: dense_1, dense_2."""

    def __init__(self, layers, spec, context):
        super().__init__()
        count = {}
        for layer in layers:
            kind = layer["kind"]
            for _ in range(layer.get("repeat", 1)):
                count[kind] = count.get(kind, 0) + 1
                block = make(BLOCKS, layer, spec, context)
                self.add_module(f"{kind}_{count[kind]}", block)
                spec = block.spec
        self.spec = spec

    def forward(self, x, flow, prefix, nodes):
        """Adds every node to `nodes`; returns the last."""
        for name, block in self.named_children():
            for node, value in block(x, flow).items():
                nodes[f"{prefix}{name}/{node}"] = x = value
        return x


class Network(nn.Module):
    """The model of an experiment, for inputs as `spec` says, so many outputs (see Loss.width) and a
    loss. vocabulary: of the input's tokens."""

    def __init__(self, model, spec, outputs, loss, vocabulary=0):
        super().__init__()
        self.loss = loss
        context = Context(vocabulary)
        if model["decoder"] is None:
            self.layers = Column(model["layers"], spec, context)
            spec = self.layers.spec
        else:
            self.encoder = Column(model["encoder"], spec, context)
            context.memory = self.encoder.spec
            self.decoder = Column(model["decoder"], Spec("tokens", (None,)), context)
            spec = self.decoder.spec
        self.output = Output(spec, context, outputs, **model["output"])
        for name, block in self.named_modules():
            block.path = self.name_of(name)

    def forward(self, x, target=None, masks=None, said=None):
        """Every node by name; with a target also the loss. x (B, ...), or tokens (T, B) or a
        sequence (T, B, D); target (B, W), or tokens (T, B), which a decoder also reads, one step
        late (teacher forcing), but for those of `said` (T, B), its own, that are not negative.
        masks: see Masks."""
        nodes = {"input": x}
        flow = Flow(masks=masks)
        if hasattr(self, "layers"):
            x = self.layers(x, flow, "", nodes)
        else:
            flow.memory = self.encoder(x, flow, "encoder/", nodes)
            flow.memory_mask, flow.mask = flow.mask, None
            told = target if said is None else torch.where(said >= 0, said, target)
            begin = torch.full_like(target[:1], BEGIN)
            nodes["decoder/input"] = x = torch.cat([begin, told[:-1]])
            x = self.decoder(x, flow, "decoder/", nodes)
        for node, value in self.output(x, flow).items():
            nodes[f"output/{node}"] = x = value
        if target is not None:
            nodes |= self._loss(x, target)
        return nodes

    def _loss(self, prediction, target):
        if prediction.dim() == 2:
            each = self.loss.each(prediction, target)
            return {"loss/example": each, "loss/value": each.mean().reshape(1)}
        # tokens: every step of every example is a row, and padding does not count
        each = self.loss.each(prediction.flatten(0, 1), target.reshape(-1, 1))
        counted = (target.reshape(-1, 1) != PAD).to(each.dtype)
        mean = (each * counted[:, 0]).sum() / counted.sum().clamp(min=1)
        return {"loss/token": each, "loss/counted": counted, "loss/value": mean.reshape(1)}

    def own_tokens(self, x, target, said):
        """What a decoder would write behind each prefix that it has read: (T, B), padding aside, and
        by how much its logits prefer each to the next best. As when it answers: nothing is dropped."""
        training = self.training
        self.eval()
        with torch.no_grad():
            logits = self(x, target, said=said)["output/activation"]
        self.train(training)
        best = logits[..., PAD + 1:].topk(2)
        return best.indices[..., 0] + PAD + 1, best.values[..., 0] - best.values[..., 1]

    @staticmethod
    def name_of(name):
        """The engine's name of a parameter, a buffer or a module."""
        return name.removeprefix("layers.").replace(".", "/")

    def tensors(self):
        """Parameters and buffers by the engine's names."""
        return {self.name_of(name): p
                for name, p in [*self.named_parameters(), *self.named_buffers()]}

    def gradients(self):
        """Gradients of the parameters by the engine's names; zero where none arrived."""
        return {self.name_of(name): torch.zeros_like(p) if p.grad is None else p.grad
                for name, p in self.named_parameters()}

    def arrays(self):
        """The values of parameters and buffers, for write_safetensors."""
        return {name: p.detach().float().numpy().copy() for name, p in self.tensors().items()}

    def weights(self):
        """The parameters that L1, L2 and decay act on: weights, unless a block exempts them."""
        return [p for name, p in self.named_parameters()
                if name.rsplit(".")[-1].startswith("weight") and getattr(p, "decays", True)]

    def load(self, tensors):
        """Takes parameters and buffers by the engine's names; others are an error. What a saved run
        holds beside them, the optimizer's state and the trace, is left out."""
        mine = self.tensors()
        tensors = {name: values for name, values in tensors.items()
                   if not name.startswith("optimizer/") and name != "trace"}
        if mine.keys() != tensors.keys():
            raise ValueError(f"The parameters are {', '.join(mine)}, not {', '.join(tensors)}.")
        with torch.no_grad():
            for name, parameter in mine.items():
                values = torch.as_tensor(tensors[name])
                if values.shape != parameter.shape:
                    raise ValueError(f"{name} is {tuple(parameter.shape)}, not {values.shape}.")
                parameter.copy_(values)
