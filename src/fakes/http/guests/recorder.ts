// Recording a cassette: nock's recorder listens while the program talks to the real service. The recorder is the process's, so one world records at a time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError } from '../../../world/index.ts';
import type { CassetteOptions, Recording } from './cassette.ts';
import { loadPeer } from './optional.ts';

interface Nock {
  readonly recorder: {
    rec(options: { output_objects: true; dont_print: true }): void;
    play(): Recording[];
    clear(): void;
  };
  restore(): void;
  isActive(): boolean;
  activate(): void;
}

let recording: string | undefined;

/** Whether the environment asks for recordings in place of replays. */
export function isRecording(): boolean {
  return process.env.ESCAPEMENT_RECORD === '1';
}

/**
 * Begins to record. The result ends it, and writes the file.
 *
 * @throws {@link SetupError} if nock is not installed, or something else is being recorded
 */
export function record(file: string, { redact = (each) => each }: CassetteOptions): () => void {
  if (recording !== undefined) {
    throw new SetupError(
      `http.cassette(${JSON.stringify(file)}) cannot record while ${JSON.stringify(recording)} is being recorded.\n` +
        "  nock's recorder hears the whole process. Record one test at a time: without test.concurrent, and each file once.",
    );
  }
  const nock = loadPeer<{ default: Nock }>('nock', 'recording a cassette').default;
  recording = file;
  if (!nock.isActive()) nock.activate();
  nock.recorder.rec({ output_objects: true, dont_print: true });
  return () => {
    recording = undefined;
    const recordings = nock.recorder
      .play()
      .map(redact)
      .filter((each) => each !== undefined);
    nock.recorder.clear();
    nock.restore();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(recordings, undefined, 2)}\n`);
  };
}
