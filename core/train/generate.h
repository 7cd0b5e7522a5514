#pragma once

#include <string_view>

#include "schema/json_fields.h"
#include "train/session.h"

namespace lushan {

// Lets a session's model write, as a program or a page asks for it:
//   {"text": "305", "method": "sample", "temperature": 0.8}
// with "tokens": [...] instead of "text" where these are at hand, and DecodingOptions beside it.
// Gives {"input", "tokens", "text", "ended", "log_probability", "steps", "considered"}: for each
// step its likeliest tokens as [token, probability]; and what was considered as [parent, token, log
// probability, kept]. Throws Error on a request that cannot be met.
Json generate(Session& session, std::string_view request);

}  // namespace lushan
