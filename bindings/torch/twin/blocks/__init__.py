"""Every block by its name in the experiment. A block is made from what flows in (Spec), the Context
and its options; its forward(x, flow) returns its nodes by name, the last of them being what the next
block takes, and its `spec` says what that is. `repeat` is a count of copies, not an option of one.
"""

from . import attention, basic, decoder, images, norms, recurrent, sequence
from .basic import ACTIVATIONS, INITIALIZERS, Output
from .flow import Context, Flow, Spec, gradient_of, tensors_of, value_of

BLOCKS = {**basic.BLOCKS, **images.BLOCKS, **norms.BLOCKS, **sequence.BLOCKS, **recurrent.BLOCKS,
          **decoder.BLOCKS, **attention.BLOCKS}

__all__ = [
    "ACTIVATIONS", "BLOCKS", "INITIALIZERS", "Context", "Flow", "Output", "Spec", "gradient_of",
    "tensors_of", "value_of",
]
