import type {
  CsvColumn,
  Evaluation,
  Experiment,
  GradientTerms,
  Manifest,
  Metrics,
  PositionRequest,
  RunInfo,
  ShowRequest,
  Solution,
  Split,
  Status,
  Tensor,
  Train,
  WriteRequest,
  Writing,
} from './types';

// The whole contract between page and worker: two unions. Every request carries an id and is
// answered once; frames come unasked.

/** Steps between two pictures: a number slows training down so that it can be watched. */
export type Speed = number | 'max';

/** One parameter to vary in a picture of the loss: which scalar, and between which values. */
export interface Axis {
  name: string;
  index: number;
  min: number;
  max: number;
}

/** What the example probe runs: a row of the data, or values of the user's own. */
export type Example = { split: Split; index: number } | { values: Float32Array };

/** How some steps are to be done. */
export interface Pace {
  /** Whole splits are measured at every step that is a multiple of it, and only there. */
  every?: number;
  /** Ends the steps early when the run has trained for so long. */
  seconds?: number;
}

/** How far a run is. */
export interface Progress {
  step: number;
  epoch: number;
  /** Spent in training steps since the session was opened. */
  trainedSeconds: number;
}

/** What was measured at a step that had been asked for: the same steps on every machine. */
export interface Measure {
  step: number;
  epoch: number;
  train: Metrics;
  test: Metrics;
}

/** Requests and their answers. Those after `open` need an open session. */
export interface Requests {
  manifest: { ask: object; answer: Manifest };
  describe: { ask: { experiment: Experiment; asset: Uint8Array | null }; answer: RunInfo };
  schedule: { ask: { schedule: object; steps: number; count: number }; answer: Float32Array };
  positions: { ask: PositionRequest; answer: Float32Array };
  digit: { ask: { pixels: Float32Array; width: number; height: number }; answer: Float32Array };
  columns: { ask: { text: string }; answer: CsvColumn[] };
  open: {
    ask: { experiment: Experiment; asset: Uint8Array | null; state: Uint8Array | null };
    answer: RunInfo;
  };
  step: { ask: { count: number } & Pace; answer: Progress };
  train: { ask: { train: Train }; answer: null };
  option: { ask: { path: string; value: number }; answer: null };
  parameter: { ask: { name: string; index: number; value: number }; answer: null };
  /** Takes the weights of a safetensors file; the step and the optimizer's state stay as they are. */
  weights: { ask: { bytes: Uint8Array }; answer: null };
  /** Measures a split under each value of a live option in turn, with the weights as they are. The
   *  last value stays. */
  trial: { ask: { path: string; values: number[]; split: Split }; answer: Metrics[] };
  example: { ask: Example; answer: null };
  /** Makes the probe's step on the example one of the run's own. */
  apply: { ask: object; answer: null };
  evaluate: { ask: { split: Split }; answer: Evaluation };
  read: { ask: { paths: string[] }; answer: Tensor[] };
  landscape: { ask: { a: Axis; b: Axis; resolution: number }; answer: Float32Array };
  path: { ask: object; answer: Float32Array };
  write: { ask: { request: WriteRequest }; answer: Writing };
  /** Makes an input of the user's own the example that is shown, with what was written to it. */
  show: { ask: { request: ShowRequest }; answer: { input: number[]; target: number[] } };
  solution: { ask: object; answer: Solution | null };
  /** What a weight's gradient for the example is the sum of. */
  terms: { ask: { name: string; index: number }; answer: GradientTerms };
  fingerprint: { ask: object; answer: { fingerprint: string; step: number } };
  save: { ask: object; answer: { state: Uint8Array; step: number } };
  /** Shows the run as it was at one of its moments, or, null, as it is now. */
  moment: { ask: { step: number | null }; answer: null };
  /** Makes a moment the present of the run: what came after it is kept aside. */
  branch: { ask: { step: number }; answer: RunInfo };
  /** Goes back to what the last branch put aside, which puts the branch aside in its turn. */
  rejoin: { ask: object; answer: RunInfo };
}
export type RequestName = keyof Requests;
export type Ask<K extends RequestName> = Requests[K]['ask'];
export type Answer<K extends RequestName> = Requests[K]['answer'];
export type AnyRequest = { [K in RequestName]: { ask: K } & Ask<K> }[RequestName];

export type ToWorker =
  | { type: 'request'; id: number; request: AnyRequest }
  /** Frames tell the number of the order they follow: a late one may still show the rest before.
   *  `goal` is a step at which it pauses by itself; one that lies behind, or 0, is none. */
  | { type: 'run'; speed: Speed; order: number; goal: number }
  | { type: 'pause' }
  /** Replaces what this owner watches; an empty list ends it. */
  | { type: 'watch'; owner: string; paths: string[] }
  /** A frame's buffer comes back, ready to be filled again. */
  | { type: 'recycle'; buffer: ArrayBuffer };

export interface FrameHead extends Progress {
  /** Of the last `run` that was seen. */
  order: number;
  running: boolean;
  status: Status;
  /** Mean batch loss since the frame before; NaN when no step lies between. */
  loss: number;
  learningRate: number;
  gradientNorm: number;
  /** The step whose tensors the summaries are of; -1 for none. They are made now and then. */
  summed: number;
  stepsPerSecond: number;
  /** Of the parameters; told at rest only. */
  fingerprint?: string;
  /** Of whole splits; measured now and then, so the step they belong to is told. */
  metrics?: { step: number; train: Metrics; test: Metrics };
  /** The step that the run has reached; `step` is earlier where a past moment is shown. */
  present: number;
  past: boolean;
  /** The steps that can be shown; told when they have changed. */
  moments?: number[];
}
/** Where a watched tensor lies in a frame's buffer, counted in floats. */
export interface Slot {
  path: string;
  shape: number[];
  offset: number;
  length: number;
}

/** One operation of a JSON Patch (RFC 6902) on the document. */
export interface Remedy {
  op: 'add' | 'replace' | 'remove';
  path: string;
  value?: unknown;
}
/** What the engine says when it refuses something. */
export interface Refused {
  message: string;
  /** The layer it is about, as the run's description names it; empty when it is about none. */
  layer?: string;
  /** Edits of the document, each of which would do. */
  remedies?: Remedy[];
  /** Where in the document, such as `task.text`; empty where that is not known. */
  place?: string;
}

export type FromWorker =
  | { type: 'answer'; id: number; result: unknown }
  | ({ type: 'refusal'; id: number; code: ErrorCode } & Refused)
  | { type: 'frame'; head: FrameHead; slots: Slot[]; buffer: ArrayBuffer }
  | { type: 'measure'; measure: Measure };

/** What the page receives as one picture of the run. Its tensors are valid until the next one. */
export interface Frame extends FrameHead {
  tensors: Map<string, Tensor>;
}

/** `engine`: its own sentence; `load`: the module could not be started; `crash`: the worker died. */
export type ErrorCode = 'engine' | 'load' | 'crash' | 'closed';
