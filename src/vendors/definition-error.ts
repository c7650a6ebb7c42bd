/** A definition, or the fake of one, makes no sense; the message says in a sentence what is wrong with it. */
export class DefinitionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DefinitionError';
  }
}
