import { z } from 'zod';

const E164 = /^\+[1-9]\d{1,14}$/;
const MOST_AGENTS_PER_PAGE = 100;

// `guid` and not `uuid`: like the vendor's own validator it takes UUIDs of any version.
const uuid = z.guid();
const text = z.string().nullish();
const fallback = z.object({ agent_id: uuid.nullish() }).nullish();

const country = z.string().min(2).max(2).default('US');

/** Body of the operation that switches inbound calls on. */
export const inboundRoutingInput = z.object({
  agent_id: uuid,
  fallback,
  voicemail_message: text,
});

const inboundRoutingUpdate = z.object({
  agent_id: uuid.nullish(),
  fallback,
  voicemail_message: text,
});

/** Body of a purchase; without a number the vendor chooses one. */
export const purchaseInput = z.object({
  phone_number: z.string().regex(E164).nullish(),
  country,
  area_code: text,
  contains: text,
  friendly_name: text,
  agent_id: uuid,
  inbound_routing: inboundRoutingInput.nullish(),
});

/** Body that brings in a number of a carrier. The login is checked and then forgotten. */
export const registerInput = z.object({
  phone_number: z.string().regex(E164),
  provider: z.enum(['twilio', 'telnyx']),
  agent_id: uuid,
  friendly_name: text,
  provider_config: z
    .object({
      trunk_address: z.string(),
      auth_username: z.string(),
      auth_password: z.string(),
    })
    .nullish(),
  inbound_routing: inboundRoutingInput.nullish(),
  credential_id: uuid.nullish(),
});

/** Body of an update; what is left out stays. */
export const updateInput = z.object({
  friendly_name: text,
  agent_id: uuid.nullish(),
  inbound_routing: inboundRoutingUpdate.nullish(),
});

/** Query of a search. The default limit is ours: no page states one. */
export const searchInput = z.object({
  country,
  area_code: z.string().optional(),
  contains: z.string().optional(),
  limit: z.coerce.number().int().min(1).default(10),
});

/** Query of the list of agents. */
export const agentsInput = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_AGENTS_PER_PAGE).default(20),
  offset: z.coerce.number().int().min(0).default(0),
});

/** Named part of the path to a number. */
export const phonePath = z.object({ phone_id: uuid });

/** Named part of the path to an agent. */
export const agentPath = z.object({ agent_id: uuid });

/** A change of inbound routing; what is left out stays. */
export type InboundRoutingUpdate = z.infer<typeof inboundRoutingUpdate>;
