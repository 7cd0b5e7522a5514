// TensorFlow.js with the WASM backend, SIMD, one thread (the page is not cross-origin isolated).
import { script, trace } from './load.mjs';
import { getReady, measureRates } from './measure.mjs';
import { predict } from './network.mjs';

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

// The backend has no kernel for the gradient of a convolution's weights: here it is one product for each
// cell of the window, for windows of odd size that leave the image's size as it is.
function registerConvolution(tf) {
  const gradient = tf.getGradient('Conv2D');
  tf.registerGradient({
    kernelName: 'Conv2D',
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, [x, filter], attributes) => ({
      x: gradient.gradFunc(dy, [x, filter], attributes).x,
      filter() {
        const [rows, columns, from, to] = filter.shape;
        const [examples, height, width] = dy.shape;
        const [top, left] = [(rows - 1) / 2, (columns - 1) / 2];
        const padded = tf.pad(x, [[0, 0], [top, top], [left, left], [0, 0]]);
        const change = tf.reshape(dy, [-1, to]);
        const cells = [];
        for (let i = 0; i < rows; ++i) {
          for (let j = 0; j < columns; ++j) {
            const seen = tf.slice(padded, [0, i, j, 0], [examples, height, width, from]);
            cells.push(tf.matMul(tf.reshape(seen, [-1, from]), change, true, false));
          }
        }
        return tf.reshape(tf.stack(cells), [rows, columns, from, to]);
      },
    }),
  });
}

function operations(tf) {
  const affine = (a, b, bias) => tf.fused.matMul({ a, b, bias });
  const heads = (x, examples, count) => {
    const [rows, width] = x.shape;
    const split = tf.reshape(x, [examples, rows / examples, count, width / count]);
    return tf.transpose(split, [0, 2, 1, 3]);
  };
  const masks = new Map(); // by length
  function maskOf(steps) {
    if (!masks.has(steps)) {
      const late = (_, i) => (i % steps > Math.floor(i / steps) ? -1e9 : 0);
      const values = Float32Array.from({ length: steps * steps }, late);
      masks.set(steps, tf.keep(tf.tensor(values, [1, 1, steps, steps])));
    }
    return masks.get(steps);
  }
  // step by step, so that the gradient of taking the steps apart is cheap
  const steps = (x, examples) =>
    tf.unstack(tf.transpose(tf.reshape(x, [examples, -1, x.shape[1]]), [1, 0, 2]));
  const rows = (states) => tf.reshape(tf.transpose(tf.stack(states), [1, 0, 2]), [-1, states[0].shape[1]]);
  return {
    keep: (x) => x,
    drop() {},
    affine,
    product: (x, w) => tf.matMul(x, w),
    add: tf.add,
    scale: (x, factor) => tf.mul(x, factor),
    relu: tf.relu,
    tanh: tf.tanh,
    normalize(x, weight, bias) {
      const { mean, variance } = tf.moments(x, -1, true);
      const unit = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
      return tf.add(tf.mul(unit, weight), bias);
    },
    addTable: (x, table, examples) =>
      tf.reshape(tf.add(tf.reshape(x, [examples, -1, x.shape[1]]), table), x.shape),
    conv2d: (x, w, b) => tf.add(tf.conv2d(x, w, 1, 'same'), b),
    maxPool: (x, size) => tf.maxPool(x, size, size, 'valid'),
    flatten: (x, examples) => tf.reshape(x, [examples, -1]),
    split: (x, parts) => tf.split(x, parts, 1),
    attention(q, k, v, { examples, heads: count, causal }) {
      const [a, b, c] = [q, k, v].map((x) => heads(x, examples, count));
      let scores = tf.mul(tf.matMul(a, b, false, true), 1 / Math.sqrt(a.shape[3]));
      if (causal) scores = tf.add(scores, maskOf(a.shape[2]));
      const mixed = tf.transpose(tf.matMul(tf.softmax(scores), c), [0, 2, 1, 3]);
      return tf.reshape(mixed, q.shape);
    },
    lstm(x, w, examples) {
      let h = tf.zeros([examples, w.shape[0]]);
      let c = h;
      const states = steps(x, examples).map((step) => {
        const [i, f, g, o] = tf.split(tf.add(step, tf.matMul(h, w)), 4, 1);
        c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
        h = tf.mul(tf.sigmoid(o), tf.tanh(c));
        return h;
      });
      return rows(states);
    },
    gru(x, w, bias, examples) {
      let h = tf.zeros([examples, w.shape[0]]);
      const states = steps(x, examples).map((step) => {
        const [xr, xz, xn] = tf.split(step, 3, 1);
        const [hr, hz, hn] = tf.split(affine(h, w, bias), 3, 1);
        const [r, z] = [tf.sigmoid(tf.add(xr, hr)), tf.sigmoid(tf.add(xz, hz))];
        const candidate = tf.tanh(tf.add(xn, tf.mul(r, hn)));
        h = tf.add(candidate, tf.mul(z, tf.sub(h, candidate)));
        return h;
      });
      return rows(states);
    },
  };
}

// Its images have their channels last, and so have the weights of what reads one flattened.
function channelsLast(tf, name, x, image) {
  if (x.shape.length === 4) return tf.transpose(x, name ? [2, 3, 1, 0] : [0, 2, 3, 1]);
  if (name !== 'output/weight' || !image) return x;
  const [channels, height, width] = image;
  const [, outputs] = x.shape;
  const planes = tf.reshape(x, [channels, height, width, outputs]);
  return tf.reshape(tf.transpose(planes, [1, 2, 0, 3]), x.shape);
}

// Of the image before the last flatten, or nothing: convolutions keep its size, pools divide it.
function lastImage({ model, parameters, batches }) {
  const convolutions = Object.entries(parameters).filter(([, { shape }]) => shape.length === 4);
  if (convolutions.length === 0) return undefined;
  const [, , height, width] = batches[0].x.shape;
  const shrunk = model.layers.reduce((n, l) => (l.kind === 'max_pool2d' ? n * l.kernel : n), 1);
  return [convolutions.at(-1)[1].shape[0], height / shrunk, width / shrunk];
}

export async function train(id, workload, options) {
  const tf = await load();
  const loaded = await trace(id, workload);
  const { batches, classes, optimizer, parameters, tables } = loaded;
  registerConvolution(tf);
  const tensor = ({ data, shape }, name) =>
    channelsLast(tf, name, tf.tensor(data, shape), lastImage(loaded));
  const names = Object.keys(parameters);
  const initial = names.map((name) => tensor(parameters[name], name));
  const variables = initial.map((value) => tf.variable(value));
  const byName = Object.fromEntries(names.map((name, i) => [name, variables[i]]));
  const constants = Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, tensor(table, name)]),
  );
  const data = batches.map((batch) =>
    Object.fromEntries(Object.entries(batch).map(([part, value]) => [part, tensor(value)])),
  );
  const ops = operations(tf);
  const lossOf = (batch) => {
    const y = predict(ops, loaded, (name) => byName[name], (name) => constants[name], batch);
    return classes
      ? tf.losses.softmaxCrossEntropy(batch.target, y)
      : tf.mul(tf.mean(tf.square(tf.sub(y, batch.target))), 0.5);
  };
  let rule;
  let step;
  let loss;
  return getReady(
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
