/** Why a command cannot do its work, and what to do about it: a sentence for people that names no URL and no secret. */
export class CommandError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
  }
}
