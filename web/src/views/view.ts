import type { Component, Snippet } from 'svelte';
import type { Column, LayerInfo, RunInfo } from '../engine/types';

/** Where the page puts a view. */
export type Place = 'network' | 'outcome' | 'curves' | 'inspector';

/** What the user is looking at; a view may watch more when something is selected or hovered. */
export interface ViewContext {
  /** Path of the block that was clicked (`dense_1`, `features`, `output`), or null. */
  block: string | null;
  /** The unit under the pointer or the keyboard focus: a node of the grid probe and a column of it. */
  unit: { node: string; unit: number } | null;
  /** The tensor the inspector shows, as a watch path. */
  tensor: string | null;
}

/** The place above one column of the network: the builder's controls for that block go there. */
export interface HeaderSlot {
  layer: LayerInfo;
  /** Width of the place in CSS pixels. */
  width: number;
}

/** The place between two columns: "+" inserts a block before position `index` of a column. */
export interface GapSlot {
  index: number;
  column?: Column;
}

export interface ViewProps {
  info: RunInfo;
  /** Drawn above each column of the network. */
  header?: Snippet<[HeaderSlot]>;
  /** Drawn between columns of the network. */
  gap?: Snippet<[GapSlot]>;
}

/** One visualisation. Each folder beside this file default-exports one: from its index.ts, or from its
 *  block.ts where the inspector shows it. */
export interface View {
  name: string;
  place: Place;
  /** Views of one place are listed in ascending order; the first that applies is shown first. */
  order: number;
  /** `layer` is the block that the inspector shows; elsewhere there is none. */
  applies(info: RunInfo, layer?: LayerInfo): boolean;
  /** The engine paths it needs in every frame; re-evaluated when `context` changes. */
  watch(info: RunInfo, context: ViewContext): string[];
  /** Fetched when it is first shown: most visits never see most of them. */
  component: () => Promise<{ default: Component<ViewProps> }>;
  /** The page opens on it: its texts are among those that come first. */
  opening?: boolean;
  /** In the inspector it has more height, and the width of the block's options until they are asked for. */
  wide?: boolean;
}
