import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stateSchema } from './nouns.ts';
import type { State } from './nouns.ts';

/** The state and how it is kept. */
export interface Store {
  state: State;
  /** Called after every change, before its answer leaves: what was acknowledged survives a kill. */
  save: () => void;
}

/** Opens the data file, or a fresh state where there is none; without a file everything stays in memory. */
export function openStore(dataFile: string | undefined): Store {
  if (dataFile === undefined) {
    return { state: emptyState(), save: () => undefined };
  }
  const state = existsSync(dataFile)
    ? stateSchema.parse(JSON.parse(readFileSync(dataFile, 'utf8')))
    : emptyState();
  return { state, save: () => writeWhole(dataFile, JSON.stringify(state, undefined, 1)) };
}

function emptyState(): State {
  return {
    sequence: 0,
    users: [],
    courses: [],
    enrolments: [],
    tools: [],
    resourceLinks: [],
    lineItems: [],
    results: [],
    keys: [],
  };
}

function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.tmp`;
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, file);
}
