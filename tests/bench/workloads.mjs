// The workloads that networks are trained on, as experiments. Every engine gets Lushan's initial weights
// and batches, so that their losses must agree.

const dense = (units, activation, initializer) => ({ kind: 'dense', units, activation, initializer });

export const workloads = {
  W1: {
    text: 'MLP 2-8-8-1, tanh, batch 10, SGD, circle',
    experiment: {
      lushan: 1,
      task: { kind: 'circle' },
      model: {
        layers: [dense(8, 'tanh', 'xavier_uniform'), dense(8, 'tanh', 'xavier_uniform')],
        output: { activation: 'tanh' },
      },
      train: {
        loss: { kind: 'half_squared' },
        optimizer: { kind: 'sgd', lr: 0.03 },
        batch: 10,
      },
    },
    engines: ['lushan', 'tfjs', 'jax', 'convnet'],
  },
  W2: {
    text: 'MLP 784-128-64-10, ReLU, cross-entropy, batch 32, Adam, MNIST',
    // The digits as they are: moving them at random is no part of a step.
    experiment: {
      lushan: 1,
      task: { kind: 'mnist', shift: 0, rotate: 0, zoom: 0 },
      model: {
        layers: [
          { kind: 'flatten' },
          dense(128, 'relu', 'he_uniform'),
          dense(64, 'relu', 'he_uniform'),
        ],
      },
      train: {
        loss: { kind: 'cross_entropy' },
        optimizer: { kind: 'adam', lr: 0.001 },
        batch: 32,
      },
    },
    engines: ['lushan', 'tfjs', 'jax'],
  },
};

export const products = {
  name: 'W7',
  text: 'square matrix products',
  sizes: [32, 64, 128, 256, 512],
  engines: ['lushan', 'tfjs'],
};

export const batches = 50; // of a trace: a peer walks them round and round
export const verified = [1, 10, 50]; // steps whose loss is compared
