#include "optim/schedule.h"

namespace lushan {

const ScheduleDef schedule_constant = {
    .name = "constant",
    .defaults = default_settings<NoOptions>,
    .factor = [](const Settings&, std::int64_t) { return 1.0; },
};

}  // namespace lushan
