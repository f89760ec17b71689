import type { SandboxFaults } from './types.ts';

/** A board of switches with nothing switched on. */
export function createFaults(): SandboxFaults {
  const faults: SandboxFaults = {
    reset() {
      for (const name of Object.keys(faults)) {
        if (name !== 'reset') Reflect.deleteProperty(faults, name);
      }
    },
  };
  return faults;
}
