#include "kernels/image.h"

#include <algorithm>
#include <cstddef>

#include "kernels/batch_simd.h"

namespace lushan::kernels {
namespace {

Plane positions(Plane in, Window w) { return {w.positions(in.height), w.positions(in.width)}; }
std::ptrdiff_t cells(Plane p) { return static_cast<std::ptrdiff_t>(p.height) * p.width; }

// The positions o in [first, last) along a line at which the window's cell `offset` (its distance
// from the window's start) lies on the plane: 0 <= o stride - padding + offset < extent.
struct Inside {
  int first, last;
};
Inside inside(int extent, int count, Window w, int offset) {
  const int shift = w.padding - offset;  // o stride must be at least this
  const int first = shift <= 0 ? 0 : (shift + w.stride - 1) / w.stride;
  const int room = extent - 1 + shift;  // and at most this
  const int last = room < 0 ? 0 : room / w.stride + 1;
  return {std::min(first, count), std::clamp(last, std::min(first, count), count)};
}

// f(row of the unfolded matrix, cell of a plane it begins at, count, first position) for every run
// of positions that lies on the plane; the rest of the matrix is padding.
template <class F, class Pad>
void each_run(int channels, Plane in, Window w, F f, Pad pad) {
  const Plane out = positions(in, w);
  std::ptrdiff_t row = 0;
  for (int c = 0; c < channels; ++c) {
    for (int ky = 0; ky < w.kernel; ++ky) {
      for (int kx = 0; kx < w.kernel; ++kx, row += cells(out)) {
        const Inside rows = inside(in.height, out.height, w, ky * w.dilation);
        const Inside columns = inside(in.width, out.width, w, kx * w.dilation);
        pad(row, rows, columns, out);
        for (int y = rows.first; y < rows.last; ++y) {
          const int from_y = y * w.stride - w.padding + ky * w.dilation;
          const int from_x = columns.first * w.stride - w.padding + kx * w.dilation;
          f(row + static_cast<std::ptrdiff_t>(y) * out.width + columns.first,
            c * cells(in) + static_cast<std::ptrdiff_t>(from_y) * in.width + from_x,
            columns.last - columns.first);
        }
      }
    }
  }
}

// Runs are an image at most, mostly a line of one: too short to call memcpy or memset for.
void copy_run(const float* from, float* to, std::ptrdiff_t count) {
  if (count < 4) {
    for (std::ptrdiff_t i = 0; i < count; ++i) to[i] = from[i];
    return;
  }
  LUSHAN_UNROLL_BATCHES(unrolled)
  for (std::ptrdiff_t i = 0; i + 4 <= count; i += 4) store(to + i, load(from + i));
  store(to + count - 4, load(from + count - 4));  // overlaps the batch before
}
void clear_run(float* to, std::ptrdiff_t count) {
  for (; count >= 4; count -= 4, to += 4) store(to, Batch(0.0f));
  if (count >= 2) to[0] = to[1] = 0;
  if (count % 2 != 0) to[count - 1] = 0;
}
void add_run(const float* from, float* to, std::ptrdiff_t count) {
  std::ptrdiff_t i = 0;
  LUSHAN_UNROLL_BATCHES(unrolled)
  for (; i + 4 <= count; i += 4) store(to + i, load(to + i) + load(from + i));
  for (; i < count; ++i) to[i] += from[i];
}

// Whether there are as many positions as cells, as is usual in between two poolings.
bool keeps_size(Plane in, Window w) {
  const Plane out = positions(in, w);
  return w.stride == 1 && out.height == in.height && out.width == in.width;
}

// Position i has the window's cell at i + by, where that is on the plane: for first <= i < last.
struct Shift {
  std::ptrdiff_t by, first, last;
};

// Of a window that keeps the size, a row of the unfolded matrix is a plane moved by a constant: one
// run, but for columns of the plane that come around its edges. f(row, the plane's first cell,
// shift, columns that do not).
template <class F>
void each_shift(int channels, Plane in, Window w, float* columns, F f) {
  const std::ptrdiff_t count = cells(in);
  for (int c = 0; c < channels; ++c) {
    for (int ky = 0; ky < w.kernel; ++ky) {
      for (int kx = 0; kx < w.kernel; ++kx, columns += count) {
        const int down = ky * w.dilation - w.padding, right = kx * w.dilation - w.padding;
        const std::ptrdiff_t by = static_cast<std::ptrdiff_t>(down) * in.width + right;
        const std::ptrdiff_t first = std::clamp<std::ptrdiff_t>(-by, 0, count);
        const std::ptrdiff_t last = std::clamp<std::ptrdiff_t>(count - by, first, count);
        f(columns, c * count, Shift{by, first, last},
          inside(in.width, in.width, w, kx * w.dilation));
      }
    }
  }
}
void clear_column(float* x, Plane in) {
  for (int y = 0; y < in.height; ++y, x += in.width) *x = 0;
}
void clear_edges(float* row, Plane in, Inside inner) {
  for (int x = 0; x < inner.first; ++x) clear_column(row + x, in);
  for (int x = inner.last; x < in.width; ++x) clear_column(row + x, in);
}

// Visits every position's window, clipped to the plane: f(position, y0, y1, x0, x1).
template <class F>
void each_window(Plane in, Window w, F f) {
  const Plane out = positions(in, w);
  std::ptrdiff_t at = 0;
  for (int y = 0; y < out.height; ++y) {
    const int top = y * w.stride - w.padding;
    for (int x = 0; x < out.width; ++x, ++at) {
      const int left = x * w.stride - w.padding;
      f(at, std::max(top, 0), std::min(top + w.kernel, in.height), std::max(left, 0),
        std::min(left + w.kernel, in.width));
    }
  }
}

}  // namespace

void unfold(const float* x, int channels, Plane in, Window w, float* columns) {
  if (keeps_size(in, w)) {
    each_shift(channels, in, w, columns,
               [&](float* row, std::ptrdiff_t plane, const Shift& s, const Inside& inner) {
                 clear_run(row, s.first);
                 copy_run(x + plane + s.first + s.by, row + s.first, s.last - s.first);
                 clear_run(row + s.last, cells(in) - s.last);
                 clear_edges(row, in, inner);
               });
    return;
  }
  each_run(
      channels, in, w,
      [&](std::ptrdiff_t to, std::ptrdiff_t from, int count) {
        if (w.stride == 1) {
          copy_run(x + from, columns + to, count);
        } else {
          for (int i = 0; i < count; ++i) columns[to + i] = x[from + i * w.stride];
        }
      },
      [&](std::ptrdiff_t row, Inside rows, Inside inner, Plane out) {
        if (w.padding == 0) return;
        for (int y = 0; y < out.height; ++y) {
          float* line = columns + row + static_cast<std::ptrdiff_t>(y) * out.width;
          const bool outside = y < rows.first || y >= rows.last;
          clear_run(line, outside ? out.width : inner.first);
          if (!outside) clear_run(line + inner.last, out.width - inner.last);
        }
      });
}

void fold_into(float* columns, int channels, Plane in, Window w, float* dx) {
  if (keeps_size(in, w)) {
    each_shift(channels, in, w, columns,
               [&](float* row, std::ptrdiff_t plane, const Shift& s, const Inside& inner) {
                 clear_edges(row, in, inner);
                 add_run(row + s.first, dx + plane + s.first + s.by, s.last - s.first);
               });
    return;
  }
  each_run(
      channels, in, w,
      [&](std::ptrdiff_t from, std::ptrdiff_t to, int count) {
        if (w.stride == 1) {
          add_run(columns + from, dx + to, count);
        } else {
          for (int i = 0; i < count; ++i) dx[to + i * w.stride] += columns[from + i];
        }
      },
      [](std::ptrdiff_t, Inside, Inside, Plane) {});
}

namespace {

// Cells 0, 2, 4, 6 and 1, 3, 5, 7 of eight.
struct Pairs {
  explicit Pairs(const float* x) {
    const Batch a = load(x), b = load(x + 4);
    const Batch low = xsimd::zip_lo(a, b), high = xsimd::zip_hi(a, b);  // 0 4 1 5, 2 6 3 7
    even = xsimd::zip_lo(low, high);
    odd = xsimd::zip_hi(low, high);
  }
  Batch even, odd;
};

// The common window of 2 by 2 that meets every cell once, four positions at a time; at least four
// to a line.
void max_pool_halves(const float* x, Plane in, float* y, float* winner) {
  const int height = in.height / 2, width = in.width / 2;
  for (int i = 0; i < height; ++i, y += width, winner += width) {
    for (int next = 0; next < width; next += 4) {
      const int j = std::min(next, width - 4);  // the last four overlap the ones before
      const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(2 * i) * in.width + 2 * j;
      const Pairs upper(x + first), lower(x + first + in.width);
      Batch best = upper.even;
      Batch cell = Batch(static_cast<float>(first)) + Batch(0, 2, 4, 6);
      const Batch start = cell;
      const auto challenge = [&](Batch v, int distance) {
        const Mask wins = (v > best) | (v != v);
        best = xsimd::select(wins, v, best);
        cell = xsimd::select(wins, start + Batch(static_cast<float>(distance)), cell);
      };
      challenge(upper.odd, 1);
      challenge(lower.even, in.width);
      challenge(lower.odd, in.width + 1);
      store(y + j, best);
      store(winner + j, cell);
    }
  }
}

}  // namespace

void max_pool(const float* x, int planes, Plane in, Window w, float* y, float* winner) {
  const std::ptrdiff_t out = cells(positions(in, w));
  if (w.kernel == 2 && w.stride == 2 && w.padding == 0 && in.width >= 8) {
    for (int p = 0; p < planes; ++p, x += cells(in), y += out, winner += out) {
      max_pool_halves(x, in, y, winner);
    }
    return;
  }
  for (int p = 0; p < planes; ++p, x += cells(in), y += out, winner += out) {
    each_window(in, w, [&](std::ptrdiff_t at, int y0, int y1, int x0, int x1) {
      std::ptrdiff_t best = static_cast<std::ptrdiff_t>(y0) * in.width + x0;
      for (int i = y0; i < y1; ++i) {
        for (int j = x0; j < x1; ++j) {
          const std::ptrdiff_t cell = static_cast<std::ptrdiff_t>(i) * in.width + j;
          // a NaN wins, so that it is noticed further on
          if (x[cell] > x[best] || x[cell] != x[cell]) best = cell;
        }
      }
      y[at] = x[best];
      winner[at] = static_cast<float>(best);
    });
  }
}

// Added to 2^23, a cell's number stands in the low bits: V8 checks the range of each conversion.
void max_pool_backward(const float* winner, const float* dy, int planes, Plane in, Plane out,
                       float* dx) {
  const Batch base(8388608.0f);
  const IntBatch digits(0x7fffff);
  for (int p = 0; p < planes; ++p, dx += cells(in)) {
    std::ptrdiff_t left = cells(out);
    for (; left >= 4; left -= 4, winner += 4, dy += 4) {
      const IntBatch cell = xsimd::bitwise_cast<std::int32_t>(load(winner) + base) & digits;
      dx[cell.get(0)] += dy[0];
      dx[cell.get(1)] += dy[1];
      dx[cell.get(2)] += dy[2];
      dx[cell.get(3)] += dy[3];
    }
    for (; left > 0; --left) dx[static_cast<std::ptrdiff_t>(*winner++)] += *dy++;
  }
}

void average_pool(const float* x, int planes, Plane in, Window w, float* y) {
  const float share = 1.0f / static_cast<float>(w.kernel * w.kernel);
  const std::ptrdiff_t out = cells(positions(in, w));
  for (int p = 0; p < planes; ++p, x += cells(in), y += out) {
    each_window(in, w, [&](std::ptrdiff_t at, int y0, int y1, int x0, int x1) {
      float sum = 0;
      for (int i = y0; i < y1; ++i) {
        for (int j = x0; j < x1; ++j) sum += x[static_cast<std::ptrdiff_t>(i) * in.width + j];
      }
      y[at] = sum * share;
    });
  }
}

void average_pool_backward(const float* dy, int planes, Plane in, Window w, float* dx) {
  const float share = 1.0f / static_cast<float>(w.kernel * w.kernel);
  const std::ptrdiff_t out = cells(positions(in, w));
  for (int p = 0; p < planes; ++p, dx += cells(in), dy += out) {
    each_window(in, w, [&](std::ptrdiff_t at, int y0, int y1, int x0, int x1) {
      for (int i = y0; i < y1; ++i) {
        for (int j = x0; j < x1; ++j) {
          dx[static_cast<std::ptrdiff_t>(i) * in.width + j] += dy[at] * share;
        }
      }
    });
  }
}

namespace naive {

void max_pool(const float* x, int planes, Plane in, Window w, float* y, float* winner) {
  const Plane out = positions(in, w);
  for (int p = 0; p < planes; ++p, x += cells(in)) {
    for (int i = 0; i < out.height; ++i) {
      for (int j = 0; j < out.width; ++j) {
        int best = -1;
        for (int row = i * w.stride - w.padding; row < i * w.stride - w.padding + w.kernel; ++row) {
          for (int k = 0; k < w.kernel; ++k) {
            const int column = j * w.stride - w.padding + k, cell = row * in.width + column;
            if (row < 0 || row >= in.height || column < 0 || column >= in.width) continue;
            if (best < 0 || x[cell] > x[best] || x[cell] != x[cell]) best = cell;
          }
        }
        *y++ = x[best];
        *winner++ = static_cast<float>(best);
      }
    }
  }
}

void convolve(const float* x, const float* w, const float* bias, int channels, int out_channels,
              Plane in, Window window, float* y) {
  const Plane out = positions(in, window);
  for (int o = 0; o < out_channels; ++o) {
    for (int i = 0; i < out.height; ++i) {
      for (int j = 0; j < out.width; ++j) {
        float sum = bias ? bias[o] : 0.0f;
        const float* weight = w + o * channels * window.kernel * window.kernel;
        for (int c = 0; c < channels; ++c) {
          for (int ky = 0; ky < window.kernel; ++ky) {
            for (int kx = 0; kx < window.kernel; ++kx, ++weight) {
              const int row = i * window.stride - window.padding + ky * window.dilation;
              const int column = j * window.stride - window.padding + kx * window.dilation;
              const bool on = row >= 0 && row < in.height && column >= 0 && column < in.width;
              sum += *weight * (on ? x[(c * in.height + row) * in.width + column] : 0.0f);
            }
          }
        }
        *y++ = sum;
      }
    }
  }
}

}  // namespace naive

}  // namespace lushan::kernels
