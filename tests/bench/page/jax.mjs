// jax-js with its WASM backend: loss, gradients and update in one jit.
import * as jax from '/tests/bench/node_modules/@jax-js/jax/dist/index.js';
import { trace } from './load.mjs';
import { measureSteps } from './measure.mjs';

const { numpy: np, nn, tree } = jax;
const [beta1, beta2, eps] = [0.9, 0.999, 1e-8];

// An array is used up by the function it is given to; .ref keeps it for another use.
export async function train(id, workload, options) {
  if (!(await jax.init()).includes('wasm')) throw new Error('jax-js has no WASM backend here');
  jax.defaultDevice('wasm');
  const { layers, batches, classes, optimizer } = await trace(id, workload);
  const array = ({ data, shape }) => np.array(data).reshape(shape);
  const initial = Object.fromEntries(
    layers.flatMap((l, i) => [[`w${i}`, array(l.weight)], [`b${i}`, array(l.bias)]]),
  );
  const names = Object.keys(initial);
  const data = batches.map(({ x, target }) => ({
    x: array(x),
    target: classes ? np.array(Int32Array.from(target.data)) : array(target),
  }));

  const lossOf = (p, { x, target }) => {
    let y = x;
    layers.forEach(({ activation }, i) => {
      y = np.add(np.matmul(y, p[`w${i}`].ref), p[`b${i}`].ref);
      if (activation !== 'linear') y = activation === 'relu' ? nn.relu(y) : np.tanh(y);
    });
    tree.dispose(p);
    if (!classes) return np.mean(np.square(np.subtract(y, target))).mul(0.5);
    const picked = np.multiply(nn.logSoftmax(y, -1), nn.oneHot(target, layers.at(-1).bias.shape[0]));
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
  return measureSteps(
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
