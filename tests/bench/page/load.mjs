import { readSafetensors } from './safetensors.mjs';

export async function bytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.arrayBuffer();
}

/** A classic script, for libraries that are no modules. */
export function script(url) {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = url;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${url} does not load`));
    document.head.append(element);
  });
}

// Lushan's (steps, examples) of classes as rows of zeros with a one, example by example: peers either
// have no kernel for the gradient of a look-up, or are slower with it than with a product.
function oneHot({ shape, data }, classes) {
  const [steps, examples] = shape;
  const rows = new Float32Array(data.length * classes);
  for (let t = 0; t < steps; ++t) {
    for (let b = 0; b < examples; ++b) rows[(b * steps + t) * classes + data[t * examples + b]] = 1;
  }
  return { shape: [data.length, classes], data: rows };
}

// What a decoder reads: the target one step late, the first token that of the beginning.
function shifted({ shape, data }, begin = 1) {
  const moved = data.slice();
  moved.copyWithin(shape[1], 0);
  return { shape, data: moved.fill(begin, 0, shape[1]) };
}

// The weights that one product can take together, side by side.
function joined(parameters, name, parts) {
  for (const kind of ['weight', 'bias']) {
    const each = parts.map((part) => parameters[`${name}/${part}/${kind}`]);
    const width = each[0].shape.at(-1);
    const rows = each[0].data.length / width;
    const data = new Float32Array(each.length * rows * width);
    each.forEach((part, k) => {
      for (let row = 0; row < rows; ++row) {
        const values = part.data.subarray(row * width, (row + 1) * width);
        data.set(values, (row * each.length + k) * width);
      }
    });
    const shape = [...each[0].shape.slice(0, -1), each.length * width];
    parameters[`${name}/${parts.join('')}/${kind}`] = { shape, data };
    for (const part of parts) delete parameters[`${name}/${part}/${kind}`];
  }
}

/**
 * What `lushan train --trace` wrote: { model, optimizer, classes, batch, parameters, tables, batches }.
 * parameters and tables are { shape, data } by name; a batch has x, target and, for a decoder, y, which it
 * reads. Sequences are rows, one example's steps behind each other; tokens are one-hot.
 */
export async function trace(id, workload) {
  const { metadata, tensors } = readSafetensors(await bytes(`/build/bench/${id}.safetensors`));
  const { model, train } = JSON.parse(metadata.experiment);
  const parameters = {};
  const tables = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    if (name.startsWith('parameter/')) parameters[name.slice('parameter/'.length)] = tensor;
    if (/^node\/.*\/table$/.test(name)) tables[name.slice('node/'.length)] = tensor;
  }
  for (const name of Object.keys(parameters)) {
    const [, place, kind] = /^(.*\/(self|cross)_attention)\/v\/weight$/.exec(name) ?? [];
    if (place) joined(parameters, place, kind === 'self' ? ['q', 'k', 'v'] : ['k', 'v']);
  }
  const outputs = parameters['output/bias'].data.length;
  const tokens = Object.keys(parameters).some((name) => name.includes('embedding'));
  const classes = train.loss.kind === 'cross_entropy';
  const batches = [];
  for (let k = 1; tensors[`x/${k}`]; ++k) {
    const x = tensors[`x/${k}`];
    const target = tensors[`target/${k}`];
    batches.push({
      x: tokens ? oneHot(x, outputs) : x,
      target: tokens || !classes ? target : { shape: [1, target.data.length], data: target.data },
    });
    const batch = batches.at(-1);
    if (model.decoder) batch.y = oneHot(shifted(target), outputs);
    if (classes) batch.target = oneHot(batch.target, outputs);
  }
  const batch = workload.experiment.train.batch;
  return { model, optimizer: train.optimizer, classes, batch, parameters, tables, batches };
}
