/** Waits for SIGINT or SIGTERM. */
export async function untilStopped(): Promise<void> {
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
