// ConvNetJS: plain JavaScript in double precision, one example at a time.
import { script, trace } from './load.mjs';
import { getReady } from './measure.mjs';

export async function train(id, workload, options) {
  await script('/tests/bench/node_modules/convnetjs/build/convnet.js');
  const { convnetjs } = globalThis;
  const { model, parameters, batches, optimizer } = await trace(id, workload);
  const layers = [...model.layers, { ...model.output, kind: 'output' }].map(({ kind, activation }, i) => {
    const name = kind === 'output' ? kind : `${kind}_${i + 1}`;
    return {
      weight: parameters[`${name}/weight`],
      bias: parameters[`${name}/bias`],
      activation,
    };
  });
  const size = batches[0].x.shape[0];
  const data = batches.map(({ x, target }) =>
    Array.from({ length: size }, (_, row) => {
      const width = x.shape[1];
      const vol = new convnetjs.Vol(1, 1, width, 0);
      for (let i = 0; i < width; ++i) vol.w[i] = x.data[row * width + i];
      return [vol, [target.data[row]]];
    }),
  );

  function network() {
    const net = new convnetjs.Net();
    net.makeLayers([
      { type: 'input', out_sx: 1, out_sy: 1, out_depth: batches[0].x.shape[1] },
      ...layers.map(({ bias, activation }) => ({
        type: 'fc',
        num_neurons: bias.data.length,
        activation,
      })),
      { type: 'regression', num_neurons: 1 },
    ]);
    // "regression" puts a linear layer of its own before itself
    net.layers.splice(net.layers.length - 2, 1);
    const dense = net.layers.filter((layer) => layer.layer_type === 'fc');
    layers.forEach(({ weight, bias }, l) => {
      const units = bias.data.length;
      for (let unit = 0; unit < units; ++unit) {
        const { w } = dense[l].filters[unit];
        for (let i = 0; i < w.length; ++i) w[i] = weight.data[i * units + unit];
        dense[l].biases.w[unit] = bias.data[unit];
      }
    });
    return net;
  }

  let trainer;
  let step;
  let loss;
  return getReady(
    {
      reset() {
        const rule = { method: 'sgd', learning_rate: optimizer.lr, momentum: 0, batch_size: size };
        trainer = new convnetjs.Trainer(network(), { ...rule, l2_decay: 0 });
        step = 0;
      },
      step() {
        let sum = 0;
        for (const [x, y] of data[step++ % data.length]) sum += trainer.train(x, y).cost_loss;
        loss = sum / size / 4; // it reports 2 (x - y)^2 where its gradient is that of (x - y)^2 / 2
      },
      loss: () => loss,
    },
    options,
  );
}
