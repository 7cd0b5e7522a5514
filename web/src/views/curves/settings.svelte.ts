import type { Axes } from './plot';
import type { Quantity, QuantityName } from './quantities';

/** How curves are drawn, wherever they are: beside the network and in a comparison alike. */
class CurveSettings {
  shown = $state.raw<readonly QuantityName[]>(['loss', 'accuracy']);
  axes = $state.raw<Axes>({ x: false, y: false });
  /** Weight of the past in the moving average; 0 draws what was measured. */
  smoothing = $state(0);

  toggle(name: QuantityName): void {
    this.shown = this.shown.includes(name)
      ? this.shown.filter((other) => other !== name)
      : [...this.shown, name];
  }

  /** Those of all that there are which are to be drawn; there is always one. */
  of(all: Quantity[]): Quantity[] {
    const chosen = all.filter(({ name }) => this.shown.includes(name));
    return chosen.length > 0 ? chosen : all.slice(0, 1);
  }
}

export const curveSettings = new CurveSettings();
