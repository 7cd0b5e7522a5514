import type { Frame } from '../engine/protocol';
import type { LayerInfo, RunInfo } from '../engine/types';
import { optionsAt } from './model';

// What goes wrong inside a network without stopping it: units that are always zero, gates and squashing
// functions at their ends, gradients that fade or grow. Told from summaries that the engine makes of whole
// tensors, and only when they say the same for a while.

/** `dead`: units of a ReLU that are zero whatever comes in; `stuck`: units of tanh or sigmoid always at an
 *  end; `gate`: likewise of a gate; `fading`: the gradient dies out on its way back through time; `deep`: on
 *  its way back through the layers; `growing`: it is very long; `untaught`: none arrives; `broken`: a
 *  number that is not finite. */
export type Trouble =
  'dead' | 'stuck' | 'gate' | 'fading' | 'deep' | 'growing' | 'untaught' | 'broken';

export interface Finding {
  trouble: Trouble;
  /** Path of the block it is found in. */
  block: string;
  node: string;
  /** Units (channels of a picture), from 0; of how many. */
  units: number[];
  of: number;
  /** Examples that were looked at. */
  examples: number;
  /** Of a gate its name's last part, such as `forget`; else empty. */
  gate: string;
  /** Of gradients: the share that is left, or the length. */
  size: number;
}

const looks = 8; // times that it must be so, one after the other
const fewest = 256; // examples that must have been seen meanwhile
const end = 0.98; // beyond it a tanh hardly has a slope left; a sigmoid beyond 1 - (1 - end)
const faded = 1e-4; // share of a gradient
const long = 100; // length of the whole gradient
const notable = 0.25; // of a layer's gates: single ones may well stand at an end

const gateNames: Record<string, string[]> = {
  lstm: ['input', 'forget', 'candidate', 'output'],
  gru: ['reset', 'update', 'candidate'],
};

interface Probe {
  path: string;
  node: string;
  layer: LayerInfo;
  kind: 'relu' | 'tanh' | 'sigmoid' | 'gates' | 'flow';
  op: string;
}

/** What is watched in a network. */
function probesOf(info: RunInfo): Probe[] {
  const nodes = new Map(info.nodes.map((node) => [node.name, node]));
  return info.layers.flatMap((layer) =>
    layer.nodes.flatMap((name): Probe[] => {
      const node = nodes.get(name);
      if (!node || node.parameter || node.shape.length < 2) return [];
      const { op } = node;
      const ranges = `summary:ranges/${name}`;
      const probe = { node: name, layer, op };
      if (op === 'relu' || op === 'tanh' || op === 'sigmoid')
        return layer.kind === 'output' ? [] : [{ ...probe, path: ranges, kind: op }];
      if (Object.hasOwn(gateNames, op) && name.endsWith('/gates'))
        return [{ ...probe, path: ranges, kind: 'gates' }];
      // Step by step, with input feeding, the gates are parts of a cell.
      if (Object.hasOwn(gateNames, op) && name.endsWith('/cells')) {
        const path = `summary:gates:${gateNames[op].length}/${name}`;
        return [{ ...probe, path, kind: 'gates' }];
      }
      if (name === `${layer.path}/attended`)
        // tanh as well, with input feeding
        return [{ ...probe, path: ranges, kind: 'tanh' }];
      if (/\/(forwards|backwards)\/state$/.test(name)) {
        const flow: Probe = { ...probe, path: `summary:flow/${name}`, kind: 'flow' };
        // Step by step a cell is apart from its states.
        const cell = nodes.get(name.replace(/state$/, 'cells'))?.op ?? op;
        if (cell !== 'rnn') return [flow];
        const relu = optionsAt(info.experiment.model, layer)?.activation === 'relu';
        return [flow, { ...probe, path: ranges, kind: relu ? 'relu' : 'tanh' }];
      }
      return [];
    }),
  );
}

/** Looks at one run, frame by frame. */
export class Diagnosis {
  readonly paths: string[];
  #probes: Probe[];
  #counts = new Map<string, Int32Array>(); // how often in a row, by what is looked for
  #summed = -1;
  #parameters: { name: string; layer: LayerInfo; count: number; index: number }[];

  constructor(readonly info: RunInfo) {
    this.#probes = probesOf(info);
    this.paths = ['summary:norms', ...this.#probes.map(({ path }) => path)];
    const all = [...new Set(info.nodes.filter((n) => n.parameter).map(({ name }) => name))];
    const sizes = new Map(
      info.nodes.map(({ name, shape, op }) => [
        name,
        op === 'buffer' ? 0 : shape.reduce((a, b) => a * b, 1),
      ]),
    );
    this.#parameters = all.flatMap((name, index) => {
      const layer = info.layers.find(({ nodes }) => nodes.includes(name));
      const count = sizes.get(name) ?? 0;
      return layer && count > 0 ? [{ name, layer, count, index }] : [];
    });
  }

  /** What is wrong, or null when this frame brings no news. */
  look(frame: Pick<Frame, 'summed' | 'status' | 'gradientNorm' | 'tensors'>): Finding[] | null {
    if (frame.status.state === 'stopped') return this.#broken(frame.status.node ?? '');
    if (frame.summed === this.#summed || frame.summed < 1) return null;
    if (frame.summed < this.#summed) this.#counts.clear();
    this.#summed = frame.summed;
    return [
      ...this.#probes.flatMap((probe) => {
        const values = frame.tensors.get(probe.path)?.data;
        if (!values || values.length === 0) return [];
        return probe.kind === 'flow' ? this.#flow(probe, values) : this.#units(probe, values);
      }),
      ...this.#gradients(frame.tensors.get('summary:norms')?.data, frame.gradientNorm),
    ];
  }

  get #batch(): number {
    return this.info.experiment.train.batch ?? 1;
  }
  get #needed(): number {
    return Math.max(looks, Math.ceil(fewest / this.#batch));
  }

  // Counts for each of `of` things how often in a row it was so; gives those for which it lasts.
  #lasting(key: string, of: number, holds: (i: number) => boolean): number[] {
    let counts = this.#counts.get(key);
    if (!counts || counts.length !== of) this.#counts.set(key, (counts = new Int32Array(of)));
    const found: number[] = [];
    for (let i = 0; i < of; i++) {
      counts[i] = holds(i) ? counts[i] + 1 : 0;
      if (counts[i] >= this.#needed) found.push(i);
    }
    return found;
  }

  #finding(trouble: Trouble, layer: LayerInfo, node: string, more: Partial<Finding> = {}): Finding {
    return {
      ...{ trouble, block: layer.path, node, units: [], of: 0, gate: '', size: NaN },
      examples: this.#needed * this.#batch,
      ...more,
    };
  }

  #units({ path, node, layer, kind, op }: Probe, ranges: Float32Array): Finding[] {
    const of = ranges.length / 3;
    const least = (u: number) => ranges[3 * u];
    const greatest = (u: number) => ranges[3 * u + 1];
    const nearest = (u: number) => ranges[3 * u + 2];
    if (kind === 'relu') {
      const units = this.#lasting(path, of, (u) => least(u) === 0 && greatest(u) === 0);
      return units.length > 0 ? [this.#finding('dead', layer, node, { units, of })] : [];
    }
    const atOne = (u: number) => nearest(u) > end;
    const atZero = (u: number) => greatest(u) < 1 - end;
    if (kind === 'tanh' || kind === 'sigmoid') {
      const holds = kind === 'tanh' ? atOne : (u: number) => atOne(u) || atZero(u);
      const units = this.#lasting(path, of, holds);
      return units.length > 0 ? [this.#finding('stuck', layer, node, { units, of })] : [];
    }
    const width = of / gateNames[op].length;
    return gateNames[op].flatMap((gate, g) => {
      const from = g * width;
      // A forget or update gate that stays open remembers, which is what it is there for.
      const mayStay = gate === 'forget' || gate === 'update' || gate === 'candidate';
      const units = this.#lasting(
        `${path}/${gate}`,
        width,
        (u) => (!mayStay && atOne(from + u)) || (gate !== 'candidate' && atZero(from + u)),
      );
      return units.length >= notable * width
        ? [this.#finding('gate', layer, node, { units, of: width, gate })]
        : [];
    });
  }

  #flow({ path, node, layer }: Probe, flow: Float32Array): Finding[] {
    const [first, last] = node.includes('/backwards/')
      ? [flow.length - 1, 0]
      : [0, flow.length - 1];
    const size = flow[last] > 0 ? flow[first] / flow[last] : NaN;
    const lasts = this.#lasting(path, 1, () => size < faded).length > 0;
    return lasts ? [this.#finding('fading', layer, node, { size, of: flow.length })] : [];
  }

  #gradients(norms: Float32Array | undefined, total: number): Finding[] {
    if (!norms) return [];
    const lengths = this.#parameters.map(({ index }) => norms[2 * index + 1]);
    const found: Finding[] = [];
    const still = this.#lasting('still', lengths.length, (i) => lengths[i] === 0);
    for (const i of still) {
      const { layer, name } = this.#parameters[i];
      if (layer.column !== 'output') found.push(this.#finding('untaught', layer, name));
    }
    // Of plain layers, one behind the other, the root mean square of the weights' gradients: one that lies
    // far behind the others. (A projection of attention may have little to learn without any harm.)
    const typical = lengths.map((length, i) => {
      const { layer, name, count } = this.#parameters[i];
      const plain = layer.kind === 'dense' || layer.kind === 'conv2d' || layer.column === 'output';
      return plain && name === `${layer.path}/weight` ? length / Math.sqrt(count) : NaN;
    });
    const most = Math.max(0, ...typical.filter(Number.isFinite));
    const behind = this.#lasting(
      'deep',
      lengths.length,
      (i) => typical[i] > 0 && typical[i] < faded * most,
    );
    const deepest = behind[0];
    if (deepest !== undefined) {
      const { layer, name } = this.#parameters[deepest];
      const size = typical[deepest] / most;
      found.push(this.#finding('deep', layer, name, { size }));
    }
    const clipped = (this.info.experiment.train.clip_norm ?? 0) > 0;
    if (this.#lasting('long', 1, () => !clipped && total > long).length > 0) {
      const longest = lengths.indexOf(Math.max(...lengths.filter(Number.isFinite)));
      const { layer, name } = this.#parameters[Math.max(0, longest)];
      found.push(this.#finding('growing', layer, name, { size: total }));
    }
    return found;
  }

  #broken(node: string): Finding[] {
    const layer = this.info.layers.find(({ nodes }) => nodes.includes(node));
    return layer ? [this.#finding('broken', layer, node)] : [];
  }
}
