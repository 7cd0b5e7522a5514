#include "tasks/pictures.h"

namespace lushan {
namespace {

// In the order of the data set's labels (Xiao, Rasul, Vollgraf 2017: "Fashion-MNIST")
constexpr std::string_view clothes[] = {"T-shirt", "trousers", "pullover", "dress", "coat",
                                        "sandal",  "shirt",    "sneaker",  "bag",   "boot"};

Dataset make_fashion_mnist(const Settings& settings, std::uint64_t seed,
                           std::span<const std::byte> asset) {
  return pictures(settings.as<PictureOptions>(), "fashion_mnist", clothes, seed, asset);
}

Dataset fashion_mnist_outline(const Settings& settings) {
  return pictures_outline(settings.as<PictureOptions>(), clothes, 0.1);
}

}  // namespace

const TaskDef task_fashion_mnist = {.name = "fashion_mnist",
                                    .defaults = default_settings<PictureOptions>,
                                    .group = "images",
                                    .input = ValueKind::image,
                                    .make = make_fashion_mnist,
                                    .asset = "fashion_mnist",
                                    .outline = fashion_mnist_outline};

}  // namespace lushan
