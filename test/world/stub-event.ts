import { type Phase, WindowEvent } from '../../src/world/index.ts';

/** An event of any phase, for tests of what orders events. */
export class StubEvent extends WindowEvent {
  readonly phase: Phase;
  readonly name: string;

  constructor(name: string, phase: Phase, earliest = 0, latest = earliest) {
    super();
    this.name = name;
    this.phase = phase;
    this.earliest = earliest;
    this.latest = latest;
  }

  get kind(): string {
    return this.phase;
  }

  get label(): string {
    return this.name;
  }

  happen(): void {}
}
