#pragma once

#include "train/session.h"

namespace lushan::cli {

Json number(double value);  // null when it is not finite

// {"loss", "accuracy", "count"}; accuracy is null for tasks that predict values
Json summary(const Evaluation& evaluation);

// Loss and accuracy on training and held-out rows, and the fingerprint, as a table.
void print_evaluations(Session& session);

}  // namespace lushan::cli
