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

/** What `lushan train --trace` wrote: layers of { weight, bias, activation }, and batches of { x, target }. */
export async function trace(id, workload) {
  const tensors = readSafetensors(await bytes(`/build/bench/${id}.safetensors`));
  const { layers, output = {} } = workload.experiment.model;
  const hidden = layers.filter((layer) => layer.kind === 'dense');
  const names = [...hidden.map((_, i) => `dense_${i + 1}`), 'output'];
  const flat = ({ shape, data }) => ({ shape: [shape[0], data.length / shape[0]], data });
  const batches = [];
  for (let k = 1; tensors[`x/${k}`]; ++k) {
    batches.push({ x: flat(tensors[`x/${k}`]), target: tensors[`target/${k}`] });
  }
  return {
    layers: names.map((name, i) => ({
      weight: tensors[`parameter/${name}/weight`],
      bias: tensors[`parameter/${name}/bias`],
      activation: (hidden[i] ?? output).activation ?? 'linear',
    })),
    batches,
    classes: workload.experiment.train.loss.kind === 'cross_entropy',
    optimizer: workload.experiment.train.optimizer,
  };
}
