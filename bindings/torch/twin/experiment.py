"""The experiment: one JSON document that describes a run completely."""

import json

from .blocks import ACTIVATIONS, BLOCKS, INITIALIZERS, Output
from .kinds import options_of, read_kind, read_options
from .losses import LOSSES
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
    columns = ("layers", "encoder", "decoder")
    model = read_options(document, "model",
                         {**{column: [] for column in columns}, "answer": "task", "output": {}})
    for column in columns:
        layers = [_read_layer(layer, f"model.{column}[{i}]")
                  for i, layer in enumerate(model[column])]
        model[column] = layers if column in document or column == "layers" else None
    model["output"] = read_options(model["output"], "model.output", options_of(Output))
    _check_names(model["output"], "model.output")
    return model


def _read_layer(document, path):
    rest = {key: value for key, value in document.items() if key != "repeat"}
    layer = read_kind(rest, path, BLOCKS)
    _check_names(layer, path)
    return {**layer, "repeat": document["repeat"]} if "repeat" in document else layer


def _check_names(layer, path):
    for option, names in {"activation": ACTIVATIONS, "function": ACTIVATIONS,
                          "initializer": INITIALIZERS}.items():
        _check_name(layer, path, option, names)


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
