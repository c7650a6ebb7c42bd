/** The mutations that take an idempotency key. */
const takesKey = new Set(['purchaseNumber', 'importSipNumber', 'createSipNumber', 'releaseNumber']);

/** The request of a mutation, with its key where it takes one. */
export function toBody(mutation: string, key: string | null, input: object) {
  const keyed = takesKey.has(mutation) && key !== null ? { idempotencyKey: key, ...input } : input;
  return { query: toDocument(mutation), variables: { input: keyed } };
}

/** Every mutation asks for the same of its answer. */
export function toDocument(mutation: string): string {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation Change($input: ${type}!) {
    ${mutation}(input: $input) {
      phoneNumber { ... on PhoneNumberRecord { id vendor vendorId address label agent { id } status acquisition } }
      operation { id status }
      userErrors { code charged retryable }
    }
  }`;
}
