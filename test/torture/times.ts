/** How long a call to a vendor may take here, in ms. */
export const TIMEOUT_MS = 800;
/** How long what came of a call may take to appear, in ms. */
export const GRACE_MS = 2_000;
/** How long before a person is asked, in ms. */
export const PATIENCE_MS = 10_000;
