import { oneInboxAgents, vogentAgents } from '../../../src/sandbox/seed.ts';

export type Agent = { readonly id: string; readonly name: string; readonly language: string };

/** The agents of the sandbox: those its phone numbers are linked to. */
export const agents: readonly Agent[] = [...oneInboxAgents, ...vogentAgents];
