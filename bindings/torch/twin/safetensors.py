"""float32 tensors in the safetensors format (github.com/huggingface/safetensors).

The same subset as the engine's core/model/safetensors.h, in the few lines it takes with NumPy.
"""

import json
import struct
from dataclasses import dataclass

import numpy as np


@dataclass
class Safetensors:
    tensors: dict  # name -> array of float32
    metadata: dict  # text -> text


def write_safetensors(tensors, metadata=None):
    """The bytes of a file; equal arguments give equal bytes."""
    header = {"__metadata__": metadata} if metadata else {}
    arrays, size = [], 0
    for name, values in tensors.items():
        array = np.ascontiguousarray(values, dtype="<f4")
        header[name] = {"dtype": "F32", "shape": array.shape,
                        "data_offsets": [size, size + array.nbytes]}
        arrays.append(array.tobytes())
        size += array.nbytes
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(arrays)


def read_safetensors(data):
    """Reads the bytes of a file."""
    if len(data) < 8:
        raise ValueError("The file is too short.")
    (length,) = struct.unpack("<Q", data[:8])
    if length > len(data) - 8:
        raise ValueError("The file's header does not fit.")
    header = json.loads(data[8:8 + length])
    values = data[8 + length:]
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if entry["dtype"] != "F32" or not 0 <= begin <= end <= len(values):
            raise ValueError(f"{name} is not float32, or lies outside the file.")
        tensors[name] = np.frombuffer(values[begin:end], "<f4").reshape(entry["shape"]).copy()
    return Safetensors(tensors, metadata)
