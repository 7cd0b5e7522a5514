#include "model/fitting.h"

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>

#include "model/blueprint.h"
#include "schema/json_fields.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// Divides what is the width of a layer.
class Narrower final : public SomeFields {
 public:
  Narrower(int divisor, std::string layer, std::vector<Remedy>& edits)
      : divisor_(divisor), layer_(std::move(layer)), edits_(edits) {}

  void integer(std::string_view name, int& value, IntegerRange range) override {
    if (!range.width) return;
    value = std::max(range.min, value / divisor_);
    edits_.push_back(set_option(layer_ + std::string(name), value));
  }

 private:
  int divisor_;
  std::string layer_;  // its JSON pointer, "/" behind
  std::vector<Remedy>& edits_;
};

Experiment with_batch(Experiment e, int batch) {
  read_fields(Json{{"batch", batch}}, "train", false, e.training.options);
  return e;
}

Experiment narrower(Experiment e, int divisor, std::vector<Remedy>& edits) {
  edits.clear();
  for (const Column column : columns_of_layers) {
    Layers& layers = e.model.column(column);
    for (std::size_t i = 0; i < layers.size(); ++i) {
      Narrower narrow(
          divisor, "/model/" + std::string(name_of(column)) + "/" + std::to_string(i) + "/", edits);
      layers[i].settings.visit(narrow);
    }
  }
  return e;
}

// What is left of the data when only their shapes are asked for.
Dataset shapes_of(const Dataset& data) {
  Dataset d;
  d.input = data.input;
  d.target = data.target;
  d.train = data.train;
  return d;
}

Dataset shorter(Dataset d, int steps) {
  Shape& shape = d.input.shape;
  const int input = std::min(shape[0], steps);
  shape = shape.rank() == 1 ? Shape{input} : Shape{input, shape[1]};
  d.target.length = std::min(d.target.length, steps);
  return d;
}

}  // namespace

Fit what_would_fit(const Experiment& experiment, const Dataset& data, int batch) {
  const Dataset shapes = shapes_of(data);
  const std::uint64_t rows = (data.x.size() + data.y.size()) * sizeof(float);
  const auto fits = [&](const Experiment& e, const Dataset& d) {
    try {
      return Blueprint::bytes(e, d) + rows <= Blueprint::max_bytes;
    } catch (const Error&) {  // TooLarge, or widths that do not go together any more
      return false;
    }
  };
  const auto fits_with = [&](int rows_at_once) {
    return fits(with_batch(experiment, rows_at_once), shapes);
  };
  // batch_norm of vectors wants two
  if (int most = fits_with(1) ? 1 : fits_with(2) ? 2 : 0; most > 0) {
    for (auto step = static_cast<int>(std::bit_floor(static_cast<unsigned>(batch))); step > 0;
         step /= 2) {
      if (most + step < batch && fits_with(most + step)) most += step;
    }
    return {"it would fit with `train.batch` " + std::to_string(most),
            {set_option("/train/batch", most)}};
  }
  std::vector<Remedy> edits;
  for (const int divisor : {2, 4, 8, 16}) {
    if (fits(narrower(experiment, divisor, edits), shapes)) {
      return {"it would fit with the widths of its layers divided by " + std::to_string(divisor),
              edits};
    }
  }
  if (time_major(data.input.kind)) {
    for (int steps = std::max(data.input.shape[0], data.target.length) / 2; steps > 1; steps /= 2) {
      if (fits(experiment, shorter(shapes, steps))) {
        return {"it would fit with sequences of " + std::to_string(steps) + " steps"};
      }
    }
  }
  return {"make `train.batch`, the layers and the data smaller"};
}

}  // namespace lushan
