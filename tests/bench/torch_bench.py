"""PyTorch on one core, by the protocol of page/measure.mjs.

    torch_bench.py '{"workload": {...}, "trace": "FILE", "options": {...}}'     steps per second
    torch_bench.py '{"sizes": [32, ...], "options": {...}}'                     flop per second

Prints one JSON object; exit status 3 when there is no PyTorch.
"""

import json
import math
import statistics
import sys
import time
from pathlib import Path

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError:
    sys.exit(3)

sys.path.append(str(Path(__file__).parents[2] / "bindings" / "torch"))
from twin.safetensors import read_safetensors  # noqa: E402

ACTIVATIONS = {"tanh": torch.tanh, "relu": F.relu, "linear": lambda x: x}


class Affine(nn.Linear):
    """Weights of the trace, side by side where one product can take them together."""

    def __init__(self, weights, name, *parts):
        names = [f"{name}/{part}" for part in parts] or [name]
        weight = torch.cat([weights[f"{n}/weight"] for n in names], 1)
        super().__init__(*weight.shape)
        with torch.no_grad():
            self.weight.copy_(weight.t())
            self.bias.copy_(torch.cat([weights[f"{n}/bias"] for n in names]))


class LayerNorm(nn.LayerNorm):
    def __init__(self, weights, name):
        super().__init__(weights[f"{name}/weight"].shape, eps=1e-5)
        with torch.no_grad():
            self.weight.copy_(weights[f"{name}/weight"])
            self.bias.copy_(weights[f"{name}/bias"])


class Attention(nn.Module):
    """Batch-major, heads by views, the mask added."""

    def __init__(self, weights, name, heads, cross=False, causal=False):
        super().__init__()
        self.heads, self.cross, self.causal = heads, cross, causal
        parts = ("k", "v") if cross else ("q", "k", "v")
        self.inputs = Affine(weights, name, *parts)
        if cross:
            self.q = Affine(weights, f"{name}/q")
        self.output = Affine(weights, f"{name}/output")
        self.mask = None

    def split(self, x):
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def forward(self, x, memory=None):
        if self.cross:
            q = self.q(x)
            k, v = self.inputs(memory).chunk(2, -1)
        else:
            q, k, v = self.inputs(x).chunk(3, -1)
        q, k, v = self.split(q), self.split(k), self.split(v)
        scores = torch.matmul(q, k.transpose(-1, -2)) * q.shape[-1] ** -0.5
        if self.causal:
            if self.mask is None:
                self.mask = torch.full(scores.shape[-2:], -1e9).triu(1)
            scores = scores + self.mask
        mixed = torch.matmul(F.softmax(scores, -1), v).transpose(1, 2)
        return self.output(mixed.reshape(x.shape))


class Embedding(nn.Module):
    def __init__(self, weights, name, layer):
        super().__init__()
        self.weight = nn.Parameter(weights[f"{name}/weight"].clone())
        self.factor = math.sqrt(layer["dim"]) if layer["scale"] else None

    def forward(self, x):
        y = F.embedding(x, self.weight)
        return y if self.factor is None else y * self.factor


class Position(nn.Module):
    def __init__(self, weights, tables, name):
        super().__init__()
        learned = f"{name}/table" in weights
        table = (weights if learned else tables)[f"{name}/table"].clone()
        self.table = nn.Parameter(table, requires_grad=learned)

    def forward(self, x):
        return x + self.table[: x.shape[1]]


class Recurrent(nn.Module):
    def __init__(self, weights, name, layer):
        super().__init__()
        get = lambda part: weights[f"{name}/layer_1/forwards/{part}"]  # noqa: E731
        w = get("weight_ih")
        make = nn.LSTM if layer["kind"] == "lstm" else nn.GRU
        self.cell = make(w.shape[0], layer["units"], batch_first=True)
        with torch.no_grad():
            self.cell.weight_ih_l0.copy_(w.t())
            self.cell.weight_hh_l0.copy_(get("weight_hh").t())
            self.cell.bias_ih_l0.copy_(get("bias"))
            if layer["kind"] == "gru":
                self.cell.bias_hh_l0.copy_(get("bias_hh"))
            else:
                self.cell.bias_hh_l0.zero_().requires_grad_(False)

    def forward(self, x):
        return self.cell(x)[0]


class Convolution(nn.Conv2d):
    def __init__(self, weights, name, layer):
        w = weights[f"{name}/weight"]
        super().__init__(w.shape[1], w.shape[0], layer["kernel"], padding=layer["padding"])
        self.activation = ACTIVATIONS[layer["activation"]]
        with torch.no_grad():
            self.weight.copy_(w)
            self.bias.copy_(weights[f"{name}/bias"])

    def forward(self, x):
        return self.activation(super().forward(x))


class Dense(Affine):
    def __init__(self, weights, name, layer):
        super().__init__(weights, name)
        self.activation = ACTIVATIONS[layer["activation"]]

    def forward(self, x):
        return self.activation(super().forward(x))


class FeedForward(nn.Module):
    def __init__(self, weights, name):
        super().__init__()
        self.hidden = Affine(weights, f"{name}/hidden")
        self.output = Affine(weights, f"{name}/output")

    def forward(self, x):
        return self.output(F.relu(self.hidden(x)))


class TransformerLayer(nn.Module):
    def __init__(self, weights, name, layer, decoder):
        super().__init__()
        self.pre = layer["placement"] == "pre"
        heads, causal = layer["heads"], decoder or layer["causal"]
        parts = [Attention(weights, f"{name}/self_attention", heads, causal=causal)]
        if decoder:
            parts.append(Attention(weights, f"{name}/cross_attention", heads, cross=True))
        parts.append(FeedForward(weights, f"{name}/feed_forward"))
        self.parts = nn.ModuleList(parts)
        self.norms = nn.ModuleList(
            LayerNorm(weights, f"{name}/norm_{i + 1}") for i in range(len(parts)))

    def forward(self, x, memory=None):
        for part, norm in zip(self.parts, self.norms):
            arguments = (memory,) if getattr(part, "cross", False) else ()
            if self.pre:
                x = x + part(norm(x), *arguments)
            else:
                x = norm(x + part(x, *arguments))
        return x


class Network(nn.Module):
    """The workloads' blocks as PyTorch runs them fastest."""

    def __init__(self, model, weights, tables):
        super().__init__()
        self.decodes = model.get("decoder") is not None
        if self.decodes:
            self.encoder = self.column(model["encoder"], "encoder/", weights, tables)
            self.decoder = self.column(model["decoder"], "decoder/", weights, tables)
        else:
            self.layers = self.column(model["layers"], "", weights, tables)
        self.output = Dense(weights, "output", model["output"])

    @staticmethod
    def column(layers, prefix, weights, tables):
        blocks, count = nn.ModuleList(), {}
        for layer in layers:
            kind = layer["kind"]
            for _ in range(layer.get("repeat", 1)):
                count[kind] = count.get(kind, 0) + 1
                name = f"{prefix}{kind}_{count[kind]}"
                make = {
                    "flatten": lambda: nn.Flatten(),
                    "dense": lambda: Dense(weights, name, layer),
                    "conv2d": lambda: Convolution(weights, name, layer),
                    "max_pool2d": lambda: nn.MaxPool2d(layer["kernel"], layer["stride"]),
                    "layer_norm": lambda: LayerNorm(weights, name),
                    "embedding": lambda: Embedding(weights, name, layer),
                    "position": lambda: Position(weights, tables, name),
                    "lstm": lambda: Recurrent(weights, name, layer),
                    "gru": lambda: Recurrent(weights, name, layer),
                    "encoder_layer": lambda: TransformerLayer(weights, name, layer, False),
                    "decoder_layer": lambda: TransformerLayer(weights, name, layer, True),
                }
                blocks.append(make[kind]())
        return blocks

    def forward(self, x, y):
        if not self.decodes:
            for block in self.layers:
                x = block(x)
            return self.output(x)
        for block in self.encoder:
            x = block(x)
        for block in self.decoder:
            y = block(y, x) if isinstance(block, TransformerLayer) else block(y)
        return self.output(y)


class Engine:
    """The workload's network with the trace's initial weights, walking its batches round and round."""

    def __init__(self, file):
        self.experiment = json.loads(file.metadata["experiment"])
        tensors = {name: torch.from_numpy(value.copy()) for name, value in file.tensors.items()}
        below = lambda prefix: {k[len(prefix):]: v for k, v in tensors.items()  # noqa: E731
                                if k.startswith(prefix)}
        self.weights = below("parameter/")
        self.tables = {k: v for k, v in below("node/").items() if k.endswith("/table")}
        self.classes = self.experiment["train"]["loss"]["kind"] == "cross_entropy"
        tokens = any("embedding" in name for name in self.weights)
        self.batches = []
        while f"x/{len(self.batches) + 1}" in tensors:
            k = len(self.batches) + 1
            x, target = tensors[f"x/{k}"], tensors[f"target/{k}"]
            y = None
            if tokens:  # (T, B) -> (B, T); a decoder reads the target one step late
                x, target = x.t().long().contiguous(), target.t().long().contiguous()
                y = torch.cat([torch.ones_like(target[:, :1]), target[:, :-1]], 1)
            elif self.classes:
                target = target.flatten().long()
            self.batches.append((x, y, target))
        self.reset()

    def reset(self):
        self.network = Network(self.experiment["model"], self.weights, self.tables)
        rule = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
        options = self.experiment["train"]["optimizer"]
        parameters = [p for p in self.network.parameters() if p.requires_grad]
        self.optimizer = rule[options["kind"]](parameters, lr=options["lr"])
        self.count = 0

    def step(self):
        x, y, target = self.batches[self.count % len(self.batches)]
        self.count += 1
        found = self.network(x, y)
        if self.classes:
            self.last = F.cross_entropy(found.flatten(0, -2), target.flatten())
        else:
            self.last = 0.5 * F.mse_loss(found, target)
        self.optimizer.zero_grad(set_to_none=True)
        self.last.backward()
        self.optimizer.step()

    def loss(self):
        return float(self.last)


def summary(values):
    return {"value": statistics.median(values), "min": min(values), "max": max(values),
            "repetitions": len(values)}


def measure_steps(engine, options):
    losses = {}
    for step in range(1, max(options["verified"]) + 1):
        engine.step()
        if step in options["verified"]:
            losses[step] = engine.loss()
    start, steps = time.perf_counter(), 0
    while time.perf_counter() - start < options["warm"]:
        engine.step()
        steps += 1
    count = max(1, round(steps / (time.perf_counter() - start) * options["seconds"]))
    rates = []
    for _ in range(options["repetitions"]):
        engine.reset()
        engine.step()
        start = time.perf_counter()
        for _ in range(count):
            engine.step()
        engine.loss()
        rates.append(count / (time.perf_counter() - start))
    return {**summary(rates), "losses": losses}


def measure_product(size, options):
    a, b = torch.randn(size, size), torch.randn(size, size)
    out = torch.empty(size, size)
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < options["warm"]:
        torch.mm(a, b, out=out)
        count += 1
    count = max(1, round(count / options["warm"] * options["seconds"]))
    rates = []
    for _ in range(options["repetitions"]):
        start = time.perf_counter()
        for _ in range(count):
            torch.mm(a, b, out=out)
        rates.append(count * 2 * size**3 / (time.perf_counter() - start))
    return summary(rates)


def blas():
    """Which libblas the dynamic linker gave: the reference one is no comparison."""
    torch.mm(torch.ones(2, 2), torch.ones(2, 2))
    maps = Path("/proc/self/maps").read_text()
    return next((name for name in ("openblas", "mkl") if name in maps), "reference BLAS")


def main():
    job = json.loads(sys.argv[1])
    torch.set_num_threads(1)
    if "sizes" in job:
        result = [[size, measure_product(size, job["options"])] for size in job["sizes"]]
    else:
        engine = Engine(read_safetensors(Path(job["trace"]).read_bytes()))
        result = measure_steps(engine, job["options"])
    print(json.dumps({"result": result, "blas": blas()}))


if __name__ == "__main__":
    main()
