#include "optim/schedule.h"

namespace lushan {

const ScheduleDef schedule_constant{{"constant", default_settings<NoOptions>},
                                    [](const Settings&, std::int64_t) { return 1.0; }};

}  // namespace lushan
