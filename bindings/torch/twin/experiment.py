"""The experiment: one JSON document that describes a run completely."""

import json

from .kinds import options_of, read_kind, read_options
from .losses import LOSSES
from .network import ACTIVATIONS, BLOCKS, INITIALIZERS, Output
from .training import OPTIMIZERS, SCHEDULES, TRAIN_OPTIONS

VERSION = 1


def read_experiment(text):
    """Parses and checks a document; what it leaves out is at its default.

    Kinds, names and types are checked, ranges are not: `lushan describe` does. The task is kept as
    it is, since its data are the engine's to make; train.loss is None when the document leaves it to
    the task's targets.
    """
    document = json.loads(text, object_pairs_hook=_without_repeats)
    document = read_options(
        document, "", {"lushan": 0, "seed": 1, "task": {}, "model": {}, "train": {}})
    if document["lushan"] != VERSION:
        raise ValueError(f"lushan is {document['lushan']}; this twin reads version {VERSION}.")
    document["model"] = _read_model(document["model"])
    document["train"] = _read_train(document["train"])
    return document


def _read_model(document):
    model = read_options(document, "model", {"layers": [], "output": {}})
    layers = [read_kind(layer, f"model.layers[{i}]", BLOCKS)
              for i, layer in enumerate(model["layers"])]
    output = read_options(model["output"], "model.output", options_of(Output))
    for path, layer in [*((f"model.layers[{i}]", x) for i, x in enumerate(layers)),
                        ("model.output", output)]:
        _check_name(layer, path, "activation", ACTIVATIONS)
        _check_name(layer, path, "function", ACTIVATIONS)
        _check_name(layer, path, "initializer", INITIALIZERS)
    return {"layers": layers, "output": output}


def _check_name(layer, path, option, names):
    if option in layer and layer[option] not in names:
        raise ValueError(f"{path}.{option} is {layer[option]}; it must be one of {', '.join(names)}.")


def _read_train(document):
    defaults = {"loss": {}, "optimizer": {}, "schedule": {}, **TRAIN_OPTIONS}
    train = read_options(document, "train", defaults)
    train["loss"] = read_kind(train["loss"], "train.loss", LOSSES) if train["loss"] else None
    train["optimizer"] = read_kind(
        train["optimizer"] or {"kind": "adam"}, "train.optimizer", OPTIMIZERS)
    train["schedule"] = read_kind(
        train["schedule"] or {"kind": "constant"}, "train.schedule", SCHEDULES)
    return train


def _without_repeats(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("A name stands twice in one object.")
    return members
