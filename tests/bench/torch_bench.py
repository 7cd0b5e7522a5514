"""PyTorch on one core, by the protocol of page/measure.mjs.

    torch_bench.py '{"workload": {...}, "trace": "FILE", "options": {...}}'     steps per second
    torch_bench.py '{"sizes": [32, ...], "options": {...}}'                     flop per second

Prints one JSON object; exit status 3 when there is no PyTorch.
"""

import json
import statistics
import sys
import time
from pathlib import Path

try:
    import torch
except ImportError:
    sys.exit(3)

sys.path.append(str(Path(__file__).parents[2] / "bindings" / "torch"))
from twin.safetensors import read_safetensors  # noqa: E402

ACTIVATIONS = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU, "linear": torch.nn.Identity}


class Engine:
    """The workload's network with the trace's initial weights, walking its batches round and round."""

    def __init__(self, workload, tensors):
        self.experiment = workload["experiment"]
        self.initial = {k: torch.from_numpy(v.copy()) for k, v in tensors.items()
                        if k.startswith("parameter/")}
        self.classes = self.experiment["train"]["loss"]["kind"] == "cross_entropy"
        self.batches = []
        while f"x/{len(self.batches) + 1}" in tensors:
            k = len(self.batches) + 1
            x, target = (torch.from_numpy(tensors[f"{name}/{k}"].copy()) for name in ("x", "target"))
            x = x.flatten(1)
            self.batches.append((x, target.flatten().long() if self.classes else target))
        self.reset()

    def reset(self):
        model = self.experiment["model"]
        layers = [layer for layer in model["layers"] if layer["kind"] == "dense"]
        layers.append({"activation": "linear", **model.get("output", {})})
        stack = []
        for i, layer in enumerate(layers):
            name = f"dense_{i + 1}" if i + 1 < len(layers) else "output"
            weight = self.initial[f"parameter/{name}/weight"]
            linear = torch.nn.Linear(*weight.shape)
            with torch.no_grad():
                linear.weight.copy_(weight.t())
                linear.bias.copy_(self.initial[f"parameter/{name}/bias"])
            stack += [linear, ACTIVATIONS[layer["activation"]]()]
        self.network = torch.nn.Sequential(*stack)
        rule = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
        options = dict(self.experiment["train"]["optimizer"])
        self.optimizer = rule[options.pop("kind")](self.network.parameters(), **options)
        self.count = 0

    def step(self):
        x, target = self.batches[self.count % len(self.batches)]
        self.count += 1
        y = self.network(x)
        if self.classes:
            self.last = torch.nn.functional.cross_entropy(y, target)
        else:
            self.last = 0.5 * torch.nn.functional.mse_loss(y, target)
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
        tensors = read_safetensors(Path(job["trace"]).read_bytes()).tensors
        result = measure_steps(Engine(job["workload"], tensors), job["options"])
    print(json.dumps({"result": result, "blas": blas()}))


if __name__ == "__main__":
    main()
