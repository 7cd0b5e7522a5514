#include "tensor/value_kind.h"

namespace lushan {

Shape batched(ValueKind kind, const Shape& example, int batch) {
  if (!time_major(kind)) return example.with_front(batch);
  return example.rank() == 1 ? Shape{example[0], batch} : Shape{example[0], batch, example[1]};
}

Shape example_shape(ValueKind kind, const Shape& batched) {
  if (!time_major(kind)) return batched.without_front();
  return batched.rank() == 2 ? Shape{batched[0]} : Shape{batched[0], batched[2]};
}

int batch_of(ValueKind kind, const Shape& batched) { return batched[time_major(kind) ? 1 : 0]; }

}  // namespace lushan
