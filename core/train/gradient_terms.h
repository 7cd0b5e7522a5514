#pragma once

#include <string_view>

#include "schema/json_fields.h"
#include "train/session.h"

namespace lushan {

// The chain rule for one weight, as the session's probe has it for its example: the products whose
// sum is dL/dw, one for each place where the weight takes part, by the nodes that use it.
// {"gradient": 0.1, "shares": [{"node": "conv2d_1/linear", "op": "conv2d", "shape": [1, 8, 28, 28],
//   "places": [0, ...], "errors": [...], "factors": [...]}]}
// An op that does not tell its products has no places. Throws Error when there is no such weight.
Json gradient_terms(Session& session, std::string_view parameter, int index);

}  // namespace lushan
