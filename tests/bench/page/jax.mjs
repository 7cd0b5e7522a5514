// jax-js with its WASM backend: loss, gradients and update in one jit.
import * as jax from '/tests/bench/node_modules/@jax-js/jax/dist/index.js';
import { trace } from './load.mjs';
import { getReady, measureRates } from './measure.mjs';
import { predict } from './network.mjs';

const { numpy: np, nn, lax, tree } = jax;
const [beta1, beta2, eps] = [0.9, 0.999, 1e-8];

async function load() {
  if (!(await jax.init()).includes('wasm')) throw new Error('jax-js has no WASM backend here');
  jax.defaultDevice('wasm');
}

// An array is used up by the function it is given to; .ref keeps it for another use.
const affine = (x, w, b) => np.add(np.matmul(x, w), b);
const heads = (x, examples, count) => {
  const [rows, width] = x.shape;
  return x.reshape([examples, rows / examples, count, width / count]);
};
const steps = (x, examples) => {
  const [rows, width] = x.shape;
  return np.unstack(np.transpose(x.reshape([examples, rows / examples, width]), [1, 0, 2]), 0);
};
const rows = (states, examples, units) =>
  np.transpose(np.stack(states), [1, 0, 2]).reshape([examples * states.length, units]);

const operations = {
  keep: (x) => x.ref,
  drop: (x) => x.dispose(),
  affine,
  product: np.matmul,
  add: np.add,
  scale: (x, factor) => np.multiply(x, factor),
  relu: nn.relu,
  tanh: np.tanh,
  normalize: (x, weight, bias) =>
    np.add(np.multiply(nn.standardize(x, -1, { epsilon: 1e-5 }), weight), bias),
  addTable(x, table, examples) {
    const [rows, width] = x.shape;
    return np.add(x.reshape([examples, rows / examples, width]), table).reshape([rows, width]);
  },
  conv2d: (x, w, b) => np.add(lax.conv(x, w, [1, 1], 'SAME'), b.reshape([-1, 1, 1])),
  maxPool(x, size) {
    const [examples, channels, height, width] = x.shape;
    const [rows, columns] = [height / size, width / size];
    return np.max(x.reshape([examples, channels, rows, size, columns, size]), [3, 5]);
  },
  flatten: (x, examples) => x.reshape([examples, -1]),
  split: (x, parts) => np.split(x, parts, -1),
  attention(q, k, v, { examples, heads: count, causal }) {
    const [rows, width] = q.shape;
    const [a, b, c] = [q, k, v].map((x) => heads(x, examples, count));
    return nn.dotProductAttention(a, b, c, causal ? { isCausal: true } : {}).reshape([rows, width]);
  },
  lstm(x, w, examples) {
    const units = w.shape[0];
    let h = np.zeros([examples, units]);
    let c = np.zeros([examples, units]);
    const states = steps(x, examples).map((step) => {
      const [i, f, g, o] = np.split(np.add(step, np.matmul(h, w.ref)), 4, 1);
      const kept = np.multiply(nn.sigmoid(f), c);
      c = np.add(kept, np.multiply(nn.sigmoid(i), np.tanh(g)));
      h = np.multiply(nn.sigmoid(o), np.tanh(c.ref));
      return h.ref;
    });
    tree.dispose([h, c, w]);
    return rows(states, examples, units);
  },
  gru(x, w, bias, examples) {
    const units = w.shape[0];
    let h = np.zeros([examples, units]);
    const states = steps(x, examples).map((step) => {
      const [xr, xz, xn] = np.split(step, 3, 1);
      const [hr, hz, hn] = np.split(affine(h.ref, w.ref, bias.ref), 3, 1);
      const [r, z] = [nn.sigmoid(np.add(xr, hr)), nn.sigmoid(np.add(xz, hz))];
      const candidate = np.tanh(np.add(xn, np.multiply(r, hn)));
      h = np.add(candidate.ref, np.multiply(z, np.subtract(h, candidate)));
      return h.ref;
    });
    tree.dispose([h, w, bias]);
    return rows(states, examples, units);
  },
};

export async function train(id, workload, options) {
  await load();
  const loaded = await trace(id, workload);
  const { parameters, tables, batches, classes, optimizer } = loaded;
  const array = ({ data, shape }) => np.array(data).reshape(shape);
  const mapped = (object, f) =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, f(value)]));
  const initial = mapped(parameters, array);
  const names = Object.keys(initial);
  const constants = mapped(tables, array);
  const data = batches.map((batch) => ({ ...mapped(batch, array), ...tree.ref(constants) }));

  const lossOf = (p, batch) => {
    const { target } = batch;
    const y = predict(operations, loaded, (name) => p[name].ref, (name) => batch[name].ref, batch);
    tree.dispose(p);
    for (const name of Object.keys(constants)) batch[name].dispose();
    if (!classes) return np.mean(np.square(np.subtract(y, target))).mul(0.5);
    const picked = np.multiply(nn.logSoftmax(y, -1), target);
    return np.negative(np.mean(np.sum(picked, -1)));
  };
  const descend = (state, gradient) => {
    const p = {};
    for (const n of names) p[n] = np.subtract(state.p[n], gradient[n].mul(optimizer.lr));
    return { p };
  };
  const adam = (state, gradient) => {
    const next = { p: {}, m: {}, v: {}, t1: state.t1.mul(beta1), t2: state.t2.mul(beta2) };
    const [c1, c2] = [np.subtract(1, next.t1.ref), np.subtract(1, next.t2.ref)];
    for (const n of names) {
      const g = gradient[n];
      next.m[n] = np.add(state.m[n].mul(beta1), g.ref.mul(1 - beta1));
      next.v[n] = np.add(state.v[n].mul(beta2), np.square(g).mul(1 - beta2));
      const root = np.add(np.sqrt(np.trueDivide(next.v[n].ref, c2.ref)), eps);
      const move = np.trueDivide(np.trueDivide(next.m[n].ref, c1.ref), root).mul(optimizer.lr);
      next.p[n] = np.subtract(state.p[n], move);
    }
    tree.dispose([c1, c2]);
    return next;
  };
  const update = optimizer.kind === 'sgd' ? descend : adam;
  const advance = jax.jit((state, batch) => {
    const [loss, gradient] = jax.valueAndGrad(lossOf)(tree.ref(state.p), batch);
    return [update(state, gradient), loss];
  });
  const fresh = () => {
    if (optimizer.kind === 'sgd') return { p: tree.ref(initial) };
    const zeros = () => Object.fromEntries(names.map((n) => [n, np.zeros(initial[n].shape)]));
    return { p: tree.ref(initial), m: zeros(), v: zeros(), t1: np.array(1), t2: np.array(1) };
  };

  let state;
  let step;
  let loss;
  return getReady(
    {
      reset() {
        if (state) tree.dispose(state);
        state = fresh();
        step = 0;
      },
      async step() {
        loss?.dispose();
        [state, loss] = advance(state, tree.ref(data[step++ % data.length]));
        if (step % 8 === 0) await loss.ref.data(); // bounds the queue
      },
      loss: async () => (await loss.ref.data())[0],
    },
    options,
  );
}

/** Chains of products, for jax-js never does one whose result nobody reads. */
export async function multiply(sizes, options) {
  await load();
  const product = jax.jit((x, y) => np.matmul(x, y));
  const chained = 16;
  const cases = sizes.map((size) => {
    const random = () => Float32Array.from({ length: size * size }, () => Math.random() - 0.5);
    const level = 2 * Math.sqrt(3 / size); // keeps a product's numbers as large as its factors'
    const a = np.array(random()).reshape([size, size]);
    const b = np.array(random().map((v) => v * level)).reshape([size, size]);
    return {
      name: `${size}`,
      unit: 2 * size ** 3,
      prepare: () => async (n) => {
        let c = a.ref;
        for (let k = 1; k <= n; ++k) {
          c = product(c, b.ref);
          if (k % chained === 0 && k < n) {
            await c.data();
            c = a.ref;
          }
        }
        await c.data();
      },
    };
  });
  return measureRates(cases, options);
}
