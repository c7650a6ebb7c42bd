const { setImmediate, performance } = globalThis;
const readClock = performance.now.bind(performance);

/** Lets everything go on that can without any time passing: the event loop comes round when all of it waits again. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The time that really passes, in ms. */
export function realMs(): number {
  return readClock();
}
