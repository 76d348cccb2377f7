import { thin } from '../../../reports/chart/thin.ts';

/**
 * Growth of one replicate since its first sample while samples come. However long a run is, a line stays short:
 * when it is full, it is thinned to the lowest and the highest value of each of its columns, so that no peak is lost.
 */
export class GrowthLine {
  cycles: number[] = [];
  growth: number[] = [];
  private first: number | null = null;
  private readonly mostPoints: number;

  constructor(mostPoints: number) {
    this.mostPoints = mostPoints;
  }

  /** @returns whether the line was thinned, so that who drew it must draw it anew */
  add(cycle: number, value: number): boolean {
    this.first ??= value;
    this.cycles.push(cycle);
    this.growth.push(value - this.first);
    if (this.cycles.length <= this.mostPoints) return false;
    const kept = thin(Float64Array.from(this.growth), Math.floor(this.mostPoints / 4));
    this.cycles = kept.map((at) => this.cycles[at] ?? 0);
    this.growth = kept.map((at) => this.growth[at] ?? 0);
    return true;
  }
}
