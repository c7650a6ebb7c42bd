/* This file was automatically generated. DO NOT UPDATE MANUALLY. */
    import type   { Resolvers } from './types.ts';
    import    { availableNumbers as Query_availableNumbers } from './../resolvers/Query/availableNumbers.ts';
import    { numberCaller as Query_numberCaller } from './../resolvers/Query/numberCaller.ts';
import    { numberDrift as Query_numberDrift } from './../resolvers/Query/numberDrift.ts';
import    { numberOperation as Query_numberOperation } from './../resolvers/Query/numberOperation.ts';
import    { numberOperations as Query_numberOperations } from './../resolvers/Query/numberOperations.ts';
import    { numberSummary as Query_numberSummary } from './../resolvers/Query/numberSummary.ts';
import    { numberVendors as Query_numberVendors } from './../resolvers/Query/numberVendors.ts';
import    { phoneNumber as Query_phoneNumber } from './../resolvers/Query/phoneNumber.ts';
import    { phoneNumbers as Query_phoneNumbers } from './../resolvers/Query/phoneNumbers.ts';
import    { adoptNumber as Mutation_adoptNumber } from './../resolvers/Mutation/adoptNumber.ts';
import    { bulkLink as Mutation_bulkLink } from './../resolvers/Mutation/bulkLink.ts';
import    { bulkPurchase as Mutation_bulkPurchase } from './../resolvers/Mutation/bulkPurchase.ts';
import    { bulkRelease as Mutation_bulkRelease } from './../resolvers/Mutation/bulkRelease.ts';
import    { connectNumber as Mutation_connectNumber } from './../resolvers/Mutation/connectNumber.ts';
import    { createSipNumber as Mutation_createSipNumber } from './../resolvers/Mutation/createSipNumber.ts';
import    { disconnectNumber as Mutation_disconnectNumber } from './../resolvers/Mutation/disconnectNumber.ts';
import    { importSipNumber as Mutation_importSipNumber } from './../resolvers/Mutation/importSipNumber.ts';
import    { linkNumberToAgent as Mutation_linkNumberToAgent } from './../resolvers/Mutation/linkNumberToAgent.ts';
import    { moveNumber as Mutation_moveNumber } from './../resolvers/Mutation/moveNumber.ts';
import    { purchaseNumber as Mutation_purchaseNumber } from './../resolvers/Mutation/purchaseNumber.ts';
import    { releaseNumber as Mutation_releaseNumber } from './../resolvers/Mutation/releaseNumber.ts';
import    { settleNumberOperation as Mutation_settleNumberOperation } from './../resolvers/Mutation/settleNumberOperation.ts';
import    { unlinkNumberFromAgent as Mutation_unlinkNumberFromAgent } from './../resolvers/Mutation/unlinkNumberFromAgent.ts';
import    { updateNumber as Mutation_updateNumber } from './../resolvers/Mutation/updateNumber.ts';
import    { Agent } from './../resolvers/Agent.ts';
import    { BulkNumberItem } from './../resolvers/BulkNumberItem.ts';
import    { BulkNumberPayload } from './../resolvers/BulkNumberPayload.ts';
import    { InboundRouting } from './../resolvers/InboundRouting.ts';
import    { NumberDrift } from './../resolvers/NumberDrift.ts';
import    { NumberDriftConnection } from './../resolvers/NumberDriftConnection.ts';
import    { NumberOperation } from './../resolvers/NumberOperation.ts';
import    { NumberOperationConnection } from './../resolvers/NumberOperationConnection.ts';
import    { NumberPayload } from './../resolvers/NumberPayload.ts';
import    { NumberSummary } from './../resolvers/NumberSummary.ts';
import    { NumberVendorRules } from './../resolvers/NumberVendorRules.ts';
import    { PhoneNumberConnection } from './../resolvers/PhoneNumberConnection.ts';
import    { PstnNumber } from './../resolvers/PstnNumber.ts';
import    { SipNumber } from './../resolvers/SipNumber.ts';
import    { WeightedAgent } from './../resolvers/WeightedAgent.ts';
import    { CountryCode } from './../resolvers/CountryCode.ts';
import    { Date } from './../resolvers/Date.ts';
import    { DateTime } from './../resolvers/DateTime.ts';
import    { E164 } from './../resolvers/E164.ts';
import    { IdempotencyKey } from './../resolvers/IdempotencyKey.ts';
import    { PhoneNumberRecord } from './../resolvers/PhoneNumberRecord.ts';
import    { PhoneNumber } from './../resolvers/PhoneNumber.ts';
    export const resolvers: Resolvers = {
      Query: { availableNumbers: Query_availableNumbers,numberCaller: Query_numberCaller,numberDrift: Query_numberDrift,numberOperation: Query_numberOperation,numberOperations: Query_numberOperations,numberSummary: Query_numberSummary,numberVendors: Query_numberVendors,phoneNumber: Query_phoneNumber,phoneNumbers: Query_phoneNumbers },
      Mutation: { adoptNumber: Mutation_adoptNumber,bulkLink: Mutation_bulkLink,bulkPurchase: Mutation_bulkPurchase,bulkRelease: Mutation_bulkRelease,connectNumber: Mutation_connectNumber,createSipNumber: Mutation_createSipNumber,disconnectNumber: Mutation_disconnectNumber,importSipNumber: Mutation_importSipNumber,linkNumberToAgent: Mutation_linkNumberToAgent,moveNumber: Mutation_moveNumber,purchaseNumber: Mutation_purchaseNumber,releaseNumber: Mutation_releaseNumber,settleNumberOperation: Mutation_settleNumberOperation,unlinkNumberFromAgent: Mutation_unlinkNumberFromAgent,updateNumber: Mutation_updateNumber },
      
      Agent: Agent,
BulkNumberItem: BulkNumberItem,
BulkNumberPayload: BulkNumberPayload,
InboundRouting: InboundRouting,
NumberDrift: NumberDrift,
NumberDriftConnection: NumberDriftConnection,
NumberOperation: NumberOperation,
NumberOperationConnection: NumberOperationConnection,
NumberPayload: NumberPayload,
NumberSummary: NumberSummary,
NumberVendorRules: NumberVendorRules,
PhoneNumberConnection: PhoneNumberConnection,
PstnNumber: PstnNumber,
SipNumber: SipNumber,
WeightedAgent: WeightedAgent,
CountryCode: CountryCode,
Date: Date,
DateTime: DateTime,
E164: E164,
IdempotencyKey: IdempotencyKey,
PhoneNumberRecord: PhoneNumberRecord,
PhoneNumber: PhoneNumber
    }