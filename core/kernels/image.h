#pragma once

// Convolution and pooling over planes of images (B, C, H, W). A window slides with a stride over a
// plane that is padded with zeros; dilation puts its cells that far apart.
namespace lushan::kernels {

struct Window {
  int kernel = 1, stride = 1, padding = 0, dilation = 1;

  // How often it fits along an extent; less than 1 when it does not.
  int positions(int extent) const {
    const int room = extent + 2 * padding - dilation * (kernel - 1) - 1;
    return room < 0 ? 0 : room / stride + 1;
  }
};

struct Plane {
  int height, width;
};

// The cells under the window at every position, as a matrix: columns (C K K, OH OW) of x (C, H, W).
// A product with the weights (C', C K K) is the convolution.
void unfold(const float* x, int channels, Plane in, Window, float* columns);
// Its transpose: adds each column entry back to the cell it came from. Entries of padding may be
// cleared.
void fold_into(float* columns, int channels, Plane in, Window, float* dx);

// The greatest cell under the window, and where it lies in its plane (as a float; padding never
// wins). planes: B C of them.
void max_pool(const float* x, int planes, Plane in, Window, float* y, float* winner);
void max_pool_backward(const float* winner, const float* dy, int planes, Plane in, Plane out,
                       float* dx);

// The mean under the window, padding counted as zeros (PyTorch's default).
void average_pool(const float* x, int planes, Plane in, Window, float* y);
void average_pool_backward(const float* dy, int planes, Plane in, Window, float* dx);

namespace naive {
void max_pool(const float* x, int planes, Plane in, Window w, float* y, float* winner);
// y (C', OH, OW) of one image and of one group.
void convolve(const float* x, const float* w, const float* bias, int channels, int out_channels,
              Plane in, Window, float* y);
}  // namespace naive

}  // namespace lushan::kernels
