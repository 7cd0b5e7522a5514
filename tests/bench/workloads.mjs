// The workloads that networks are trained on, as experiments. Every engine gets Lushan's initial weights
// and batches, so that their losses must agree.

const dense = (units, activation, initializer) => ({ kind: 'dense', units, activation, initializer });
const mnist = { kind: 'mnist', shift: 0, rotate: 0, zoom: 0 }; // moving digits at random is no part of a step
const reverse = (length, alphabet, samples = 2000) => ({
  kind: 'reverse',
  length,
  alphabet,
  shorter: false,
  samples,
});
const train = (lr) => ({ loss: { kind: 'cross_entropy' }, optimizer: { kind: 'adam', lr }, batch: 32 });

// A vocabulary of 32 with the three special tokens, an answer beside each of 32 steps.
const recurrent = (kind) => ({
  lushan: 1,
  task: reverse(32, 29),
  model: { answer: 'beside', layers: [{ kind: 'embedding', dim: 32 }, { kind, units: 64 }] },
  train: train(0.003),
});
const column = (kind) => [
  { kind: 'embedding', dim: 64, scale: true },
  { kind: 'position', method: 'sinusoidal' },
  { kind, repeat: 2, heads: 8, hidden: 256 },
];
const tensors = ['lushan', 'tfjs', 'jax'];

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
    engines: [...tensors, 'convnet'], // which has no Adam, nor sequences
  },
  W2: {
    text: 'MLP 784-128-64-10, ReLU, cross-entropy, batch 32, Adam, MNIST',
    experiment: {
      lushan: 1,
      task: mnist,
      model: {
        layers: [
          { kind: 'flatten' },
          dense(128, 'relu', 'he_uniform'),
          dense(64, 'relu', 'he_uniform'),
        ],
      },
      train: train(0.001),
    },
    engines: tensors,
  },
  W3: {
    text: 'CNN 28x28: conv 3x3x8, pool, conv 3x3x16, pool, dense 10; ReLU, batch 32, Adam, MNIST',
    experiment: {
      lushan: 1,
      task: mnist,
      model: {
        layers: [
          { kind: 'conv2d', channels: 8, kernel: 3, padding: 1 },
          { kind: 'max_pool2d', kernel: 2, stride: 2 },
          { kind: 'conv2d', channels: 16, kernel: 3, padding: 1 },
          { kind: 'max_pool2d', kernel: 2, stride: 2 },
          { kind: 'flatten' },
        ],
      },
      train: train(0.001),
    },
    engines: tensors,
  },
  W4: {
    text: 'embedding 32, LSTM 64 over 32 steps, dense 32 at each; batch 32, Adam',
    experiment: recurrent('lstm'),
    engines: tensors,
  },
  W4b: {
    text: 'embedding 32, GRU 64 over 32 steps, dense 32 at each; batch 32, Adam',
    experiment: recurrent('gru'),
    engines: tensors,
  },
  W5: {
    text: 'Transformer d 64, 8 heads, FFN 256, 2+2 layers, vocabulary 32, source 16, target 16 and its end; batch 32, Adam',
    experiment: {
      lushan: 1,
      task: reverse(16, 29),
      model: { encoder: column('encoder_layer'), decoder: column('decoder_layer') },
      train: train(0.001),
    },
    engines: tensors,
  },
  W6: {
    text: 'decoder-only Transformer d 128, 4 heads, FFN 512, 4 layers, context 64, vocabulary 64; batch 16, Adam',
    experiment: {
      lushan: 1,
      task: reverse(64, 61, 200), // evaluated before and after each native run
      model: {
        answer: 'beside',
        layers: [
          { kind: 'embedding', dim: 128 },
          { kind: 'position', method: 'learned' },
          { kind: 'encoder_layer', repeat: 4, heads: 4, hidden: 512, causal: true, placement: 'pre' },
          { kind: 'layer_norm' },
        ],
      },
      train: { ...train(0.001), batch: 16 },
    },
    batches: 10, // a trace holds the weights after each
    engines: tensors,
  },
};

export const products = {
  name: 'W7',
  text: 'square matrix products',
  sizes: [32, 64, 128, 256, 512],
  engines: ['lushan', 'tfjs', 'jax'],
};

export const batches = 50; // of a trace, unless a workload says less: a peer walks them round and round
export const verified = [1, 10, 50]; // steps whose loss is compared, as far as the trace leads
