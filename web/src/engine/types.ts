// The engine's JSON, typed. The engine is the authority: the manifest describes every option, and
// describe() validates every document. Nothing here repeats a name, a range or a default.

/** One option of something, as the engine describes it; forms are drawn from it. */
export type Field = {
  name: string;
  /** May change while a run goes on; otherwise a change starts the run anew. */
  live: boolean;
} & (
  | {
      type: 'integer';
      min: number;
      max: number;
      default: number;
      scale: Scale;
      /** A switch for each of several things: for the view that shows them, not for a form. */
      bits?: boolean;
    }
  | {
      type: 'number';
      min: number;
      max: number;
      default: number;
      scale: Scale;
      /** Means something only to a model with a decoder. */
      decoder?: boolean;
    }
  | { type: 'flag'; default: boolean }
  | { type: 'choice'; choices: string[]; default: string }
  | { type: 'text'; max_bytes: number; default: string }
  | { type: 'numbers'; max_count: number; default: number[] }
);
export type Scale = 'linear' | 'log';
export type FieldValue = number | boolean | string | number[];

export interface Entry {
  name: string;
  fields: Field[];
}
export type TargetKind = 'values' | 'classes' | 'tokens';
export type InputKind = 'vector' | 'image' | 'sequence' | 'tokens';
export interface TaskEntry extends Entry {
  group: string;
  input: InputKind;
  /** Name of the data file it needs, fetched when it is chosen. */
  asset: string | null;
}
export interface BlockEntry extends Entry {
  takes: InputKind[];
  /** What it gives; left out where that is what it takes, or for its options to say. */
  gives?: InputKind;
  /** Stands in a decoder only: it reads what the encoder gives. */
  decodes?: boolean;
}
export interface LossEntry extends Entry {
  targets: TargetKind[];
}

export interface Manifest {
  lushan: number;
  tasks: TaskEntry[];
  blocks: BlockEntry[];
  activations: { name: string }[];
  initializers: { name: string }[];
  losses: LossEntry[];
  optimizers: Entry[];
  schedules: Entry[];
  model: { fields: Field[] };
  output: { fields: Field[] };
  train: { fields: Field[] };
  experiment: { fields: Field[] };
}

/** An object with a kind and the options that the manifest lists for it. */
export type Options = { [name: string]: FieldValue };
export type Chosen = { kind: string } & Options;

/** The document that describes a run completely. Every option left out has the engine's default. */
export interface Experiment {
  lushan: 1;
  seed?: number;
  task: Chosen;
  model: Model;
  train: Train;
}
/** A list of blocks of a model. */
export type Column = 'layers' | 'encoder' | 'decoder';
/** Either layers, or an encoder and a decoder that reads what it gives. */
export type Model = { [column in Column]?: Chosen[] } & { output?: Options; answer?: string };
export type TrainScalar = 'batch' | 'l1' | 'l2' | 'decay' | 'clip_norm' | 'teacher_forcing';
export type Train = { loss?: Chosen; optimizer?: Chosen; schedule?: Chosen } & {
  [K in TrainScalar]?: number;
};

/** A standardised value v stands for offset + unit · v. */
export interface Scaling {
  offset: number;
  unit: number;
}
export interface Spec {
  kind: InputKind;
  shape: number[];
}
export interface LayerInfo {
  path: string;
  kind: string;
  column: Column | 'output';
  /** Position in its column; -1 for the output layer. */
  index: number;
  input: Spec;
  output: Spec;
  parameters: number;
  operations: number;
  nodes: string[];
}
export interface NodeInfo {
  name: string;
  op: string;
  shape: number[];
  parameter: boolean;
}
export interface RunInfo {
  /** The document with every default filled in. */
  experiment: Experiment;
  layers: LayerInfo[];
  nodes: NodeInfo[];
  parameters: number;
  memory: number;
  operations: number;
  task: {
    input: Spec & {
      names: string[];
      ranges: [number, number][];
      scaling?: Scaling[];
      vocabulary?: string[];
    };
    target: {
      kind: TargetKind;
      count: number;
      names: string[];
      /** Of tokens: how many an answer may have, and where they stand. */
      length?: number;
      alignment?: 'beside' | 'next' | 'pair';
      scaling?: Scaling;
    };
    /** Whether it asks with one sequence and is answered with another. */
    pairs: boolean;
    train: number;
    test: number;
    chance: number;
  };
  loss: { kind: string; width: number; link: string };
}

export interface Status {
  state: 'ready' | 'stopped';
  message?: string;
  code?: 'non_finite';
  node?: string;
  step?: number;
  remedy?: string;
}

export type Split = 'train' | 'test';
export interface Metrics {
  loss: number;
  /** NaN where the targets are values; of tokens, the share of them that are right. */
  accuracy: number;
  /** Of tokens: the share of answers that are right to the last token. NaN otherwise. */
  exact: number;
  /** Of tokens: e to the mean loss. NaN otherwise. */
  perplexity: number;
}
export interface Evaluation extends Metrics {
  count: number;
}
export interface CsvColumn {
  name: string;
  type: 'numeric' | 'categorical';
  distinct: number;
  missing: number;
  /** Inputs it becomes: one for numbers, one for each category, 0 when it cannot be an input. */
  inputs: number;
  /** What it is when it is predicted; none when it cannot be. */
  target: 'values' | 'classes' | 'none';
}
/** The chain rule for one weight: its gradient, and the products that it is the sum of, by the nodes where it
 *  takes part. A place is a row of the node, or a position of its image. */
export interface GradientTerms {
  gradient: number;
  shares: {
    node: string;
    op: string;
    shape: number[];
    places: number[];
    errors: number[];
    factors: number[];
  }[];
}

/** Least squares in closed form. */
export interface Solution {
  weights: number[];
  bias: number;
  loss: number;
}

/** What the model is asked to write: an input, as text or tokens, and how to choose each token. */
export type WriteRequest = ({ text: string } | { tokens: number[] }) & {
  /** An answer that is to be gone on with. */
  written?: number[];
  method?: string;
  temperature?: number;
  top_k?: number;
  top_p?: number;
  beams?: number;
  seed?: number;
  /** Tokens at most. */
  length?: number;
};
/** A token that was considered: the index of the one before it or -1, the token, the log probability of
 *  all up to here, and whether the search went on from it. */
export type Considered = [parent: number, token: number, logProbability: number, kept: boolean];
/** A token, its probability, and, where tokens are drawn, the chance of being drawn. */
export type Candidate = [token: number, probability: number, chance?: number];

/** An input of the user's own, and what a model wrote to it; `ended`: an end followed. */
export type ShowRequest = ({ text: string } | { tokens: number[] }) & {
  written?: number[];
  ended?: boolean;
};
/** A table of positions at any size; what is drawn at random is drawn with that seed. */
export interface PositionRequest {
  method: string;
  rows: number;
  columns: number;
  base: number;
  seed: number;
}

/** What a model wrote. */
export interface Writing {
  input: number[];
  tokens: number[];
  text: string;
  ended: boolean;
  log_probability: number;
  /** Of each step, its likeliest tokens with their probabilities; empty for beam search. */
  steps: Candidate[][];
  considered: Considered[];
}

/** A copy of one named tensor. */
export interface Tensor {
  shape: number[];
  data: Float32Array;
}
