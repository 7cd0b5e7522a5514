#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tensor/error.h"

namespace lushan {

// An edit of the document that would mend it: one operation of a JSON Patch (RFC 6902). A block
// that is recorded names an option of its own, as in "heads"; whoever knows where the block stands
// makes that whole, as in "/model/layers/2/heads".
struct Remedy {
  std::string op;     // "add", "replace" or "remove"
  std::string path;   // a JSON pointer
  std::string value;  // JSON text; empty for "remove"
};

inline Remedy set_option(std::string name, int value) {
  return {"replace", std::move(name), std::to_string(value)};
}
inline Remedy set_option(std::string name, std::string_view choice) {  // a plain word
  return {"replace", std::move(name), '"' + std::string(choice) + '"'};
}

// The error of a model or of data that cannot be: where it stands, and the edits that would do. Its
// sentence, as any other on an experiment, puts the document's own names into backquotes, a choice
// behind its option: "`initial` is `encoder`"; a page that names them otherwise replaces them.
struct Refusal : Error {
  explicit Refusal(const std::string& sentence, std::vector<Remedy> edits = {}, std::string at = "",
                   std::string where = "")
      : Error(sentence),
        remedies(std::move(edits)),
        layer(std::move(at)),
        place(std::move(where)) {}

  std::vector<Remedy> remedies;
  std::string layer;  // "dense_1", "encoder/lstm_1", "output"; empty when it is about none
  std::string place;  // "model.layers[2]", "task.text"; empty where it is not known
};

}  // namespace lushan
