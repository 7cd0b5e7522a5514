#pragma once

#include <string_view>

#include "schema/json_fields.h"
#include "train/session.h"

namespace lushan {

// Lets a session's model write, as a program or a page asks for it:
//   {"text": "305", "method": "sample", "temperature": 0.8}
// with "tokens": [...] instead of "text" where these are at hand, "written": [...] for an answer
// that is to be gone on with, and DecodingOptions beside it. Gives {"input", "tokens", "text",
// "ended", "log_probability", "steps", "considered"}: for each step its likeliest tokens as [token,
// probability], with the chance of being drawn behind them where tokens are drawn; and what was
// considered as [parent, token, log probability, kept]. Throws Error on a request that cannot be
// met.
Json generate(Session& session, std::string_view request);

// Makes an input of the user's own the example that is shown, with the answer that a model wrote to
// it, if it did: {"text": "305", "written": [4, 3]}, "ended" saying whether an end followed. Gives
// {"input", "target"}, laid out as the network takes them. Throws Error when it does not fit.
Json show(Session& session, std::string_view request);

}  // namespace lushan
