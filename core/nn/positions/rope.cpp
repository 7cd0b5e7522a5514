#include "nn/position.h"

namespace lushan {

// Turns pairs of a query's and a key's numbers by the angles whose sines and cosines are the
// sinusoidal table of one head's width: scores then depend on distance (Su et al. 2021).
const PositionDef position_rope = {"rope", PositionPlace::attention, position_sinusoidal.write,
                                   position_sinusoidal.record};

}  // namespace lushan
