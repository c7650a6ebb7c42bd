import { importSipNumber as importSip } from '../../../operations/import-sip-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { orNull, runMutation, toRouting } from '../../inputs.ts';

export const importSipNumber: NonNullable<MutationResolvers['importSipNumber']> = (_parent, { input }, context) =>
  runMutation(importSip, context, {
    idempotencyKey: input.idempotencyKey,
    vendor: input.vendor,
    number: input.number,
    terminationUri: input.terminationUri,
    username: input.username,
    password: input.password,
    carrier: orNull(input.carrier),
    agentId: orNull(input.agentId),
    label: orNull(input.label),
    inboundRouting: toRouting(input.inboundRouting),
  });
