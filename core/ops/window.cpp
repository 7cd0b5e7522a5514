#include "ops/window.h"

#include "tensor/error.h"

namespace lushan {

kernels::Plane window_positions(const Shape& image, const Attributes& attr) {
  if (image.rank() != 4) throw Error("expects an image, and got " + image.text() + ".");
  const kernels::Window w = window_of(attr);
  const kernels::Plane out{w.positions(image[2]), w.positions(image[3])};
  if (out.height < 1 || out.width < 1) {
    const std::string dilated =
        w.dilation == 1
            ? ""
            : " (" + std::to_string(w.dilation * (w.kernel - 1) + 1) + " wide by `dilation`)";
    throw Error("the `kernel` " + std::to_string(w.kernel) + dilated +
                " is larger than the image " + Shape{image[2], image[3]}.text() +
                " with `padding` " + std::to_string(w.padding) +
                "; choose a smaller `kernel` or more `padding`.");
  }
  return out;
}

}  // namespace lushan
