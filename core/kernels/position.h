#pragma once

// What tells a network where in a sequence a token stands. All of it is computed in double and
// rounded once.
namespace lushan::kernels {

// y (rows,columns): y(p,2i) = sin(p / base^(2i/columns)), y(p,2i+1) = cos of the same (Vaswani et
// al. 2017, section 3.5).
void sinusoids(float* y, int rows, int columns, double base);

// y(p,j) = sin(p / base^(j/columns)): a frequency of its own for every column, and no cosines.
void sines(float* y, int rows, int columns, double base);

// slopes (heads) of ALiBi (Press et al. 2022): 2^(-8/H), 2^(-16/H), ... for H heads, a power of
// two; for other numbers as in the authors' program: those of the next lower power, then every
// second of twice as many.
void distance_slopes(float* slopes, int heads);

// Turns pairs of a head's columns by the row's angles: (a, b) -> (a c - b s, a s + b c), table
// (heads' width) holding s, c, s, c, ... (Su et al. 2021, eq. 34). x and y (heads, width).
void rotate(const float* x, const float* table, float* y, int heads, int width);
// dx += dy turned back
void rotate_backward(const float* dy, const float* table, float* dx, int heads, int width);

}  // namespace lushan::kernels
