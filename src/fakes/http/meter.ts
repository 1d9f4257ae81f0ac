// In-flight figures of a route, a host, or of all: the spans of its requests, and how many there were at once.
import type { Activity, SpanRecord } from '../../world/index.ts';

export interface Metered extends Activity {
  /** How many requests were under way at once, at the most. */
  readonly peak: number;
}

export class Meter implements Metered {
  readonly name: string;
  readonly spans: SpanRecord[] = [];
  peak = 0;
  #underWay = 0;

  constructor(name: string) {
    this.name = name;
  }

  begin(span: SpanRecord): void {
    this.spans.push(span);
    this.peak = Math.max(this.peak, ++this.#underWay);
  }

  end(): void {
    this.#underWay--;
  }
}
