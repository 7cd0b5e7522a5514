#pragma once

// Transcendental functions of one number with the same bits on every platform, which the C
// library's are not. For schedules, tasks and initialisers; arrays of float go through
// elementwise.h.
namespace lushan::kernels {

double exp(double x);
double log(double x);
double sin(double x);
double cos(double x);
double tanh(double x);
double erf(double x);
double pow(double base, double exponent);

float exp(float x);
float log(float x);
float sin(float x);
float cos(float x);
float tanh(float x);
float pow(float base, float exponent);

}  // namespace lushan::kernels
