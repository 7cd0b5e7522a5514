#include "tensor/arena.h"

#include <algorithm>
#include <new>
#include <string>

#include "tensor/error.h"

namespace lushan {

Arena::Arena(std::size_t floats) : size_(floats) {
  if (floats == 0) return;
  void* p = ::operator new(floats * sizeof(float), std::align_val_t{alignment}, std::nothrow);
  if (!p) {
    throw Error("This needs " + std::to_string(floats * sizeof(float) / 1000000) +
                " MB more memory than there is; make the batch or the network smaller.");
  }
  data_.reset(static_cast<float*>(p));
  std::fill_n(data_.get(), floats, 0.0f);
}

void Arena::Free::operator()(float* p) const { ::operator delete(p, std::align_val_t{alignment}); }

}  // namespace lushan
