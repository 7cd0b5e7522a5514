// TensorFlow.js with the WASM backend, SIMD, one thread (the page is not cross-origin isolated).
import { script, trace } from './load.mjs';
import { measureRates, measureSteps } from './measure.mjs';

const packages = '/tests/bench/node_modules/@tensorflow';

async function load() {
  await script(`${packages}/tfjs/dist/tf.min.js`);
  await script(`${packages}/tfjs-backend-wasm/dist/tf-backend-wasm.min.js`);
  const tf = globalThis.tf;
  tf.wasm.setWasmPaths(`${packages}/tfjs-backend-wasm/dist/`);
  tf.enableProdMode();
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js has no WASM backend here');
  await tf.ready();
  return tf;
}

export async function train(id, workload, options) {
  const tf = await load();
  const { layers, batches, classes, optimizer } = await trace(id, workload);
  const initial = layers.flatMap((l) => [l.weight, l.bias].map((t) => tf.tensor(t.data, t.shape)));
  const variables = initial.map((value) => tf.variable(value));
  const data = batches.map(({ x, target }) => ({
    x: tf.tensor(x.data, x.shape),
    target: classes
      ? tf.cast(tf.oneHot(tf.tensor1d(target.data, 'int32'), layers.at(-1).bias.shape[0]), 'float32')
      : tf.tensor(target.data, target.shape),
  }));
  const lossOf = ({ x, target }) => {
    let y = x;
    layers.forEach(({ activation }, i) => {
      const [b, bias] = variables.slice(2 * i, 2 * i + 2);
      y = tf.fused.matMul({ a: y, b, bias, activation: activation === 'relu' ? 'relu' : 'linear' });
      if (activation === 'tanh') y = tf.tanh(y);
    });
    return classes
      ? tf.losses.softmaxCrossEntropy(target, y)
      : tf.mul(tf.mean(tf.square(tf.sub(y, target))), 0.5);
  };
  let rule;
  let step;
  let loss;
  return measureSteps(
    {
      reset() {
        variables.forEach((variable, i) => variable.assign(initial[i]));
        rule?.dispose();
        rule = optimizer.kind === 'sgd' ? tf.train.sgd(optimizer.lr) : tf.train.adam(optimizer.lr);
        step = 0;
      },
      step() {
        loss?.dispose();
        loss = rule.minimize(() => lossOf(data[step++ % data.length]), true, variables);
      },
      loss: () => loss.dataSync()[0],
    },
    options,
  );
}

export async function multiply(sizes, options) {
  const tf = await load();
  const cases = sizes.flatMap((size) => {
    const [a, b] = [tf.randomNormal([size, size]), tf.randomNormal([size, size])];
    const product = (name, ta, tb) => ({
      name: `${size}${name}`,
      unit: 2 * size ** 3,
      prepare: () => (n) => {
        for (let k = 0; k < n; ++k) tf.matMul(a, b, ta, tb).dispose();
      },
    });
    return [product('', false, false), product('-ta', true, false), product('-tb', false, true)];
  });
  return measureRates(cases, options);
}
