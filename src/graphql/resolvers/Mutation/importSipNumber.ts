import { Secret } from '../../../domain/secret.ts';
import { importSipNumber as importSip } from '../../../operations/import-sip-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation, toRouting } from '../../inputs.ts';

export const importSipNumber: NonNullable<MutationResolvers['importSipNumber']> = (_parent, { input }, context) =>
  runMutation(importSip, context, {
    idempotencyKey: input.idempotencyKey,
    vendor: input.vendor,
    number: input.number,
    terminationUri: input.terminationUri,
    username: input.username,
    password: new Secret(input.password),
    carrier: input.carrier ?? null,
    agentId: input.agentId ?? null,
    label: input.label ?? null,
    inboundRouting: toRouting(input.inboundRouting),
  });
