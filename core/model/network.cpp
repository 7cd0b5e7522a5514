#include "model/network.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "nn/refusal.h"
#include "ops/ops.h"
#include "schema/json_fields.h"

namespace lushan {
namespace {

// "a vector 8", "an image 1×28×28", "tokens 12"
std::string with_article(ValueKind kind) {
  const std::string name(name_of(kind));
  if (kind == ValueKind::tokens) return name;
  return (kind == ValueKind::image ? "an " : "a ") + name;
}

// The block that turns one kind of value into another, or towards it; empty when none does.
std::string block_between(ValueKind from, ValueKind to) {
  using enum ValueKind;
  if (from == image && to == vector) return "flatten";
  if (from == sequence && to == vector) return "pool_sequence";
  if (from == tokens && (to == sequence || to == vector)) return "embedding";
  return "";
}

// Records the layers of a model one behind the other.
class Recorder {
 public:
  Recorder(const Experiment& e, const TargetSpec& target, Network& net)
      : experiment_(e), target_(target), net_(net) {}

  Context context;

  Value column(Column column, Value v) {
    const bool split = column != Column::layers;
    if (split) prefix_ = std::string(name_of(column)) + "/";
    const Layers& layers = experiment_.model.column(column);
    std::map<std::string_view, int> count;  // blocks of a kind are numbered from 1
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const BlockDef& block = *layers[i].def;
      const Settings& settings = layers[i].settings;
      const int copies = block.repeat ? block.repeat(settings) : 1;
      for (int copy = 0; copy < copies; ++copy) {
        const std::string name =
            prefix_ + std::string(block.name) + "_" + std::to_string(++count[block.name]);
        LayerRecord layer{.name = name, .def = &block, .column = column};
        layer.index = static_cast<int>(i);
        v = record(std::move(layer), v, [&](const LayerRecord& here) {
          check(here, settings, v);
          return block.forward(net_.graph, v, settings, context);
        });
        giver_ = '`' + name + '`';
      }
    }
    prefix_.clear();
    return v;
  }

  // The head: what the loss compares, and what a person reads.
  void output(Value v, int width, bool readable) {
    const ValueKind wanted =
        target_.kind == TargetKind::tokens ? ValueKind::sequence : ValueKind::vector;
    const LayerRecord layer{.name = "output", .column = Column::output};
    const auto& o = experiment_.model.output.as<OutputOptions>();
    record(layer, v, [&](const LayerRecord& here) {
      if (v.kind != wanted) refuse(here, wanted, v);
      Graph& g = net_.graph;
      DenseOptions head = o.dense;
      head.units = width;
      net_.prediction = dense(g, v.x, head, o.tied ? table(v, width) : Var{});
      if (readable) {
        const OpDef& link = link_op(experiment_.loss.def->link);
        net_.probability = g.name(g.apply(link, {net_.prediction}), "probability");
      }
      return Value{net_.prediction, v.kind, v.mask};
    });
  }

 private:
  template <class F>
  Value record(LayerRecord layer, Value v, F forward) {
    layer.takes = v.kind;
    layer.input = v.x;
    layer.first_node = static_cast<int>(net_.graph.nodes().size());
    const Graph::Scope scope(net_.graph, layer.name);
    const Value out = standing_at(layer, forward);
    layer.end_node = static_cast<int>(net_.graph.nodes().size());
    layer.gives = out.kind;
    layer.output = out.x;
    net_.layers.push_back(std::move(layer));
    return out;
  }

  // Where a layer stands in the document, as people name it.
  static std::string place(const LayerRecord& layer) {
    const std::string column = "model." + std::string(name_of(layer.column));
    return layer.def != nullptr ? column + "[" + std::to_string(layer.index) + "]" : column;
  }

  // The same as a JSON pointer to what comes before it; the head stands behind the last block.
  std::string pointer(const LayerRecord& layer) const {
    const Column column = layer.def != nullptr        ? layer.column
                          : experiment_.model.decodes ? Column::decoder
                                                      : Column::layers;
    const std::size_t index = layer.def != nullptr ? static_cast<std::size_t>(layer.index)
                                                   : experiment_.model.column(column).size();
    return "/model/" + std::string(name_of(column)) + "/" + std::to_string(index);
  }

  // Calls forward, and has its errors say at which layer they came up.
  template <class F>
  Value standing_at(const LayerRecord& layer, F forward) const {
    try {
      return forward(layer);
    } catch (Refusal& e) {
      e.layer = layer.name;
      e.place = place(layer);
      const std::string options = layer.def != nullptr ? pointer(layer) : "/model/output";
      for (Remedy& remedy : e.remedies) {
        if (!remedy.path.starts_with('/')) remedy.path = options + "/" + remedy.path;
      }
      throw;
    } catch (const TooLarge&) {
      throw;  // about the whole run
    } catch (const Error& e) {
      throw Refusal(e.what(), {}, layer.name, place(layer));
    }
  }

  static const OpDef& link_op(Link link) {
    switch (link) {
      case Link::identity: return op_linear;
      case Link::sigmoid: return op_sigmoid;
      case Link::softmax: return op_softmax;
    }
    return op_linear;
  }

  // "`dense_1` expects a vector, the task gives an image 1×28×28: add `flatten` between them"
  [[noreturn]] void refuse(const LayerRecord& taker, ValueKind wanted, Value v) const {
    const std::string between = block_between(v.kind, wanted);
    std::string what = net_.layers.empty() ? "remove it" : "remove one of the two";
    std::vector<Remedy> remedies;
    if (!between.empty()) {
      what = "add `" + between + "` between them";
      remedies = {{"add", pointer(taker), "{\"kind\":\"" + between + "\"}"}};
    } else {
      if (wanted == ValueKind::sequence && v.kind == ValueKind::vector) keep_steps(what, remedies);
      if (taker.def != nullptr) remedies.push_back({"remove", pointer(taker), ""});
    }
    Refusal error((taker.def != nullptr ? '`' + taker.name + '`' : "The output") + " expects " +
                  with_article(wanted) + ", " + giver_ + " gives " + with_article(v.kind) + " " +
                  example_shape(v.kind, net_.graph.shape(v.x)).text() + ": " + what + ".");
    error.remedies = std::move(remedies);
    throw error;
  }

  // Where the last block made one vector of a sequence: it is to hand all steps on, or to go.
  void keep_steps(std::string& what, std::vector<Remedy>& remedies) const {
    if (net_.layers.empty()) return;
    const LayerRecord& giver = net_.layers.back();
    if (giver.takes != ValueKind::sequence) return;
    if (write_fields(giver.def->defaults()).contains("output")) {
      what = "let " + giver_ + " give every step (`output`: `all`)";
      remedies = {{"replace", pointer(giver) + "/output", "\"all\""}};
    } else {
      what = "remove " + giver_;
      remedies = {{"remove", pointer(giver), ""}};
    }
  }

  void check(const LayerRecord& layer, const Settings& settings, Value v) const {
    const BlockDef& block = *layer.def;
    if (std::ranges::find(block.takes, v.kind) == block.takes.end()) {
      // among the kinds it takes, the one that something leads to
      const auto reachable = std::ranges::find_if(
          block.takes, [&](ValueKind kind) { return !block_between(v.kind, kind).empty(); });
      refuse(layer, reachable == block.takes.end() ? block.takes.front() : *reachable, v);
    }
    if (block.decodes && layer.column != Column::decoder) {
      throw refusal(layer,
                    " reads an encoder's output, and there is none here; put it into a "
                    "decoder.",
                    {{"remove", pointer(layer), ""}});
    }
    const bool writes_next =
        layer.column == Column::decoder || target_.alignment == Alignment::next;
    if (target_.kind == TargetKind::tokens && writes_next && layer.column != Column::encoder &&
        block.looks_ahead && block.looks_ahead(settings)) {
      throw refusal(layer,
                    " sees the very tokens that the model is to predict; let it look back only "
                    "(`causal`, or one direction).",
                    looking_back(layer));
    }
  }

  static Refusal refusal(const LayerRecord& layer, const char* what, std::vector<Remedy> edits) {
    return Refusal('`' + layer.name + '`' + what, std::move(edits));
  }

  // The option of a block by which it looks back only, whichever it has.
  std::vector<Remedy> looking_back(const LayerRecord& layer) const {
    const Json options = write_fields(layer.def->defaults());
    const std::string at = pointer(layer) + "/";
    if (options.contains("causal")) return {{"replace", at + "causal", "true"}};
    if (options.contains("bidirectional")) return {{"replace", at + "bidirectional", "false"}};
    return {};
  }

  Var table(Value v, int width) const {
    const Graph& g = net_.graph;
    if (context.embedding.id < 0) {
      throw Refusal("`model.output.tied` needs an embedding to share its table with; add one.",
                    {{"replace", "tied", "false"}});
    }
    const Shape shape = g.shape(context.embedding);
    if (shape != Shape{width, g.shape(v.x).back()}) {
      throw Refusal("`model.output.tied`: the embedding's table " + shape.text() +
                        " does not fit an output that takes " +
                        std::to_string(g.shape(v.x).back()) + " numbers and gives " +
                        std::to_string(width) + "; give both the same width, or turn it off.",
                    {{"replace", "tied", "false"}});
    }
    return context.embedding;
  }

  const Experiment& experiment_;
  const TargetSpec& target_;
  Network& net_;
  std::string giver_ = "the task";  // whose output comes next
  std::string prefix_;              // of the column's names
};

// The loss of every answer, and its mean over those that count.
void record_loss(const Experiment& e, const TargetSpec& target, Network& net) {
  Graph& g = net.graph;
  Var prediction = net.prediction, answer = net.target;
  if (target.kind == TargetKind::tokens) {  // each step of each example is a row
    const Shape shape = g.shape(prediction);
    prediction = g.view(prediction, {shape.rows(), shape.back()});
    answer = g.view(answer, {shape.rows(), 1});
  }
  const Graph::Scope scope(g, "loss");
  net.example_loss =
      g.name(g.apply(e.loss.def->op, {prediction, answer}, e.loss.def->attributes(e.loss.settings)),
             target.kind == TargetKind::tokens ? "token" : "example");
  if (target.kind == TargetKind::tokens) {
    net.counted = g.name(g.apply(op_token_mask, {answer}), "counted");
    net.loss = g.apply(op_masked_mean, {net.example_loss, net.counted});
  } else {
    net.loss = g.apply(op_mean, {net.example_loss});
  }
  g.name(net.loss, "value");
}

}  // namespace

Chosen<LossDef> default_loss(const TargetSpec& target) {
  const LossDef& def = target.kind == TargetKind::values ? loss_squared : loss_cross_entropy;
  return {&def, def.defaults()};
}

int output_width(const Chosen<LossDef>& loss, const TargetSpec& target) {
  const LossDef& def = *loss.def;
  if (target.kind == TargetKind::values) {
    if (!def.takes_values) {
      throw Refusal(
          "`train.loss`: `" + std::string(def.name) +
              "` compares classes, and this task asks for values; choose `squared`, `absolute` or "
              "`huber`.",
          {{"remove", "/train/loss", ""}});
    }
    return target.count;
  }
  if (def.coding == ClassCoding::none) {
    throw Refusal("`train.loss`: `" + std::string(def.name) +
                      "` compares values, and this task asks for classes; choose `cross_entropy`.",
                  {{"remove", "/train/loss", ""}});
  }
  if (target.kind == TargetKind::tokens && def.coding != ClassCoding::index) {
    throw Refusal(
        "`train.loss`: `" + std::string(def.name) +
            "` does not compare tokens, which this task asks for; choose `cross_entropy`.",
        {{"remove", "/train/loss", ""}});
  }
  return class_width(def.coding, target.count);
}

Network record_network(const Experiment& e, const InputSpec& input, const TargetSpec& target,
                       Parameters& parameters, int batch, Purpose purpose) {
  const int width = output_width(e.loss, target);
  Network net(parameters);
  net.batch = batch;
  Graph& g = net.graph;
  Recorder recorder(e, target, net);
  recorder.context.vocabulary = static_cast<int>(input.vocabulary.size());
  recorder.context.trains = purpose == Purpose::training;
  const bool generates = purpose == Purpose::generation;
  if (generates) {
    recorder.context.generates = e.model.decodes ? target.length : input.shape[0];
  }

  Value v{.x = {}, .kind = input.kind};
  if (generates && !e.model.decodes) {
    v.x = net.token = g.input("input", {1, batch});
  } else {
    v.x = net.input = g.input("input", batched(input.kind, input.shape, batch));
  }
  if (e.model.decodes) {
    const int steps = recorder.context.generates;
    recorder.context.generates = 0;  // the encoder reads its input whole
    recorder.context.memory = recorder.column(Column::encoder, v);
    recorder.context.generates = steps;
    if (generates) {
      net.token = g.input("decoder/input", {1, batch});
      v = {net.token, ValueKind::tokens};
    } else {
      net.target = g.input("target", {target.length, batch});
      if (purpose == Purpose::training && runs_free(e.training)) {
        net.said = g.input("decoder/said", {target.length, batch});
      }
      const Var read = g.apply(op_shift_right, {net.target, net.said});
      v = {g.name(read, "decoder/input"), ValueKind::tokens};
    }
    v = recorder.column(Column::decoder, v);
  } else {
    v = recorder.column(Column::layers, v);
  }
  recorder.output(v, width, purpose != Purpose::training);
  if (generates) return net;

  if (net.target.id < 0) {
    const int columns = e.loss.def->coding == ClassCoding::index ? 1 : width;
    net.target = target.kind == TargetKind::tokens ? g.input("target", {target.length, batch})
                                                   : g.input("target", {batch, columns});
  }
  record_loss(e, target, net);
  return net;
}

}  // namespace lushan
