// The networks of the workloads, in terms of what a library of tensors offers (`ops`), so that peers
// compute the same thing. Each tensor is used once; keep(x) allows one more use, drop(x) ends it.
// Sequences are rows (examples x steps, width).

/**
 * The prediction for a batch. trace: as load.mjs gives it. p(name): a parameter. table(name): a constant.
 * ops: affine(x, w, b), product(x, w), add, scale(x, number), relu, tanh, normalize(x, weight, bias),
 * addTable(x, table, examples), conv2d(x, w, b), maxPool(x, size), flatten(x, examples),
 * split(x, parts) into columns, attention(q, k, v, { examples, heads, causal }),
 * lstm(x, w, examples), gru(x, w, b, examples).
 */
export function predict(ops, { model, batch: examples }, p, table, { x, y }) {
  const affine = (x, name) => ops.affine(x, p(`${name}/weight`), p(`${name}/bias`));
  const normalize = (x, name) => ops.normalize(x, p(`${name}/weight`), p(`${name}/bias`));
  const activate = (x, activation) => (activation === 'linear' ? x : ops[activation](x));

  const selfAttention = (x, name, heads, causal) => {
    const [q, k, v] = ops.split(affine(x, `${name}/qkv`), 3);
    return affine(ops.attention(q, k, v, { examples, heads, causal }), `${name}/output`);
  };
  const crossAttention = (x, memory, name, heads) => {
    const [k, v] = ops.split(affine(ops.keep(memory), `${name}/kv`), 2);
    const q = affine(x, `${name}/q`);
    return affine(ops.attention(q, k, v, { examples, heads, causal: false }), `${name}/output`);
  };
  const feedForward = (x, name) =>
    affine(ops.relu(affine(x, `${name}/hidden`)), `${name}/output`);
  const sublayer = (x, { placement }, name, f) =>
    placement === 'pre'
      ? ops.add(ops.keep(x), f(normalize(x, name)))
      : normalize(ops.add(ops.keep(x), f(x)), name);

  const blocks = {
    flatten: (x) => ops.flatten(x, examples),
    dense: (x, layer, name) => activate(affine(x, name), layer.activation),
    conv2d: (x, layer, name) =>
      activate(ops.conv2d(x, p(`${name}/weight`), p(`${name}/bias`)), layer.activation),
    max_pool2d: (x, layer) => ops.maxPool(x, layer.kernel),
    layer_norm: (x, layer, name) => normalize(x, name),
    embedding(x, layer, name) {
      const rows = ops.product(x, p(`${name}/weight`));
      return layer.scale ? ops.scale(rows, Math.sqrt(layer.dim)) : rows;
    },
    position: (x, layer, name) =>
      ops.addTable(x, layer.method === 'learned' ? p(`${name}/table`) : table(`${name}/table`), examples),
    lstm(x, layer, name) {
      const cell = `${name}/layer_1/forwards`;
      const projected = ops.affine(x, p(`${cell}/weight_ih`), p(`${cell}/bias`));
      return ops.lstm(projected, p(`${cell}/weight_hh`), examples);
    },
    gru(x, layer, name) {
      const cell = `${name}/layer_1/forwards`;
      const projected = ops.affine(x, p(`${cell}/weight_ih`), p(`${cell}/bias`));
      return ops.gru(projected, p(`${cell}/weight_hh`), p(`${cell}/bias_hh`), examples);
    },
    encoder_layer(x, layer, name) {
      x = sublayer(x, layer, `${name}/norm_1`, (x) =>
        selfAttention(x, `${name}/self_attention`, layer.heads, layer.causal),
      );
      return sublayer(x, layer, `${name}/norm_2`, (x) => feedForward(x, `${name}/feed_forward`));
    },
    decoder_layer(x, layer, name, memory) {
      x = sublayer(x, layer, `${name}/norm_1`, (x) =>
        selfAttention(x, `${name}/self_attention`, layer.heads, true),
      );
      x = sublayer(x, layer, `${name}/norm_2`, (x) =>
        crossAttention(x, memory, `${name}/cross_attention`, layer.heads),
      );
      return sublayer(x, layer, `${name}/norm_3`, (x) => feedForward(x, `${name}/feed_forward`));
    },
  };
  function column(layers, prefix, x, memory) {
    const count = {};
    for (const layer of layers) {
      for (let copy = 0; copy < (layer.repeat ?? 1); ++copy) {
        count[layer.kind] = (count[layer.kind] ?? 0) + 1;
        x = blocks[layer.kind](x, layer, `${prefix}${layer.kind}_${count[layer.kind]}`, memory);
      }
    }
    return x;
  }
  let last;
  if (model.decoder) {
    const memory = column(model.encoder, 'encoder/', x);
    last = column(model.decoder, 'decoder/', y, memory);
    ops.drop(memory);
  } else {
    last = column(model.layers, '', x);
  }
  return activate(affine(last, 'output'), model.output.activation);
}
