"""Random experiments out of the engine's own description of itself.

Everything is drawn from the manifest: tasks, blocks, losses, optimizers, schedules and their options
are not named here, so that a new one is drawn without a change. What has been drawn least is drawn
first, until every value of every option has been in some experiment.
"""

import base64
import json
import random
import subprocess
from collections import Counter

import twin
from twin.blocks import Context
from twin.kinds import make

LISTS = ("tasks", "blocks", "losses", "optimizers", "schedules")
TRIES = 300  # tasks for one experiment, of which many cannot be given to its family
MODELS = 40  # for one task
SHOWN = 30  # of what was never drawn


# --- coverage -------------------------------------------------------------------------------------

def values_of(field, value):
    """What a value counts as: itself for choices and flags, else whether it is the default."""
    if field["type"] in ("choice", "flag"):
        return value
    return "default" if value == field["default"] else "other"


def all_values(field):
    if field["type"] == "choice":
        return field["choices"]
    if field["type"] == "flag":
        return [False, True]
    return ["other"]  # whoever asks for a number has drawn it


class Coverage:
    """How often every entry and every value of every option has been in an experiment. Activations
    and initializers stand in many entries: each of them once is enough."""

    def __init__(self, manifest):
        self.manifest = manifest
        self.entries = {name: {entry["name"]: entry for entry in manifest[name]} for name in LISTS}
        self.count = Counter()
        self.wanted = {}  # path -> the values to be drawn
        self.shared = {json.dumps([entry["name"] for entry in manifest[name]]): name
                       for name in ("activations", "initializers")}
        for name, entries in self.entries.items():
            for kind, entry in entries.items():
                self.wanted[name] = [*self.wanted.get(name, []), kind]
                self._want(f"{name}.{kind}", entry["fields"])
        for name in ("model", "output", "train"):
            self._want(name, manifest[name]["fields"])

    def _want(self, path, fields):
        for field in fields:
            self.wanted[self.path(path, field)] = all_values(field)

    def path(self, path, field):
        return self.shared.get(json.dumps(field.get("choices")), f"{path}.{field['name']}")

    def add(self, experiment):
        """An experiment with every field written out (but for those it may not have)."""
        model, train = experiment["model"], experiment["train"]
        self._kind("tasks", experiment["task"])
        for column in ("layers", "encoder", "decoder"):
            for layer in model.get(column, []):
                self._kind("blocks", layer)
        for name, kind in (("losses", "loss"), ("optimizers", "optimizer"),
                           ("schedules", "schedule")):
            self._kind(name, train[kind])
        self._fields("model", self.manifest["model"]["fields"], model)
        self._fields("output", self.manifest["output"]["fields"], model["output"])
        self._fields("train", self.manifest["train"]["fields"], train)

    def _kind(self, name, document):
        kind = document["kind"]
        self.count[name, kind] += 1
        self._fields(f"{name}.{kind}", self.entries[name][kind]["fields"], document)

    def _fields(self, path, fields, document):
        for field in fields:
            value = document.get(field["name"], field["default"])
            self.count[self.path(path, field), values_of(field, value)] += 1

    def choose(self, path, values):
        """One of the values: mostly one that was never drawn, else often one drawn least."""
        fewest = min(self.count[path, value] for value in values)
        if random.random() < (0.5 if fewest else 0.8):
            values = [v for v in values if self.count[path, v] == fewest]
        return random.choice(values)

    def missing(self):
        """What no experiment had, as texts."""
        return [f"{path} = {json.dumps(value)}" if "." in path else f"{path}.{value}"
                for path, values in self.wanted.items() for value in values
                if not self.count[path, value]]

    def __str__(self):
        total = sum(len(values) for values in self.wanted.values())
        missing = self.missing()
        entries = ", ".join(f"{sum(bool(self.count[n, k]) for k in self.entries[n])} of "
                            f"{len(self.entries[n])} {n}" for n in LISTS)
        text = f"drawn: {entries}; {total - len(missing)} of {total} entries and values"
        text += "".join(f"\n  never: {one}" for one in missing[:SHOWN])
        return text + (f"\n  and {len(missing) - SHOWN} more" if len(missing) > SHOWN else "")


# --- data of one's own ----------------------------------------------------------------------------

def random_word(letters="abcde", most=6):
    return "".join(random.choices(letters, k=random.randint(1, most)))


def own_points():
    return [n for k in range(40) for n in (*[round(random.uniform(-5, 5), 2) for _ in "xy"], k % 3)]


def own_table():
    rows = [f"{random.gauss(0, 3):.3f},{random.choice(['red', 'green'])},{random.random():.2f},"
            f"{random.choice('AB') if k else 'A'}" for k in range(40)]
    return "\n".join(["length,colour,weight,class", *rows])


def own_images():
    channels = random.choice([1, 3])
    lines = [f"{random.choice('AB') if k > 1 else 'AB'[k]}\t"
             f"{base64.b64encode(random.randbytes(64 * channels)).decode()}" for k in range(30)]
    return "\n".join([f"8x8x{channels}", *lines])


def own_text():
    return "\n".join(" ".join(random_word() for _ in range(random.randint(2, 6)))
                     for _ in range(200))


def own_pairs():
    words = {" ".join(random_word() for _ in range(random.randint(1, 3))) for _ in range(80)}
    return "\n".join(f"{word} -> {word[::-1]}" for word in sorted(words))


# What tasks learn from that have no data without a user, by field.
OWN = {("points", "points"): own_points, ("csv", "text"): own_table,
       ("csv", "target"): lambda: random.choice(["", "weight"]),
       ("csv", "columns"): lambda: random.choice(["", "colour,length"]),
       ("images", "images"): own_images, ("own_text", "text"): own_text,
       ("own_pairs", "text"): own_pairs}


# --- drawing --------------------------------------------------------------------------------------

# Models that lead from any task's input to any answer, to ask what a task is.
PROBES = [[], [{"kind": "flatten"}], [{"kind": "one_hot"}], [{"kind": "pool_sequence"}],
          [{"kind": "one_hot"}, {"kind": "pool_sequence"}]]


def random_divisor(number):
    return random.choice([n for n in range(1, min(number, 8) + 1) if number % n == 0])


class Maker:
    """Draws experiments. lushan: the command; tasks: the names of those whose data are here."""

    def __init__(self, lushan, manifest, tasks):
        self.lushan, self.coverage = lushan, Coverage(manifest)
        self.manifest = manifest
        self.entries = self.coverage.entries
        self.tasks = tasks
        self.families = Counter()
        self.open = True  # whether any family will do

    def experiment(self, family=None):
        """One that the engine accepts, of the given family of FAMILIES or of one drawn least."""
        if family is not None:
            return self._experiment(family)
        fewest = min(self.families[name] for name in FAMILIES)
        rarest = random.choice([n for n in FAMILIES if self.families[n] == fewest])
        try:
            return self._experiment(rarest if random.random() < 0.5 else None)
        except RuntimeError:  # not this time
            return self._experiment(None)

    def _experiment(self, family):
        self.open = family is None
        refusal = ""
        for _ in range(TRIES):
            seed, task = random.randint(0, 10**6), self._kind("tasks", self.tasks)
            about = self._about(task, seed)
            if about is None or not possible(family, about):
                continue
            for _ in range(MODELS):
                model = self._model(about)
                document = {"lushan": 1, "seed": seed, "task": task, "model": model,
                            "train": self._train(about, "decoder" in model)}
                of = families_of(document)
                if family is not None and family not in of:
                    continue
                described = self._describe(document)
                if isinstance(described, str):
                    refusal = described
                    continue
                self.coverage.add(described["experiment"])
                self.families.update(of)
                return document
        raise RuntimeError(f"No {family or 'experiment'} was accepted: {refusal}")

    def _describe(self, document):
        """What the engine says of it, or why it refuses it."""
        done = subprocess.run([self.lushan, "describe", "-", "--json"], capture_output=True,
                              input=json.dumps(document), text=True)
        return json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip()

    def _train(self, about, decodes):
        fields = [field for field in self.manifest["train"]["fields"]
                  if decodes or not field.get("decoder")]
        losses = [loss["name"] for loss in self.manifest["losses"]
                  if about["target"]["kind"] in loss["targets"]]
        return {"loss": self._kind("losses", losses), "optimizer": self._kind("optimizers"),
                "schedule": self._kind("schedules"),
                **self._options("train", fields)}

    def _about(self, task, seed):
        """The task's input and target; None when its options do not go together."""
        for layers in PROBES:
            described = self._describe({"lushan": 1, "seed": seed, "task": task,
                                        "model": {"layers": layers}})
            if not isinstance(described, str):
                return described["task"]
        return None

    # --- options

    def _kind(self, name, among=None):
        """An entry of a list with random options."""
        among = list(among or self.entries[name])
        # a family of networks is made of the same few blocks
        kind = (self.coverage.choose(name, among) if self.open or name != "blocks"
                else random.choice(among))
        options = self._options(f"{name}.{kind}", self.entries[name][kind]["fields"])
        for field in self.entries[name][kind]["fields"]:
            if (kind, field["name"]) in OWN:
                options[field["name"]] = OWN[kind, field["name"]]()
        return {"kind": kind, **options}

    def _options(self, path, fields):
        options = {}
        for field in fields:
            # whole numbers are always drawn: they are sizes, whose defaults are for real work
            if field["type"] == "integer" or random.random() < 0.6:
                value = self._value(self.coverage.path(path, field), field)
                if value is not None:
                    options[field["name"]] = value
        return options

    def _value(self, path, field):
        low, high, kind = field.get("min"), field.get("max"), field["type"]
        if kind in ("flag", "choice"):
            return self.coverage.choose(path, all_values(field))
        if kind == "integer":
            if field["scale"] == "log":  # a width
                return min(high, max(low, random.choice([4, 6, 8, 12, 16, field["default"]])))
            if field["default"] == low and random.random() < 0.5:
                return low  # one layer, one copy, one group, no head off
            return random.randint(low, min(high, low + random.choice([1, 3, 30])))
        if kind != "number":
            return None
        if field["scale"] == "log":  # near the default: at the ends nothing trains
            middle = field["default"] or min(0.1, high)
            return min(high, max(low, middle * 10 ** random.uniform(-1, 1)))
        if low < 0:  # far from zero units saturate, and their float32 gradients are rounding alone
            return field["default"] + random.gauss(0, 0.5)
        return random.uniform(low, min(high, max(1, 2 * field["default"])))

    # --- models

    def _model(self, about):
        answers = about["target"]["kind"] == "tokens"
        decodes = about["pairs"] and random.random() < 0.6
        spec = twin.Spec(about["input"]["kind"], tuple(about["input"]["shape"]))
        context = Context(len(about["input"]["vocabulary"]))
        model = {"output": self._options("output", self.manifest["output"]["fields"])}
        if decodes:
            model["encoder"], memory = self._column(spec, context, "sequence")
            context.memory = memory
            context.states = [layer for layer in model["encoder"] if self._recurrent(layer)]
            model["decoder"], last = self._column(twin.Spec("tokens", (None,)), context, "sequence",
                                                  behind=True)
            embedding = model["decoder"]
        else:
            model |= self._options("model", self.manifest["model"]["fields"])
            behind = about["target"]["alignment"] == "next" or (
                about["pairs"] and model.get("answer") != "beside")
            model["layers"], last = self._column(spec, context, "sequence" if answers else "vector",
                                                 behind)
            embedding = model["layers"]
        if model["output"].get("tied"):  # fits a table as wide as what the output takes
            for layer in embedding:
                if "dim" in layer:
                    layer["dim"] = last.shape[-1]
        return model

    def _column(self, spec, context, end, behind=False):
        """Layers from `spec` to a value of the kind `end`, and that value. behind: no layer may look
        at later steps."""
        layers, most = [], random.randint(0, 3)
        while len(layers) < most or spec.kind != end:
            layer = self._layer(spec, context, behind)
            try:
                after = make(twin.BLOCKS, layer, spec, context).spec
            except (ValueError, RuntimeError, ZeroDivisionError, AttributeError):
                continue
            if end == "sequence" and after.kind not in ("sequence", "tokens"):
                continue
            if len(layers) >= most and after.kind == spec.kind:
                continue
            layers.append(layer)
            spec = after
        return layers, spec

    def _layer(self, spec, context, behind):
        fitting = [block["name"] for block in self.manifest["blocks"]
                   if spec.kind in block["takes"] and (context.memory or not block["decodes"])]
        if context.memory and random.random() < 0.6:
            # what reads the encoder's output, or goes on from its state
            going_on = [name for name in fitting if self.entries["blocks"][name]["decodes"]
                        or context.states and self._recurrent({"kind": name})]
            fitting = going_on or fitting
        layer = self._kind("blocks", fitting)
        layer.pop("repeat", None) if random.random() < 0.3 else None
        if behind:  # the two ways in which a block can say that it looks back only
            layer |= {name: value for name, value in (("causal", True), ("bidirectional", False))
                      if name in {f["name"] for f in self.entries["blocks"][layer["kind"]]["fields"]}}
        if layer.get("source") == "cross":
            layer |= {"causal": False, "position": "none"}
        # what must divide or equal the width that comes in, which hardly ever does by chance
        if "heads" in layer:
            layer["heads"] = random_divisor(spec.shape[-1])
        if "groups" in layer:
            layer["groups"] = random_divisor(spec.shape[0])
            layer["channels"] = layer["groups"] * random.randint(1, 4)
        if context.memory and "units" in layer and random.random() < 0.7:
            layer["units"] = context.memory.shape[-1]
        if context.memory and self._recurrent(layer):
            if not context.states:  # nothing to begin with, or to go by at every step
                layer["initial"] = "zeros"
                if layer.get("context") == "every":
                    layer["context"] = "none"
            elif layer.get("initial", "encoder") == "encoder" or random.random() < 0.3:
                first = context.states[0]
                layer["initial"] = "encoder"
                layer["layers"] = sum(state["layers"] for state in context.states)
                layer["units"] = first["units"] * (2 if first.get("bidirectional") else 1)
            if layer.get("input_feeding"):
                layer |= {"layers": 1, "context": random.choice(["additive", "dot", "general"])}
        return layer

    def _recurrent(self, layer):
        return {"layers", "units"} <= {f["name"] for f in
                                       self.entries["blocks"][layer["kind"]]["fields"]}


# --- families -------------------------------------------------------------------------------------

def _families(model):
    columns = {name: model[name] for name in ("layers", "encoder", "decoder") if name in model}
    layers = [layer for column in columns.values() for layer in column]
    kinds = {layer["kind"] for layer in layers}
    cells = kinds | {layer.get("cell", "gru") for layer in layers
                     if layer["kind"] == "recurrent_decoder"}
    yield "linear" if not kinds - {"flatten", "features"} else None
    yield "mlp" if "dense" in kinds and kinds <= {"dense", "activation", "dropout", "features",
                                                  "flatten", "layer_norm", "rms_norm",
                                                  "batch_norm"} else None
    yield "cnn" if "conv2d" in kinds else None
    for cell in ("rnn", "lstm", "gru"):
        yield cell if cell in cells else None
    yield "bidirectional" if any(layer.get("bidirectional") for layer in layers) else None
    yield "deep" if any(layer.get("layers", 1) > 1 for layer in layers) else None
    for layer in columns.get("decoder", []):
        if layer["kind"] == "recurrent_decoder":
            fixed = layer.get("context") in ("none", "every")
            yield "seq2seq" if fixed else "seq2seq_attention"
    for layer in columns.get("layers", []):
        if layer["kind"] == "encoder_layer":
            yield "decoder_only" if layer.get("causal") else "encoder_only"
    yield "transformer" if {"encoder_layer", "decoder_layer"} <= kinds else None


FAMILIES = ("linear", "mlp", "cnn", "rnn", "lstm", "gru", "bidirectional", "deep", "seq2seq",
            "seq2seq_attention", "encoder_only", "decoder_only", "transformer")


def possible(family, about):
    """Whether a task can be given to a network of this family."""
    if family in ("seq2seq", "seq2seq_attention", "transformer"):
        return about["pairs"]
    if family in ("cnn", "linear", "mlp"):
        return about["input"]["kind"] in ("image" if family == "cnn" else "vector", "image")
    return family is None or about["input"]["kind"] in ("tokens", "sequence")


def families_of(experiment):
    """Which kinds of network it is; the names are only for counting."""
    return set(_families(experiment["model"])) - {None}
