import { Secret } from '../../../domain/secret.ts';
import { moveNumber as move } from '../../../operations/move-number.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { runMutation } from '../../inputs.ts';

export const moveNumber: NonNullable<MutationResolvers['moveNumber']> = (_parent, { input }, context) =>
  runMutation(move, context, {
    idempotencyKey: input.idempotencyKey,
    phoneNumberId: input.phoneNumberId,
    vendor: input.vendor,
    agentId: input.agentId,
    label: input.label ?? null,
    trunk: input.trunk
      ? {
          terminationUri: input.trunk.terminationUri,
          username: input.trunk.username,
          password: new Secret(input.trunk.password),
          carrier: input.trunk.carrier ?? null,
        }
      : null,
    confirmAddress: input.confirmAddress,
  });
