import { Secret } from '../../../domain/secret.ts';
import { createSipNumber as createSip } from '../../../operations/create-sip-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const createSipNumber: NonNullable<MutationResolvers['createSipNumber']> = (_parent, { input }, context) =>
  runMutation(createSip, context, {
    idempotencyKey: input.idempotencyKey,
    vendor: input.vendor,
    sipPrefix: input.sipPrefix,
    username: input.username,
    password: new Secret(input.password),
    agentId: input.agentId ?? null,
    label: input.label ?? null,
  });
