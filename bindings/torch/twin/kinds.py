"""Lists of named things with options, as in {"kind": "adam", "lr": 0.001}.

A list is a dict of names and functions. The options of an entry are the keyword-only parameters of
its function, with their defaults: there is no second description of them.
"""

import inspect


def options_of(function):
    """Names and defaults of a function's options."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}


def read_options(document, path, defaults):
    """The members of `document` over `defaults`; refuses unknown names and wrong types."""
    if not isinstance(document, dict):
        raise ValueError(f"{path or 'The document'} must be an object in braces.")
    for name, value in document.items():
        where = f"{path}.{name}" if path else name
        if name not in defaults:
            known = ", ".join(defaults) or "nothing"
            raise ValueError(f"{where} is not known here; {path or 'the document'} has {known}.")
        expected = type(defaults[name])
        fits = isinstance(value, bool) if expected is bool else (
            isinstance(value, (int, float) if expected is float else expected)
            and not isinstance(value, bool))
        if not fits:
            raise ValueError(f"{where} must be of the type {expected.__name__}.")
    return {**defaults, **document}


def read_kind(document, path, kinds):
    """{"kind": name, ...} with every option written out."""
    name = document.get("kind") if isinstance(document, dict) else None
    if not isinstance(name, str) or name not in kinds:
        raise ValueError(f"{path}.kind must be one of {', '.join(kinds)}.")
    rest = {key: value for key, value in document.items() if key != "kind"}
    return {"kind": name, **read_options(rest, path, options_of(kinds[name]))}


def make(kinds, document, *arguments):
    """Calls the entry of a document that read_kind has returned."""
    options = {key: value for key, value in document.items() if key not in ("kind", "repeat")}
    return kinds[document["kind"]](*arguments, **options)
