"""Dropout: what PyTorch's own random numbers drop, or, under an experiment's seed, what the engine
drops at the same step.

The engine's random numbers are Philox4x32-10 (Salmon et al. 2011). A mask's key is made of seed,
step and the full name of the node that drops, so that it does not depend on what was drawn before.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

WORD, LONG = 2**32 - 1, 2**64 - 1


def philox4x32(counters, key):
    """(n, 4) counters of 32 bits -> (n, 4) random words; ten rounds."""
    a, b, c, d = (counters[:, i].astype(np.uint64) for i in range(4))
    low, shift = np.uint64(WORD), np.uint64(32)
    k0, k1 = key & WORD, key >> 32
    for _ in range(10):
        p, q = a * np.uint64(0xD2511F53), c * np.uint64(0xCD9E8D57)
        a, b, c, d = ((q >> shift) ^ b ^ np.uint64(k0), q & low,
                      (p >> shift) ^ d ^ np.uint64(k1), p & low)
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return np.stack([a, b, c, d], 1)


def fnv1a(text, start, prime, bits):
    for byte in text.encode():
        start = ((start ^ byte) * prime) & bits
    return start


def stream_of(name):
    """The half of the counter that tells streams of one key apart."""
    h = fnv1a(name, 0xCBF29CE484222325, 0x100000001B3, LONG)
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        h = ((h ^ (h >> 33)) * factor) & LONG
    return h ^ (h >> 33)


def uniform(key, stream, count):
    """Numbers in [0, 1) of 24 random bits each, in the engine's order."""
    blocks = np.arange(-(-count // 4), dtype=np.uint64)
    hashed = stream_of(stream)
    counters = np.stack([blocks, np.zeros_like(blocks), np.full_like(blocks, hashed & WORD),
                         np.full_like(blocks, hashed >> 32)], 1)
    words = philox4x32(counters, key).reshape(-1)[:count]
    return (words >> np.uint64(8)).astype(np.float32) * np.float32(2**-24)


@dataclass(frozen=True)
class Masks:
    """What the engine drops in one step; steps count from 0."""

    seed: int
    step: int

    def mask(self, name, rate, shape):
        """0 with the probability `rate`, else what keeps the mean."""
        node = fnv1a(name, 0x811C9DC5, 0x01000193, WORD) & 0x7FFFFFFF
        key = (self.seed + self.step * 0x9E3779B97F4A7C15 + node) & LONG
        rate = np.float32(rate)
        kept = np.float32(1) / (np.float32(1) - rate)
        u = uniform(key, "dropout", int(np.prod(shape)))
        return torch.from_numpy(np.where(u < rate, np.float32(0), kept).reshape(tuple(shape)))


def drop(x, rate, training, masks, name):
    """x with some of its numbers dropped in training. name: the engine's, of the node that drops."""
    if not training or rate == 0 or masks is None:
        return F.dropout(x, rate, training)
    return x * masks.mask(name, rate, x.shape).to(x)
